import type { IncidentRecord } from '#lib/db/incidents'
import { inMaintenance, inScope, isSilenced, quietUntil, type ScopeSubject } from '#lib/domain/alerts'
import type { Alerting } from './alerting.ts'

/**
 * Whether people may be told of an incident now: not while it is acknowledged, snoozed, silenced, in maintenance, or less
 * than critical in quiet hours. That it is over may be told of an acknowledged one, too.
 */
export function mayBeToldNow(
  incident: IncidentRecord,
  { alerting, scopeOf, nowMs }: { alerting: Alerting; scopeOf(incident: IncidentRecord): ScopeSubject; nowMs: number },
  turn: 'trouble' | 'end' = 'trouble',
): boolean {
  const { kind, severity, acknowledgedAtMs, snoozedUntilMs = 0, saidSeverity } = incident
  if (turn === 'trouble') {
    if (snoozedUntilMs > nowMs) return false
    // What got worse than what was acknowledged is told nevertheless.
    if (acknowledgedAtMs !== undefined && (saidSeverity === undefined || severity === saidSeverity)) return false
  }
  const subject = scopeOf(incident)
  if (isSilenced(alerting.silences, { subject, kind, severity }, nowMs)) return false
  const isMaintained = alerting.windows.some(
    (window) =>
      (window.scope.siteIds !== undefined || subject.siteId === window.siteId) &&
      inScope(window.scope, subject) &&
      inMaintenance(window, alerting.timeZones.get(window.siteId) ?? 'UTC', nowMs),
  )
  if (isMaintained) return false
  const { quietHours } = alerting.settings
  return severity === 'critical' || !quietHours || quietUntil(quietHours, nowMs) === undefined
}
