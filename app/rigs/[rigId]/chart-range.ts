import { DAY_MS, HOUR_MS } from '#lib/domain/units'

export const CHART_RANGES = [
  { value: '1h', name: '1 h', spanMs: HOUR_MS },
  { value: '24h', name: '24 h', spanMs: DAY_MS },
  { value: '7d', name: '7 d', spanMs: 7 * DAY_MS },
  { value: '30d', name: '30 d', spanMs: 30 * DAY_MS },
] as const

export type ChartRange = (typeof CHART_RANGES)[number]['value']

/** A rig with less history than this begins with an hour: a day would be nearly empty. */
export const SHORT_HISTORY_MS = 3 * HOUR_MS

/** The range named in the address, undefined where none or nonsense is. */
export function chartRange(text: unknown): ChartRange | undefined {
  return CHART_RANGES.find((range) => range.value === text)?.value
}

export function spanOf(range: ChartRange): number {
  return CHART_RANGES.find((each) => each.value === range)?.spanMs ?? DAY_MS
}

/**
 * Seconds of one slot of a chart: fine enough for some hundred points, and never finer than two polls of the rig, since
 * a slot between two polls would be drawn as a gap.
 */
export function stepOf(range: ChartRange, intervalSeconds: number): number {
  const steps: Record<ChartRange, number> = { '1h': 20, '24h': 300, '7d': 1800, '30d': 7200 }
  const least = Math.ceil((2 * intervalSeconds) / 10) * 10
  return Math.max(steps[range], least)
}
