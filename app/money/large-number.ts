const SUPERSCRIPTS = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']

/** A count too large for a prefix, in scientific notation as people write it: `3.61 × 10¹⁹`. Below a million in full. */
export function formatLargeNumber(count: number): string {
  if (Math.abs(count) < 1e6) return new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(count)
  const [mantissa = '0', exponent = '0'] = count.toExponential(2).split('e')
  const digits = [...String(Number(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)] ?? '⁻').join('')
  return `${mantissa} × 10${digits}`
}
