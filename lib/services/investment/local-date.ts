import { localDayOf, spanOfDay } from '#lib/domain/ledger/local-days'

/** The day of a moment in a time zone: `2026-11-22`. */
export function dateOf(atMs: number, timeZone: string): string {
  const day = String(localDayOf(atMs, timeZone))
  return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
}

/** When a day such as `2026-11-22` begins in a time zone. */
export function startOfDate(date: string, timeZone: string): number {
  return spanOfDay(Number(date.replaceAll('-', '')), timeZone).fromMs
}
