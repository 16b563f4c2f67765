import { HOUR_MS, QUARTER_MS } from '#lib/domain/units'

// The one place where days and hours are written for people; moments to the second are `formatInstant`.

const PARTS = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  'day without year': { day: 'numeric', month: 'short' },
  'day of week': { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  'short month': { month: 'short', year: 'numeric' },
  zone: { hour: '2-digit', timeZoneName: 'short' },
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const made = new Map<string, Intl.DateTimeFormat>()

function written(atMs: number, parts: keyof typeof PARTS, timeZone: string): string {
  const key = `${parts} ${timeZone}`
  const format = made.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...PARTS[parts], timeZone })
  made.set(key, format)
  return format.format(atMs)
}

/** `22 Nov 2026` at a place. */
export function dayInWords(atMs: number, timeZone: string): string {
  return written(atMs, 'day', timeZone)
}

/** `22 Nov 2026` of the date 20261122 or `2026-11-22`, `Nov 2026` of the month 20261100: the same wherever it is read. */
export function dateInWords(date: number | string): string {
  const number = typeof date === 'string' ? Number(date.replaceAll('-', '')) : date
  const day = number % 100
  const atMs = Date.UTC(Math.floor(number / 10_000), (Math.floor(number / 100) % 100) - 1, day || 1)
  return written(atMs, day === 0 ? 'short month' : 'day', 'UTC')
}

/** `14:00 to 15:00` at a place; where clocks go back, `02:00 to 02:00 (CEST)` is told from `02:00 to 03:00 (CET)`. */
export function hourInWords(hourMs: number, timeZone: string): string {
  return spanInWords(hourMs, HOUR_MS, timeZone)
}

/** `14:15 to 14:30`. */
export function quarterInWords(quarterMs: number, timeZone: string): string {
  return spanInWords(quarterMs, QUARTER_MS, timeZone)
}

function spanInWords(fromMs: number, lengthMs: number, timeZone: string): string {
  const clock = (atMs: number) => written(atMs, 'clock', timeZone)
  const words = `${clock(fromMs)} to ${clock(fromMs + lengthMs)}`
  const comesTwice = [fromMs - HOUR_MS, fromMs + HOUR_MS].some((otherMs) => clock(otherMs) === clock(fromMs))
  return comesTwice ? `${words} (${written(fromMs, 'zone', timeZone).split(' ').at(-1)})` : words
}

/** `27 Nov 2026, 14:00 to 15:00`. */
export function hourOfDayInWords(hourMs: number, timeZone: string): string {
  return `${dayInWords(hourMs, timeZone)}, ${hourInWords(hourMs, timeZone)}`
}

/**
 * A bar of earnings by its label: `Sun, 22 Nov 2026` of `2026-11-22`, `Week 47 of 2026` of `2026-W47`, `November 2026` of
 * `2026-11`, and `2026`; short, `22 Nov`, `W47` and `Nov 2026`.
 */
export function labelInWords(label: string, period: 'day' | 'week' | 'month' | 'year', short = false): string {
  if (period === 'year') return label
  if (period === 'week') {
    const [ofYear = '', week = ''] = label.split('-W')
    return short ? `W${week}` : `Week ${Number(week)} of ${ofYear}`
  }
  const [year = 0, month = 1, day = 1] = label.split('-').map(Number)
  const atMs = Date.UTC(year, month - 1, day)
  if (period === 'month') return written(atMs, short ? 'short month' : 'month', 'UTC')
  return written(atMs, short ? 'day without year' : 'day of week', 'UTC')
}
