import ipaddr from 'ipaddr.js'

/** What could be asked of a network and what could not, each in as few blocks as there are, in the order of addresses. */
export type SplitNetwork = { asked: string[]; unasked: string[] }

const BLOCK_PREFIX = 24

/** The block of a network that one address stands for, in what may be said of its neighbours: its /24, or all of a smaller network. */
export function blockOf(host: string, network: string): string {
  const [, prefix] = ipaddr.IPv4.parseCIDR(network)
  if (prefix >= BLOCK_PREFIX) return network
  return `${ipaddr.IPv4.networkAddressFromCIDR(`${host}/${BLOCK_PREFIX}`).toString()}/${BLOCK_PREFIX}`
}

/** Takes the blocks (of `blockOf`) that could not be asked out of a network. */
export function splitNetwork(network: string, unasked: ReadonlySet<string>): SplitNetwork {
  const [first, prefix] = ipaddr.IPv4.parseCIDR(network)
  const within = [...unasked].filter((block) => ipaddr.IPv4.parse(block.split('/')[0] ?? '').match(first, prefix))
  if (within.length === 0) return { asked: [network], unasked: [] }
  if (prefix >= BLOCK_PREFIX || within.length === 2 ** (BLOCK_PREFIX - prefix)) return { asked: [], unasked: [network] }
  const blocks = new Set(within)
  const [lower, upper] = halves(first, prefix).map((half) => splitNetwork(half, blocks))
  if (!lower || !upper) throw new Error('a network has two halves')
  return { asked: [...lower.asked, ...upper.asked], unasked: [...lower.unasked, ...upper.unasked] }
}

function halves(first: ipaddr.IPv4, prefix: number): [string, string] {
  const bytes = first.toByteArray()
  const middle = [...bytes]
  const at = Math.floor(prefix / 8)
  middle[at] = (middle[at] ?? 0) | (0x80 >> (prefix % 8))
  return [`${bytes.join('.')}/${prefix + 1}`, `${middle.join('.')}/${prefix + 1}`]
}
