import ipaddr from 'ipaddr.js'

/** Addresses to look at, counted before anything is asked. */
export type AddressRange = { text: string; total: number; addresses(): Iterable<string> }

export type ParsedRange = { ok: true; range: AddressRange } | { ok: false; problem: string }

/** Looked at without asking again: about an hour's work. */
const LARGEST_PREFIX = 16
/** Never larger, whatever is asked. */
const LARGEST_PREFIX_EVER = 8
const OWN_NETWORKS = new Set(['private', 'loopback', 'linkLocal', 'carrierGradeNat'])

/**
 * Reads `192.168.1.0/24` or one address. Refuses networks larger than /16 unless `large`, and public addresses unless
 * `public`: looking through somebody else's network is not polite, and often not allowed.
 */
export function parseRange(text: string, allowed: { large?: boolean; public?: boolean } = {}): ParsedRange {
  const trimmed = text.trim()
  if (trimmed.includes(':')) {
    return { ok: false, problem: `${trimmed}: a network of IPv6 is too large to look through; give its IPv4 network` }
  }
  const written = trimmed.includes('/') ? trimmed : `${trimmed}/32`
  if (!/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(written) || !ipaddr.IPv4.isValidCIDR(written)) {
    return { ok: false, problem: `${trimmed} is not a network: write it as 192.168.1.0/24` }
  }
  const [, prefix] = ipaddr.IPv4.parseCIDR(written)
  const first = ipaddr.IPv4.networkAddressFromCIDR(written)
  const last = ipaddr.IPv4.broadcastAddressFromCIDR(written)
  if (prefix < LARGEST_PREFIX_EVER) {
    return { ok: false, problem: `${trimmed} is larger than /${LARGEST_PREFIX_EVER}, which would take weeks` }
  }
  if (prefix < LARGEST_PREFIX && !allowed.large) {
    const count = (2 ** (32 - prefix)).toLocaleString('en')
    return { ok: false, problem: `${trimmed} holds ${count} addresses: add --large if that is what you mean` }
  }
  const isOwn = first.range() === last.range() && OWN_NETWORKS.has(first.range())
  if (!isOwn && !(allowed.public && first.range() === 'unicast' && last.range() === 'unicast')) {
    const words =
      first.range() === 'unicast' ? 'not a private network: add --public if it is yours' : 'no network of machines'
    return { ok: false, problem: `${trimmed} is ${words}` }
  }
  // A network's own address and its broadcast belong to no machine, except where there is no room for them.
  const edge = prefix <= 30 ? 1 : 0
  const from = numberOf(first) + edge
  const total = 2 ** (32 - prefix) - 2 * edge
  return { ok: true, range: { text: `${first.toString()}/${prefix}`, total, addresses: () => inOrder(from, total) } }
}

/** Several ranges as one, each address once when one range holds another. */
export function joinRanges(ranges: AddressRange[]): AddressRange {
  const [only] = ranges
  if (only && ranges.length === 1) return only
  const kept = ranges.filter(
    (range, index) =>
      !ranges.some((other, at) => at !== index && holds(other, range) && (!holds(range, other) || at < index)),
  )
  return {
    text: kept.map(({ text }) => text).join(', '),
    total: kept.reduce((sum, { total }) => sum + total, 0),
    *addresses() {
      for (const range of kept) yield* range.addresses()
    },
  }
}

function holds(outer: AddressRange, inner: AddressRange): boolean {
  const [innerNetwork, innerPrefix] = ipaddr.IPv4.parseCIDR(inner.text)
  const network = ipaddr.IPv4.parseCIDR(outer.text)
  return innerPrefix >= network[1] && innerNetwork.match(network)
}

function* inOrder(from: number, count: number): Iterable<string> {
  for (let number = from; number < from + count; number += 1) {
    yield [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
  }
}

function numberOf(address: ipaddr.IPv4): number {
  return address.toByteArray().reduce((number, byte) => number * 256 + byte, 0)
}
