import type { IncidentPhase, Severity } from '#lib/domain/alert-types'
import { HOUR_MS } from '#lib/domain/units'

/** Critical incidents that nobody acknowledged are said again: after `firstMs`, then every `everyMs`, at most `most` times. */
export type ReminderPolicy = { firstMs: number; everyMs: number; most: number }

export const DEFAULT_REMINDERS: ReminderPolicy = { firstMs: HOUR_MS, everyMs: 6 * HOUR_MS, most: 3 }

export type RemindedIncident = {
  severity: Severity
  phase: IncidentPhase
  /** When it was said first, or became critical. */
  toldAtMs?: number
  /** How often it was said again. */
  reminders: number
  lastReminderMs?: number
  snoozedUntilMs?: number
}

/** When an incident is said again; undefined for never: only what is critical, firing and not acknowledged is. */
export function nextReminderMs(
  { severity, phase, toldAtMs, reminders, lastReminderMs, snoozedUntilMs }: RemindedIncident,
  { firstMs, everyMs, most }: ReminderPolicy = DEFAULT_REMINDERS,
): number | undefined {
  if (severity !== 'critical' || phase !== 'firing' || toldAtMs === undefined || reminders >= most) return undefined
  const dueMs = reminders === 0 ? toldAtMs + firstMs : (lastReminderMs ?? toldAtMs + firstMs) + everyMs
  return Math.max(dueMs, snoozedUntilMs ?? 0)
}

/** Who is told, and how long after the incident was first said. */
export type EscalationStep = { afterMs: number; channelIds: readonly number[] }

/**
 * The steps of a policy whose time has come and which were not taken yet, by their place; nobody further is told of what
 * is acknowledged, snoozed or over.
 */
export function dueSteps(
  steps: readonly EscalationStep[],
  { phase, toldAtMs, snoozedUntilMs }: Pick<RemindedIncident, 'phase' | 'toldAtMs' | 'snoozedUntilMs'>,
  taken: ReadonlySet<number>,
  nowMs: number,
): number[] {
  if (phase !== 'firing' || toldAtMs === undefined || (snoozedUntilMs ?? 0) > nowMs) return []
  return steps.flatMap(({ afterMs }, at) => (!taken.has(at) && nowMs >= toldAtMs + afterMs ? [at] : []))
}
