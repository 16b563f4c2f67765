import { BlockList, isIP } from 'node:net'

/**
 * Whether this is an address that belongs to the owner's own network. A machine there cannot have a certificate that an authority signed,
 * since nobody else can vouch for 192.168.1.20: it makes its own, which is taken as it is. A name, or an address in the
 * Internet, has to prove itself.
 */
export function isPrivateAddress(host: string): boolean {
  const family = isIP(host)
  return family !== 0 && PRIVATE.check(host, family === 6 ? 'ipv6' : 'ipv4')
}

const PRIVATE = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv6')
