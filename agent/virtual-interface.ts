/** Bridges, tunnels and containers come and go with their own MACs and networks. */
const VIRTUAL = /^(lo|docker|br-|veth|virbr|tun|tap|wg|tailscale|zt)/

/** Whether a network interface of that name is no card of this machine. */
export function isVirtualInterface(name: string): boolean {
  return VIRTUAL.test(name)
}
