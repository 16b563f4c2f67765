const NANO = 1_000_000_000

/**
 * An amount of the currency in billionths of it, rounded once, half away from zero. Throws a RangeError for what is not
 * a finite number.
 */
export function toNano(amount: number): bigint {
  if (!Number.isFinite(amount)) throw new RangeError(`Not an amount: ${amount}`)
  const size = Math.abs(amount)
  const whole = Math.trunc(size)
  // Whole and fraction apart: together they would pass the digits of a double above nine million.
  const nano = BigInt(whole) * 1_000_000_000n + BigInt(Math.round((size - whole) * NANO))
  return amount < 0 ? -nano : nano
}

const PICO = 1_000_000_000_000

/** An amount of a coin in 10⁻¹² of it, rounded as {@link toNano} does. */
export function toPico(amount: number): bigint {
  if (!Number.isFinite(amount)) throw new RangeError(`Not an amount: ${amount}`)
  const size = Math.abs(amount)
  const whole = Math.trunc(size)
  const pico = BigInt(whole) * 1_000_000_000_000n + BigInt(Math.round((size - whole) * PICO))
  return amount < 0 ? -pico : pico
}

/** The amount that a number of billionths stands for. */
export function fromNano(nano: bigint): number {
  return Number(nano / 1_000_000_000n) + Number(nano % 1_000_000_000n) / NANO
}
