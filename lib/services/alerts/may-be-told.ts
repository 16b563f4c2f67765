import type { IncidentRecord } from '#lib/db/incidents'
import {
  inMaintenance,
  inScope,
  isSilenced,
  type MaintenanceWindow,
  quietUntil,
  type ScopeSubject,
} from '#lib/domain/alerts'
import type { Alerting } from './alerting.ts'

/** What of quiet hours and maintenance holds at a moment: looked up once, not for each incident. */
export type QuietNow = { isQuietHour: boolean; windows: readonly MaintenanceWindow[] }

export function quietNow({ settings, windows, timeZones }: Alerting, nowMs: number): QuietNow {
  const { quietHours } = settings
  return {
    isQuietHour: quietHours !== undefined && quietUntil(quietHours, nowMs) !== undefined,
    windows: windows.filter((window) => inMaintenance(window, timeZones.get(window.siteId) ?? 'UTC', nowMs)),
  }
}

export type TellingNow = {
  alerting: Alerting
  quiet: QuietNow
  scopeOf(incident: IncidentRecord): ScopeSubject
  nowMs: number
}

/**
 * Whether people may be told of an incident now: not while it is acknowledged, snoozed, silenced, in maintenance, or less
 * than critical in quiet hours. That it is over may be told of an acknowledged one, too.
 */
export function mayBeToldNow(
  incident: IncidentRecord,
  { alerting, quiet, scopeOf, nowMs }: TellingNow,
  turn: 'trouble' | 'end' = 'trouble',
): boolean {
  const { kind, severity, acknowledgedAtMs, snoozedUntilMs = 0, saidSeverity } = incident
  if (turn === 'trouble') {
    if (snoozedUntilMs > nowMs) return false
    // What got worse than what was acknowledged is told nevertheless.
    if (acknowledgedAtMs !== undefined && (saidSeverity === undefined || severity === saidSeverity)) return false
  }
  if (quiet.isQuietHour && severity !== 'critical') return false
  const subject = scopeOf(incident)
  if (isSilenced(alerting.silences, { subject, kind, severity }, nowMs)) return false
  return !quiet.windows.some(
    ({ scope, siteId }) => (scope.siteIds !== undefined || subject.siteId === siteId) && inScope(scope, subject),
  )
}
