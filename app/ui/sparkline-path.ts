/**
 * An SVG path through the values, from the left edge to the right; a null lifts the pen. The height shows at least a
 * fifth of the highest value, around the middle of what there is, so that noise is not blown up into drama.
 */
export function sparklinePath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return ''
  const highest = Math.max(...known)
  const lowest = Math.min(...known)
  const span = Math.max(highest - lowest, Math.abs(highest) * 0.2) || 1
  const low = (highest + lowest) / 2 - span / 2
  const step = values.length > 1 ? (width - 2) / (values.length - 1) : 0
  let path = ''
  let drawing = false
  for (const [index, value] of values.entries()) {
    if (value === null) {
      drawing = false
      continue
    }
    const x = (1 + index * step).toFixed(1)
    const y = (height - 2 - ((value - low) / span) * (height - 4)).toFixed(1)
    path += drawing ? `L${x} ${y}` : `M${x} ${y}h0.01`
    drawing = true
  }
  return path
}
