/**
 * A whole number of small units written in large ones, with all digits that count and without trailing zeros: 1234500000n
 * at 9 is `1.2345`.
 */
export function exactDecimal(units: bigint, digits: number): string {
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0')
  const fraction = text.slice(-digits).replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${text.slice(0, -digits)}${fraction === '' ? '' : `.${fraction}`}`
}
