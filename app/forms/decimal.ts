/**
 * A number as people write it, with a point or a comma before the decimals; NaN for what is none. Separators of
 * thousands are not understood on purpose: a price read a hundred times too high is worse than one refused.
 */
export function parseDecimal(text: string): number {
  const plain = text
    .trim()
    .replace(/\u2212/g, '-')
    .replace(',', '.')
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i.test(plain) ? Number(plain) : Number.NaN
}

/** The same, where nothing written means that nothing is said. */
export function parseOptionalDecimal(text: string): number | undefined {
  return text.trim() === '' ? undefined : parseDecimal(text)
}
