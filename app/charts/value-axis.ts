export type ValueAxis = { min: number; max: number; step: number }

/** Below this a quantity is nothing, and its axis goes from 0 to 1. */
const NOTHING = 1e-12

const ROUND_STEPS = [1, 2, 2.5, 5, 10]

/**
 * A value axis with at most five lines on round values around `low` to `high`. A quantity that barely moves is not blown
 * up to look like drama: the axis spans at least `leastShare` of its highest value. Never below 0 unless values are.
 */
export function valueAxis(low: number, high: number, leastShare = 0.15): ValueAxis {
  const least = Math.abs(high) < NOTHING ? 1 : Math.abs(high) * leastShare
  const missing = Math.max(0, least - (high - low))
  const bottom = low >= 0 ? Math.max(0, low - missing / 2) : low - missing / 2
  const top = high + missing / 2
  const rough = (top - bottom) / 4
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  for (const round of [...ROUND_STEPS, 20, 25]) {
    const step = round * magnitude
    const min = Math.floor(bottom / step + 1e-9) * step
    const max = Math.ceil(top / step - 1e-9) * step
    if ((max - min) / step <= 4 + 1e-9) return { min, max, step }
  }
  return { min: bottom, max: top, step: rough }
}

const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z'] as const

/** The one prefix an axis is labelled in: that of its highest value. */
export function axisPrefix(highest: number): { factor: number; prefix: string } {
  const power = Math.min(PREFIXES.length - 1, Math.max(0, Math.floor(Math.log10(Math.abs(highest) || 1) / 3 + 1e-9)))
  return { factor: 1000 ** power, prefix: PREFIXES[power] ?? '' }
}

/** A mark on an axis: no more digits than its step needs, thousands set apart as in every figure. */
export function axisNumber(value: number, step: number): string {
  const digits = Math.min(6, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))
  const needed = Number.isInteger(Number((step * 10 ** digits).toFixed(6))) ? digits : digits + 1
  return value.toLocaleString('en', {
    minimumFractionDigits: needed,
    maximumFractionDigits: needed,
    signDisplay: 'negative',
  })
}
