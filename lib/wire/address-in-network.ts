import ipaddr from 'ipaddr.js'

/** True where an IPv4 address is within a network such as `192.168.1.0/24`; false for what is neither. */
export function isInNetwork(address: string, network: string): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) || !ipaddr.IPv4.isValidCIDR(network)) return false
  return ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(network))
}
