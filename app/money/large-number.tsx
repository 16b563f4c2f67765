/**
 * A count too large for a prefix, as people write it: `3.61 × 10` and a raised 19, drawn, because fonts lack most of the
 * raised digits. Below a million in full.
 */
export function LargeNumber({ count }: { count: number }) {
  if (Math.abs(count) < 1e6) return new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(count)
  const [mantissa = '0', exponent = '0'] = count.toExponential(2).split('e')
  return (
    <>
      {mantissa} × 10
      <span className="visually-hidden"> to the power of </span>
      <sup>{Number(exponent)}</sup>
    </>
  )
}
