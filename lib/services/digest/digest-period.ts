import { type LocalPeriod, localClock, localPeriods, offsetMs, startOfLocalDay } from '#lib/domain/calendar'
import { MINUTE_MS } from '#lib/domain/units'

export type DigestKind = 'daily' | 'weekly'

/** What a digest reports, in the days of one time zone: yesterday, or the week from Monday to Sunday before. */
export type DigestPeriod = {
  kind: DigestKind
  /** Of its first day: `2026-11-22`. */
  label: string
  fromMs: number
  toMs: number
  /** When it is to be sent. */
  dueMs: number
  timeZone: string
  /** Its days, and as many before them, to compare with. */
  days: LocalPeriod[]
  daysBefore: LocalPeriod[]
  /** The seven days up to its end: what the picture shows. */
  week: LocalPeriod[]
}

const DAYS: Record<DigestKind, number> = { daily: 1, weekly: 7 }
const MONDAY = 1

/**
 * The last digest that was due at or before `nowMs`. Daily ones are due every day, weekly ones on Mondays, when clocks
 * in the zone show `minute` minutes after midnight (0 to 1439).
 */
export function latestDigest(kind: DigestKind, minute: number, timeZone: string, nowMs: number): DigestPeriod {
  let dayMs = startOfLocalDay(nowMs, timeZone)
  const isDue = () =>
    dueOn(dayMs, minute, timeZone) <= nowMs && (kind === 'daily' || localClock(dayMs, timeZone).weekday === MONDAY)
  while (!isDue()) dayMs = startOfLocalDay(dayMs - 1, timeZone)
  const count = DAYS[kind]
  const days = daysUntil(dayMs, count, timeZone)
  const [first] = days
  return {
    kind,
    label: first?.label ?? '',
    fromMs: first?.fromMs ?? dayMs,
    toMs: dayMs,
    dueMs: dueOn(dayMs, minute, timeZone),
    timeZone,
    days,
    daysBefore: daysUntil(first?.fromMs ?? dayMs, count, timeZone),
    week: daysUntil(dayMs, 7, timeZone),
  }
}

// On a day when clocks change, what they show counts, not what has passed since midnight.
function dueOn(dayMs: number, minute: number, timeZone: string): number {
  const atMs = dayMs + minute * MINUTE_MS
  return atMs + offsetMs(dayMs, timeZone) - offsetMs(atMs, timeZone)
}

function daysUntil(toMs: number, count: number, timeZone: string): LocalPeriod[] {
  let fromMs = toMs
  for (let day = 0; day < count; day += 1) fromMs = startOfLocalDay(fromMs - 1, timeZone)
  return localPeriods('day', fromMs, toMs, timeZone)
}
