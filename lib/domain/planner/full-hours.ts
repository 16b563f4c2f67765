import { type RigHour, sumOf } from '#lib/domain/rig-hour'
import { HOUR_MS } from '#lib/domain/units'

/** An hour in which a rig hashed one algorithm from end to end; `watts` at the wall, where they were known throughout. */
export type FullHour = { hourMs: number; algorithm: string; hashesPerSecond: number; watts?: number }

/** What a rig does of an algorithm, by its own full hours. */
export type MeasuredRate = {
  algorithm: string
  hashesPerSecond: number
  watts?: number
  hours: number
  untilMs: number
}

/** An hour counts as full from this many seconds on: a reading or two may be missing. */
export const FULL_HOUR_SECONDS = 3420

/** Of an algorithm that was mined long, only the last hours speak: a week of them. */
const HOURS_MEANT = 168

/** Hours of one algorithm without starts, stops and pauses. In dual mining no one can tell whose the watts are. */
export function fullHours(hours: readonly RigHour[]): FullHour[] {
  return hours.flatMap((hour) => {
    const working = hour.work.filter(({ hashes }) => sumOf(hashes) > 0)
    const [work] = working
    if (!work || working.length > 1 || work.seconds < FULL_HOUR_SECONDS) return []
    if (hour.hashingSeconds < FULL_HOUR_SECONDS) return []
    const powered = sumOf(hour.poweredSeconds)
    const full = { hourMs: hour.hourMs, algorithm: work.algorithm, hashesPerSecond: sumOf(work.hashes) / work.seconds }
    if (powered < FULL_HOUR_SECONDS) return [full]
    return [{ ...full, watts: (sumOf(hour.energyWattHours) * 3600) / powered }]
  })
}

/** Mean hash rate and power of the last full hours of each algorithm a rig ever worked on, ascending hours given. */
export function measuredRates(hours: readonly RigHour[]): MeasuredRate[] {
  const byAlgorithm = new Map<string, FullHour[]>()
  for (const hour of fullHours(hours)) {
    const known = byAlgorithm.get(hour.algorithm)
    if (known) known.push(hour)
    else byAlgorithm.set(hour.algorithm, [hour])
  }
  return [...byAlgorithm].map(([algorithm, all]) => {
    const last = all.slice(-HOURS_MEANT)
    const watts = meanOf(last.flatMap((hour) => (hour.watts === undefined ? [] : [hour.watts])))
    return {
      algorithm,
      hashesPerSecond: meanOf(last.map((hour) => hour.hashesPerSecond)) ?? 0,
      ...(watts === undefined ? {} : { watts }),
      hours: last.length,
      untilMs: Math.max(...last.map(({ hourMs }) => hourMs)) + HOUR_MS,
    }
  })
}

function meanOf(values: number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
}
