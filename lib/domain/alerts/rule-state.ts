import type { Evidence, Severity } from '#lib/domain/alert-types'

/** Names what is in trouble within a subject: an algorithm, a device, or a number for a device's sensor. */
export type PartId = string | number

/**
 * What a rule remembers of a subject between two steps: plain JSON. `watching` has nothing to tell and only keeps
 * `memory` (known pools, the best difficulty so far).
 */
export type RuleState = {
  phase: 'watching' | 'pending' | 'firing'
  severity: Severity
  /** Since when the trouble lasts. */
  sinceMs: number
  firedAtMs?: number
  /** Since when it is critical. */
  criticalSinceMs?: number
  /** Since when it is over, while that has not lasted long enough to be told. */
  clearSinceMs?: number
  /** Since when it is no longer critical, likewise. */
  easedSinceMs?: number
  /** When this state last changed. */
  lastAtMs: number
  /** The worst value told so far. */
  worst?: number
  /** What passed its threshold and has not come back through the band below it. */
  raised?: PartId[]
  raisedCritical?: PartId[]
  memory?: Record<string, number | string | string[]>
}

/**
 * What there is to say. `happened` is over at once (good news); `updated` is the same incident with a worse value;
 * `dropped` was pending and never became an incident.
 */
export type Signal = {
  kind: 'pending' | 'fired' | 'escalated' | 'eased' | 'updated' | 'resolved' | 'dropped' | 'happened'
  severity: Severity
  sinceMs: number
  /** When the trouble ended, for `resolved`: earlier than the moment this could be said. */
  endedAtMs?: number
  evidence: Evidence
}

export type Step = { state: RuleState | undefined; signals: readonly Signal[] }

export const NO_SIGNALS: readonly Signal[] = []
