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

/** `3 Mar 2025` of 20250303, `Mar 2025` of 20250300. */
export function dateInWords(day: number): string {
  const date = new Date(Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100 || 1))
  return new Intl.DateTimeFormat('en-GB', {
    ...(day % 100 === 0 ? {} : { day: 'numeric' }),
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(date)
}
