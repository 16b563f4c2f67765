import type { RuleKind, Scope, Severity } from '#lib/domain/alert-types'
import { inScope, type ScopeSubject } from '#lib/domain/alerts/scope'
import { localClock } from '#lib/domain/calendar'
import { MINUTE_MS } from '#lib/domain/units'

/** Nothing is told of what it matches until it ends; incidents are kept nevertheless. */
export type Silence = {
  id: number
  scope: Scope
  kinds?: RuleKind[]
  severities?: Severity[]
  fromMs: number
  untilMs: number
  reason: string
}

/** A silence that comes again every week, by the clock on the wall of a site. */
export type MaintenanceWindow = {
  id: number
  name: string
  scope: Scope
  /** Whose time zone. */
  siteId: number
  /** On which it begins: 1 Monday to 7 Sunday. */
  days: number[]
  /** Minutes after local midnight; an end at or before the beginning is on the next day. */
  fromMinute: number
  toMinute: number
  enabled: boolean
}

export type QuietHours = { fromMinute: number; toMinute: number; timeZone: string }

/** The first silence in force that matches, if any. */
export function findSilence<S extends Omit<Silence, 'id' | 'reason'>>(
  silences: readonly S[],
  about: { subject: ScopeSubject; kind: RuleKind; severity: Severity },
  nowMs: number,
): S | undefined {
  return silences.find(
    ({ scope, kinds, severities, fromMs, untilMs }) =>
      nowMs >= fromMs &&
      nowMs < untilMs &&
      (!kinds || kinds.includes(about.kind)) &&
      (!severities || severities.includes(about.severity)) &&
      inScope(scope, about.subject),
  )
}

export function isSilenced(
  silences: readonly Silence[],
  about: { subject: ScopeSubject; kind: RuleKind; severity: Severity },
  nowMs: number,
): boolean {
  return findSilence(silences, about, nowMs) !== undefined
}

/**
 * Whether a maintenance window is open, by the clock on the wall: where clocks are put forward over it, it is shorter or
 * does not come; where they are put back, it lasts the hour longer.
 */
export function inMaintenance(
  window: Pick<MaintenanceWindow, 'days' | 'fromMinute' | 'toMinute' | 'enabled'>,
  timeZone: string,
  nowMs: number,
): boolean {
  const { days, fromMinute, toMinute, enabled } = window
  if (!enabled) return false
  const { weekday, minute } = localClock(nowMs, timeZone)
  if (toMinute > fromMinute) return days.includes(weekday) && minute >= fromMinute && minute < toMinute
  const yesterday = weekday === 1 ? 7 : weekday - 1
  return (days.includes(weekday) && minute >= fromMinute) || (days.includes(yesterday) && minute < toMinute)
}

/** A day has 1440 minutes by the clock, and up to three hours more where clocks are put back. */
const LONGEST_QUIET_MINUTES = 1440 + 180

/**
 * The moment at which quiet hours that are in force now end; undefined when they are not. They are those of the clock on
 * the wall, so that the night in which clocks change is an hour shorter or longer. The same beginning and end is none.
 */
export function quietUntil({ fromMinute, toMinute, timeZone }: QuietHours, nowMs: number): number | undefined {
  const isQuiet = (atMs: number) => {
    const { minute } = localClock(atMs, timeZone)
    return fromMinute < toMinute
      ? minute >= fromMinute && minute < toMinute
      : fromMinute > toMinute && (minute >= fromMinute || minute < toMinute)
  }
  if (!isQuiet(nowMs)) return undefined
  let atMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS
  for (let minutes = 0; minutes < LONGEST_QUIET_MINUTES && isQuiet(atMs); minutes += 1) atMs += MINUTE_MS
  return atMs
}
