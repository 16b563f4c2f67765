import { DAY_MS, QUARTER_MS } from '#lib/domain/units'

/** A period of the calendar in a time zone: `label` is `2026-11-22`, `2026-W47`, `2026-11` or `2026`; `toMs` is exclusive. */
export type LocalPeriod = { label: string; fromMs: number; toMs: number }

/** Weeks are those of ISO 8601: they begin on Monday, and the first of a year is the one with its first Thursday. */
export type PeriodLength = 'day' | 'week' | 'month' | 'year'

/** Wall-clock time at a moment. */
export type LocalClock = {
  /** 1 = Monday to 7 = Sunday. */
  weekday: number
  /** Since local midnight by the clock, 0 to 1439. */
  minute: number
}

type Zone = { format: Intl.DateTimeFormat; offsetByQuarter: Map<number, number> }

const zones = new Map<string, Zone>()
const QUARTERS_REMEMBERED = 20_000

/** Whether the text names a time zone that this machine knows, such as `Europe/Berlin`. */
export function isTimeZone(text: string): boolean {
  if (text === '') return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text })
    return true
  } catch {
    return false
  }
}

/**
 * Milliseconds to add to a moment to read its UTC fields as local ones. Offsets are kept per quarter-hour: no zone has
 * changed its clocks at another moment since 1972. Throws a RangeError for a zone that does not exist.
 */
export function offsetMs(atMs: number, timeZone: string): number {
  const zone = zoneOf(timeZone)
  const quarter = Math.floor(atMs / QUARTER_MS)
  const known = zone.offsetByQuarter.get(quarter)
  if (known !== undefined) return known
  if (zone.offsetByQuarter.size >= QUARTERS_REMEMBERED) zone.offsetByQuarter.clear()
  const offset = readOffset(quarter * QUARTER_MS, zone.format)
  zone.offsetByQuarter.set(quarter, offset)
  return offset
}

/** Weekday and minute of the day by the clock on the wall. */
export function localClock(atMs: number, timeZone: string): LocalClock {
  const localMs = atMs + offsetMs(atMs, timeZone)
  const day = Math.floor(localMs / DAY_MS)
  return { weekday: weekdayOf(day), minute: Math.floor((localMs - day * DAY_MS) / 60_000) }
}

/** The local date, such as `2026-11-22`. */
export function localDate(atMs: number, timeZone: string): string {
  return new Date(localDay(atMs, timeZone) * DAY_MS).toISOString().slice(0, 10)
}

/** The first moment of the local day. Where clocks skip midnight that is when they skip it. */
export function startOfLocalDay(atMs: number, timeZone: string): number {
  return momentOf(localDay(atMs, timeZone) * DAY_MS, timeZone)
}

export function startOfNextLocalDay(atMs: number, timeZone: string): number {
  return momentOf((localDay(atMs, timeZone) + 1) * DAY_MS, timeZone)
}

export function startOfLocalMonth(atMs: number, timeZone: string): number {
  return startOf('month', atMs, timeZone)
}

export function startOfNextLocalMonth(atMs: number, timeZone: string): number {
  return startOfNext('month', atMs, timeZone)
}

export function startOfLocalYear(atMs: number, timeZone: string): number {
  return startOf('year', atMs, timeZone)
}

/** The whole calendar periods that overlap `fromMs` (inclusive) to `toMs` (exclusive), in order. */
export function localPeriods(length: PeriodLength, fromMs: number, toMs: number, timeZone: string): LocalPeriod[] {
  const periods: LocalPeriod[] = []
  let startMs = startOf(length, fromMs, timeZone)
  while (startMs < toMs) {
    const endMs = startOfNext(length, startMs, timeZone)
    periods.push({ label: labelOf(length, startMs, timeZone), fromMs: startMs, toMs: endMs })
    startMs = endMs
  }
  return periods
}

function startOf(length: PeriodLength, atMs: number, timeZone: string): number {
  return boundary(length, atMs, timeZone, 0)
}

function startOfNext(length: PeriodLength, atMs: number, timeZone: string): number {
  return boundary(length, atMs, timeZone, 1)
}

function boundary(length: PeriodLength, atMs: number, timeZone: string, ahead: 0 | 1): number {
  if (length === 'day') return momentOf((localDay(atMs, timeZone) + ahead) * DAY_MS, timeZone)
  if (length === 'week') {
    const day = localDay(atMs, timeZone)
    return momentOf((day - weekdayOf(day) + 1 + 7 * ahead) * DAY_MS, timeZone)
  }
  const local = new Date(atMs + offsetMs(atMs, timeZone))
  const year = local.getUTCFullYear()
  const localMs = length === 'month' ? Date.UTC(year, local.getUTCMonth() + ahead) : Date.UTC(year + ahead, 0)
  return momentOf(localMs, timeZone)
}

function labelOf(length: PeriodLength, atMs: number, timeZone: string): string {
  if (length === 'week') return weekLabel(localDay(atMs, timeZone))
  const iso = new Date(atMs + offsetMs(atMs, timeZone)).toISOString()
  return iso.slice(0, length === 'day' ? 10 : length === 'month' ? 7 : 4)
}

/** The ISO 8601 week that a day (counted since 1970) belongs to: the year of its Thursday, and how many came before. */
function weekLabel(day: number): string {
  const thursday = new Date((day - weekdayOf(day) + 4) * DAY_MS)
  const year = thursday.getUTCFullYear()
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0)) / (7 * DAY_MS))
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** 1 (Monday) to 7 of a day counted since 1970, which began on a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

function localDay(atMs: number, timeZone: string): number {
  return Math.floor((atMs + offsetMs(atMs, timeZone)) / DAY_MS)
}

/**
 * The moment at which clocks show a local time (given as if it were UTC). Shown twice, the first; never shown (clocks
 * skip it), the moment of the skip, provided that the time asked for is where the skip begins, as midnight is.
 */
function momentOf(localMs: number, timeZone: string): number {
  const before = offsetMs(localMs - DAY_MS, timeZone)
  const after = offsetMs(localMs + DAY_MS, timeZone)
  const earlier = localMs - Math.max(before, after)
  const later = localMs - Math.min(before, after)
  if (earlier + offsetMs(earlier, timeZone) === localMs) return earlier
  if (later + offsetMs(later, timeZone) === localMs) return later
  return localMs - before
}

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const zone = { format, offsetByQuarter: new Map<number, number>() }
  zones.set(timeZone, zone)
  return zone
}

function readOffset(atMs: number, format: Intl.DateTimeFormat): number {
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = (
    format.format(atMs).match(/\d+/g) ?? []
  ).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second) - atMs
}
