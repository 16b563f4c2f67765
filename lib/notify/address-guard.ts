import ipaddr from 'ipaddr.js'

// What a self-hoster may rightly want to reach when asked.
const ownNetworks = new Set(['private', 'loopback', 'linkLocal', 'uniqueLocal', 'carrierGradeNat'])

// Clouds hand out a machine's credentials here; no channel ever lives there.
const metadataAddresses = new Set(['169.254.169.254', '169.254.170.2', '100.100.100.200', 'fd00:ec2::254'])

/**
 * Why an address may not be asked, in words, or undefined when it may. Public unicast addresses always may; those of
 * one's own networks only where allowed; multicast, unspecified, reserved ones and clouds' metadata services never.
 */
export function whyForbidden(address: string, allowPrivate: boolean): string | undefined {
  if (!ipaddr.isValid(address)) return `${address} is no address`
  const parsed = embedded(ipaddr.process(address))
  const text = parsed.toString()
  if (metadataAddresses.has(text)) return `${text} is a cloud's metadata service`
  const range = parsed.range()
  if (range === 'unicast') return undefined
  if (!ownNetworks.has(range)) return `${text} is not an address of a service (${range})`
  return allowPrivate ? undefined : `${text} is in a private network (${range})`
}

// NAT64 (RFC 6052) writes an IPv4 address into the last 32 bits: what is meant is that one.
function embedded(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address.kind() === 'ipv4' || address.range() !== 'rfc6052') return address
  return ipaddr.fromByteArray(address.toByteArray().slice(-4))
}
