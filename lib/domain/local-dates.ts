import type { LocalPeriod } from '#lib/domain/calendar'
import { localDayOf, spanOfDay } from '#lib/domain/ledger/local-days'
import { DAY_MS } from '#lib/domain/units'

/** The date that `2026-11-27` writes, as the number 20261127; undefined where there is no such date. */
export function dateFromIso(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined
  const atMs = Date.parse(`${text}T00:00:00Z`)
  // Some readers take 31 November for 1 December.
  return Number.isFinite(atMs) && numberOf(atMs) === Number(text.replaceAll('-', '')) ? numberOf(atMs) : undefined
}

/** `2026-11-27` of 20261127. */
export function isoOfDate(date: number): string {
  const text = String(date)
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
}

/** The day at a place, as a date field writes it: `2026-11-27`. */
export function dateAt(atMs: number, timeZone: string): string {
  return isoOfDate(localDayOf(atMs, timeZone))
}

/** The moment a day such as `2026-11-27` begins at a place; undefined for what is no day. */
export function startOfDate(text: string, timeZone: string): number | undefined {
  const date = dateFromIso(text)
  return date === undefined ? undefined : spanOfDay(date, timeZone).fromMs
}

/** The date so many days later, or earlier. */
export function addDays(date: number, days: number): number {
  return numberOf(momentOf(date) + days * DAY_MS)
}

/** 20261130 of 202611. */
export function lastDateOfMonth(month: number): number {
  return numberOf(Date.UTC(Math.floor(month / 100), month % 100, 0))
}

/** The dates of all zones' day, or days, as one span of time: from the earliest beginning to the latest end. */
export function spanOfDates(
  fromDate: number,
  toDate: number,
  timeZones: readonly string[],
): Omit<LocalPeriod, 'label'> {
  const zones = timeZones.length > 0 ? timeZones : ['UTC']
  return {
    fromMs: Math.min(...zones.map((zone) => spanOfDay(fromDate, zone).fromMs)),
    toMs: Math.max(...zones.map((zone) => spanOfDay(toDate, zone).toMs)),
  }
}

function momentOf(date: number): number {
  return Date.UTC(Math.floor(date / 10_000), (Math.floor(date / 100) % 100) - 1, date % 100)
}

function numberOf(atMs: number): number {
  const date = new Date(atMs)
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate()
}
