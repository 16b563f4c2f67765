import { offsetMs, startOfLocalDay, startOfNextLocalDay } from '#lib/domain/calendar'
import type { LedgerQuarter, LedgerQuarters } from '#lib/domain/ledger/entry'
import { DAY_MS, HOUR_MS, QUARTER_MS } from '#lib/domain/units'

/** Quarter-hours of one hour that belong to the same local day of the same site; `day` is 20261127. */
export type PartOfDay = { day: number; siteId: number; parts: LedgerQuarter[] }

/** An hour cut at the local days and sites of its quarters: in Kolkata a day begins inside an hour of UTC. */
export function daysOf(hourMs: number, quarters: LedgerQuarters, zoneOf: (siteId: number) => string): PartOfDay[] {
  const days: PartOfDay[] = []
  for (const [index, quarter] of quarters.entries()) {
    const { siteId } = quarter
    const day = localDayOf(hourMs + index * QUARTER_MS, zoneOf(siteId))
    const same = days.find((known) => known.day === day && known.siteId === siteId)
    if (same) same.parts.push(quarter)
    else days.push({ day, siteId, parts: [quarter] })
  }
  return days
}

/** The local day of a moment as a number: 20261127. */
export function localDayOf(atMs: number, timeZone: string): number {
  return numberOfDay(Math.floor((atMs + offsetMs(atMs, timeZone)) / DAY_MS))
}

/** When a local day, such as 20261127, begins and ends in a time zone. */
export function spanOfDay(day: number, timeZone: string): { fromMs: number; toMs: number } {
  const noonMs = Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100) + 12 * HOUR_MS
  const atMs = noonMs - offsetMs(noonMs, timeZone)
  return { fromMs: startOfLocalDay(atMs, timeZone), toMs: startOfNextLocalDay(atMs, timeZone) }
}

let last = { sinceEpoch: Number.NaN, day: 0 }

// Hours of one day are asked for one after another.
function numberOfDay(sinceEpoch: number): number {
  if (last.sinceEpoch === sinceEpoch) return last.day
  const date = new Date(sinceEpoch * DAY_MS)
  const day = date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate()
  last = { sinceEpoch, day }
  return day
}
