import { type Quarters, type RigHour, sumOf } from '#lib/domain/rollup'
import { HOUR_MS, QUARTER_MS } from '#lib/domain/units'

/**
 * What of an hour lies at or after a quarter-hour, for a local day that begins inside a UTC hour: the quarters before it
 * are emptied. Undefined when nothing of the hour does.
 */
export function hourSince(hour: RigHour, sinceMs: number): RigHour | undefined {
  if (sinceMs <= hour.hourMs) return hour
  if (sinceMs >= hour.hourMs + HOUR_MS) return undefined
  const firstQuarter = Math.ceil((sinceMs - hour.hourMs) / QUARTER_MS)
  const keep = ([first, second, third, fourth]: Quarters): Quarters => [
    firstQuarter > 0 ? 0 : first,
    firstQuarter > 1 ? 0 : second,
    firstQuarter > 2 ? 0 : third,
    firstQuarter > 3 ? 0 : fourth,
  ]
  const seconds = keep(hour.seconds)
  const before = sumOf(hour.seconds)
  const share = before > 0 ? sumOf(seconds) / before : 0
  return {
    ...hour,
    seconds,
    poweredSeconds: keep(hour.poweredSeconds),
    energyWattHours: keep(hour.energyWattHours),
    hashingSeconds: hour.hashingSeconds * share,
    pausedSeconds: hour.pausedSeconds * share,
    work: hour.work.map((work) => ({ ...work, hashes: keep(work.hashes), seconds: work.seconds * share })),
  }
}
