import { offsetMs, startOfLocalDay } from '#lib/domain/calendar'

/** The moment a day such as `2026-11-22` begins at a place; undefined for what is no day. */
export function startOfDate(date: string, timeZone: string): number | undefined {
  const noonMs = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T12:00:00Z`) : Number.NaN
  if (!Number.isFinite(noonMs)) return undefined
  return startOfLocalDay(noonMs - offsetMs(noonMs, timeZone), timeZone)
}

/** The day at a place, as a date field writes it. */
export function dateAt(atMs: number, timeZone: string): string {
  return new Date(atMs + offsetMs(atMs, timeZone)).toISOString().slice(0, 10)
}

/** `22 Nov 2026` of a date such as `2026-11-22`, which is a day wherever it is read. */
export function dateInWords(date: string): string {
  return dayInWords(Date.parse(`${date}T00:00:00Z`), 'UTC')
}

/** `22 Nov 2026` at a place. */
export function dayInWords(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone }).format(atMs)
}
