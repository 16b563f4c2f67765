import { type BitCoder, BitOdds } from './bit-coder.ts'

const LENGTH_BITS = 6
const LENGTHS = 2 ** LENGTH_BITS
// How many bits after the leading one are worth learning; those below are as good as noise.
const LEARNED_BITS = 3

/** What is known of the integers of one kind: how long they are, their signs, and their leading bits. */
export class IntegerOdds {
  readonly lengths = new BitOdds(3 * LENGTHS)
  readonly signs = new BitOdds(LENGTHS)
  readonly leading = new BitOdds(LENGTHS * 2 ** LEARNED_BITS)
  readonly noise = new BitOdds(1)
  lastLength = 0
}

/** Codes an integer of at most 53 bits as its length, its sign and the bits after the leading one. Answers with it. */
export function codeInteger(coder: BitCoder, odds: IntegerOdds, integer: number): number {
  const magnitude = Math.abs(integer)
  const length = codeLength(coder, odds, bitLength(magnitude))
  odds.lastLength = length
  if (length === 0) return 0
  const isNegative = coder.code(odds.signs, length, integer < 0 ? 1 : 0) === 1
  let coded = 1
  let node = 1
  for (let place = length - 2; place >= 0; place--) {
    const bit = bitAt(magnitude, place)
    if (node < 2 ** LEARNED_BITS) {
      const same = coder.code(odds.leading, (length << LEARNED_BITS) | node, bit)
      node = node * 2 + same
      coded = coded * 2 + same
    } else coded = coded * 2 + coder.code(odds.noise, 0, bit)
  }
  return isNegative ? -coded : coded
}

function codeLength(coder: BitCoder, odds: IntegerOdds, length: number): number {
  // Quiet stretches and lively ones follow each other: what came last says much of what comes next.
  const first = Math.min(odds.lastLength, 2) * LENGTHS
  let node = 1
  for (let place = LENGTH_BITS - 1; place >= 0; place--) {
    node = node * 2 + coder.code(odds.lengths, first + node, (length >>> place) & 1)
  }
  return node - LENGTHS
}

function bitLength(magnitude: number): number {
  if (magnitude < 2 ** 32) return 32 - Math.clz32(magnitude)
  return 64 - Math.clz32(Math.floor(magnitude / 2 ** 32))
}

function bitAt(magnitude: number, place: number): number {
  if (place < 31 && magnitude < 2 ** 31) return (magnitude >>> place) & 1
  return Math.floor(magnitude / 2 ** place) % 2
}
