import { offsetMs, startOfLocalDay, startOfNextLocalDay } from '#lib/domain/calendar'
import { formatClock } from '#lib/domain/format'
import { HOUR_MS, MINUTE_MS } from '#lib/domain/units'

export type SnoozeChoice = 'hour' | 'four-hours' | 'morning'

export const SNOOZE_CHOICES: readonly { value: SnoozeChoice; name: string }[] = [
  { value: 'hour', name: 'For 1 hour' },
  { value: 'four-hours', name: 'For 4 hours' },
  { value: 'morning', name: 'Until 8:00 in the morning' },
]

/** When a snooze chosen now ends. The next eight in the morning is the zone's own, also when the clock changes overnight. */
export function snoozeUntil(choice: SnoozeChoice, nowMs: number, timeZone: string): number {
  if (choice === 'hour') return nowMs + HOUR_MS
  if (choice === 'four-hours') return nowMs + 4 * HOUR_MS
  const todayMs = eightOf(startOfLocalDay(nowMs, timeZone), timeZone)
  return todayMs > nowMs ? todayMs : eightOf(startOfNextLocalDay(nowMs, timeZone), timeZone)
}

function eightOf(midnightMs: number, timeZone: string): number {
  const eightMs = midnightMs + 8 * HOUR_MS
  return eightMs - (offsetMs(eightMs, timeZone) - offsetMs(midnightMs, timeZone))
}

/** `until 08:00`, and with the day where it is not within a day. */
export function untilWords(untilMs: number, nowMs: number, timeZone: string): string {
  if (untilMs - nowMs < 24 * HOUR_MS - MINUTE_MS) return `until ${formatClock(untilMs, timeZone)}`
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' }).format(untilMs)
  return `until ${day}, ${formatClock(untilMs, timeZone)}`
}
