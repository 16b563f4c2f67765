/** Deterministic randomness: the same seed and the same moment always give the same figure, so history joins the present. */

/** A 32-bit seed from a name (FNV-1a). */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** A figure in [0, 1) that belongs to this seed and this integer. */
export function hashedFraction(seed: number, integer: number): number {
  let mixed = Math.imul(seed ^ Math.imul(integer, 0x9e3779b1), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x27d4eb2f)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296
}

/** Noise in [-1, 1] that moves smoothly with `position`: one new value per unit, eased between them. */
export function smoothNoise(seed: number, position: number): number {
  const whole = Math.floor(position)
  const part = position - whole
  const eased = part * part * (3 - 2 * part)
  const from = hashedFraction(seed, whole)
  const to = hashedFraction(seed, whole + 1)
  return 2 * (from + (to - from) * eased) - 1
}

/** A stream of fractions in [0, 1) (mulberry32). */
export function randomStream(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** How many events of a Poisson process with this mean happened: Knuth's product for small means, the normal limit above 30. */
export function poisson(mean: number, random: () => number): number {
  if (!(mean > 0)) return 0
  if (mean > 30) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal))
  }
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

/** Rounded to so many decimals, as a miner prints it. */
export function rounded(value: number, decimals = 0): number {
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale
}
