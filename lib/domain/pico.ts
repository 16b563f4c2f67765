import { exactDecimal } from '#lib/domain/exact-decimal'

const PICO_DIGITS = 12
const NUMBER = /^([+-]?)(\d{1,30})?(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,3}))?$/

/** More than any chain has of anything; also what a column of 64 bits holds of pico-coins, nine million. */
export const MOST_PICO = 2n ** 63n - 1n

/**
 * A decimal amount as a service wrote it, in 10⁻¹² of the coin: exact, since it goes through no floating-point sum. A
 * number is read by its shortest decimal form, which is how it stood in the JSON. Digits beyond the twelfth decimal
 * (wei) are cut, never rounded up. Undefined for what is no number or larger than a ledger holds.
 *
 * @param decimals how many decimals the unit of `amount` is from a coin: 8 for satoshi, 0 for coins
 */
export function parsePico(amount: string | number, decimals = 0): bigint | undefined {
  const match = NUMBER.exec(String(amount).trim())
  if (!match) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return undefined
  const shift = PICO_DIGITS - decimals + Number(exponent) - fraction.length
  const digits = BigInt(`${whole}${fraction}`)
  if (digits !== 0n && shift > 60) return undefined
  const size = shift >= 0 ? digits * 10n ** BigInt(Math.min(shift, 60)) : digits / 10n ** BigInt(-shift)
  if (size > MOST_PICO) return undefined
  return sign === '-' ? -size : size
}

/** All twelve decimals that count, without trailing zeros: `0.00012`. What {@link parsePico} reads back. */
export function picoText(pico: bigint): string {
  return exactDecimal(pico, PICO_DIGITS)
}

/** For a figure on screen, where the digits of a double are enough. */
export function fromPico(pico: bigint): number {
  return Number(picoText(pico))
}

/** What coins are worth at a price, in 10⁻⁹ of its currency, rounded once, half away from zero. */
export function valueOfPico(pico: bigint, price: number): bigint | undefined {
  const pricePico = parsePico(price)
  if (pricePico === undefined) return undefined
  const size = (pico < 0n ? -pico : pico) * (pricePico < 0n ? -pricePico : pricePico)
  const nano = (size + 5n * 10n ** 14n) / 10n ** 15n
  return pico < 0n !== pricePico < 0n ? -nano : nano
}
