import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'
import { isVirtualInterface } from '../virtual-interface'
import { type AddressRange, parseRange } from './address-range'

/** `leftOut` says in words which networks are not looked through, and why. */
export type OwnNetworks = { ranges: AddressRange[]; leftOut: string[] }

/**
 * The private IPv4 networks this machine's own cards stand in. Bridges of containers and tunnels are left out: no miner is
 * behind them that is not on this machine, or on somebody else's.
 */
export function ownNetworks(cards: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces()): OwnNetworks {
  const found: OwnNetworks = { ranges: [], leftOut: [] }
  const seen = new Set<string>()
  for (const [name, addresses] of Object.entries(cards)) {
    if (isVirtualInterface(name)) continue
    for (const { family, internal, cidr } of addresses ?? []) {
      if (family !== 'IPv4' || internal || cidr === null) continue
      const parsed = parseRange(cidr)
      if (!parsed.ok) found.leftOut.push(`${cidr} (${name}): ${reasonOf(cidr, parsed.problem)}`)
      else if (!seen.has(parsed.range.text)) {
        seen.add(parsed.range.text)
        found.ranges.push(parsed.range)
      }
    }
  }
  return found
}

/**
 * Every IPv4 address at which no other machine can answer: those of this machine itself, and the broadcast of each of its networks, which
 * lies in the midst of a larger one that is looked through.
 */
export function ownAddresses(cards: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces()): Set<string> {
  const all = Object.values(cards).flatMap((addresses) => addresses ?? [])
  return new Set(
    all.flatMap(({ family, address, cidr }) => {
      if (family !== 'IPv4') return []
      // In a network of two addresses both are machines'.
      const hasBroadcast = cidr !== null && !/\/3[12]$/.test(cidr)
      return hasBroadcast ? [address, ipaddr.IPv4.broadcastAddressFromCIDR(cidr).toString()] : [address]
    }),
  )
}

/** An agent has no flags to add. */
function reasonOf(cidr: string, problem: string): string {
  return problem.includes('--large')
    ? `larger than /16: look through a part of it with "davylamp-agent discover ${cidr.split('/')[0]}/24"`
    : 'not a private network'
}
