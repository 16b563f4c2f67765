import type { Evidence, Severity } from '#lib/domain/alert-types'
import { BAND, CLEAR, type Look, PAST } from '#lib/domain/alerts/look'
import type { RuleSettings } from '#lib/domain/alerts/rule'
import { NO_SIGNALS, type PartId, type RuleState, type Signal, type Step } from '#lib/domain/alerts/rule-state'
import { MINUTE_MS } from '#lib/domain/units'

/** A worse value is told at most so often, and only if it is worse by this part. */
const UPDATE_EVERY_MS = MINUTE_MS
const UPDATE_BY = 0.02

/**
 * One step of a condition that lasts. Quiet → pending as soon as it is past its threshold; pending → firing once that has
 * lasted (`forMs`; `criticalForMs` past the critical one), or dropped at the first look that is not past it; firing →
 * resolved once it has been clear for `clearForMs`. Between the thresholds nothing changes. Nothing found, or nothing new:
 * the same state comes back. `unbrokenSinceMs` is since when the subject was watched without a gap: a duration never
 * reaches over one.
 */
export function stepCondition(
  found: Look,
  settings: RuleSettings,
  state: RuleState | undefined,
  nowMs: number,
  unbrokenSinceMs = Number.NEGATIVE_INFINITY,
): Step {
  const { phase } = state ?? {}
  if (phase === 'firing' && state) return stepFiring(found, settings, state, nowMs, unbrokenSinceMs)
  const isPast = found.warning === PAST || found.critical === PAST
  if (phase === 'pending' && state) {
    if (!isPast) return ended('dropped', found, state, nowMs)
    return stepPending(found, settings, state, nowMs, unbrokenSinceMs)
  }
  if (!isPast) return { state, signals: NO_SIGNALS }
  const sinceMs = Math.min(nowMs, found.sinceMs ?? nowMs)
  const begun: RuleState = {
    phase: 'pending',
    severity: found.severity,
    sinceMs,
    lastAtMs: nowMs,
    raised: found.raised,
    memory: state?.memory,
  }
  if (found.critical === PAST) {
    begun.criticalSinceMs = sinceMs
    begun.raisedCritical = found.raisedCritical
  }
  const severity = dueSeverity(begun, settings, nowMs)
  if (severity) return fire(found, begun, severity, nowMs)
  return { state: begun, signals: [signal('pending', found, begun, begun.severity, nowMs)] }
}

function stepPending(
  found: Look,
  settings: RuleSettings,
  state: RuleState,
  nowMs: number,
  unbrokenSinceMs: number,
): Step {
  // What is known from outside (since when a rig is silent) outlives a gap; what was seen step by step does not.
  const sinceMs = found.sinceMs ?? Math.max(state.sinceMs, Math.min(unbrokenSinceMs, nowMs))
  const critical = found.critical === PAST
  const criticalSinceMs = critical ? Math.max(state.criticalSinceMs ?? nowMs, sinceMs) : undefined
  const isSame =
    sinceMs === state.sinceMs &&
    criticalSinceMs === state.criticalSinceMs &&
    sameParts(found.raised, state.raised) &&
    sameParts(found.raisedCritical, state.raisedCritical)
  const next: RuleState = isSame
    ? state
    : {
        ...state,
        sinceMs,
        criticalSinceMs,
        raised: found.raised,
        raisedCritical: noneIfEmpty(found.raisedCritical),
        lastAtMs: nowMs,
      }
  const severity = dueSeverity(next, settings, nowMs)
  return severity ? fire(found, next, severity, nowMs) : { state: next, signals: NO_SIGNALS }
}

/** The severity with which a pending state is due to fire, if it is. */
function dueSeverity(state: RuleState, settings: RuleSettings, nowMs: number): Severity | undefined {
  const { criticalSinceMs, sinceMs, severity } = state
  const { forMs, criticalForMs = forMs } = settings
  if (criticalSinceMs !== undefined && nowMs - criticalSinceMs >= criticalForMs) return 'critical'
  return nowMs - sinceMs >= forMs ? severity : undefined
}

function fire(found: Look, state: RuleState, severity: Severity, nowMs: number): Step {
  const fired: RuleState = {
    ...state,
    phase: 'firing',
    severity,
    firedAtMs: nowMs,
    worst: found.value,
    lastAtMs: nowMs,
  }
  return { state: fired, signals: [signal('fired', found, fired, severity, nowMs)] }
}

function stepFiring(
  found: Look,
  settings: RuleSettings,
  state: RuleState,
  nowMs: number,
  unbrokenSinceMs: number,
): Step {
  const seenSinceMs = Math.min(unbrokenSinceMs, nowMs)
  const isCritical = state.severity === 'critical' && found.graded
  const isClear = found.warning === CLEAR && found.critical === CLEAR
  const clearSinceMs = isClear ? Math.max(state.clearSinceMs ?? nowMs, seenSinceMs) : undefined
  const easedSinceMs =
    isCritical && found.critical === CLEAR ? Math.max(state.easedSinceMs ?? nowMs, seenSinceMs) : undefined
  const worsens = found.critical === PAST && !isCritical
  const criticalSinceMs = worsens
    ? Math.max(state.criticalSinceMs ?? nowMs, seenSinceMs)
    : isCritical
      ? state.criticalSinceMs
      : undefined
  const isSame =
    clearSinceMs === state.clearSinceMs &&
    criticalSinceMs === state.criticalSinceMs &&
    easedSinceMs === state.easedSinceMs &&
    (isClear || (sameParts(found.raised, state.raised) && sameParts(found.raisedCritical, state.raisedCritical)))
  const next: RuleState = isSame ? state : { ...state, clearSinceMs, criticalSinceMs, easedSinceMs, lastAtMs: nowMs }
  if (next !== state && !isClear) {
    next.raised = found.raised
    next.raisedCritical = noneIfEmpty(found.raisedCritical)
  }
  const { forMs, criticalForMs = forMs, clearForMs } = settings
  if (clearSinceMs !== undefined && nowMs - clearSinceMs >= clearForMs) return ended('resolved', found, next, nowMs)
  if (worsens && criticalSinceMs !== undefined && nowMs - criticalSinceMs >= criticalForMs) {
    return turned('escalated', found, { ...next, severity: 'critical', worst: found.value }, nowMs)
  }
  if (easedSinceMs !== undefined && nowMs - easedSinceMs >= clearForMs) {
    const eased: RuleState = { ...next, severity: found.severity, criticalSinceMs: undefined, easedSinceMs: undefined }
    return turned('eased', found, eased, nowMs)
  }
  if (isWorse(found, state, nowMs)) return turned('updated', found, { ...next, worst: found.value }, nowMs)
  return { state: next, signals: NO_SIGNALS }
}

/** Time that passes by itself is no news. */
function isWorse({ value, rising, warning, unit }: Look, { worst, lastAtMs }: RuleState, nowMs: number): boolean {
  if (
    unit === 'milliseconds' ||
    value === undefined ||
    worst === undefined ||
    warning === BAND ||
    nowMs - lastAtMs < UPDATE_EVERY_MS
  )
    return false
  const step = Math.abs(worst) * UPDATE_BY
  return rising ? value > worst + step : value < worst - step
}

function turned(kind: Signal['kind'], found: Look, state: RuleState, nowMs: number): Step {
  const next = { ...state, lastAtMs: nowMs }
  return { state: next, signals: [signal(kind, found, next, next.severity, nowMs)] }
}

/** Pending or firing comes to its end; what the rule keeps in memory stays. */
export function ended(kind: 'dropped' | 'resolved', found: Look, state: RuleState, nowMs: number): Step {
  const { memory, severity, sinceMs, clearSinceMs } = state
  const kept: RuleState | undefined = memory && { phase: 'watching', severity, sinceMs: nowMs, lastAtMs: nowMs, memory }
  const told = { ...signal(kind, found, state, severity, nowMs), sinceMs, endedAtMs: clearSinceMs ?? nowMs }
  return { state: kept, signals: [told] }
}

/** Something to say, with what was seen. */
export function signal(
  kind: Signal['kind'],
  found: Look,
  { sinceMs }: Pick<RuleState, 'sinceMs'>,
  severity: Severity,
  nowMs: number,
): Signal {
  return { kind, severity, sinceMs, evidence: evidenceOf(found, severity, nowMs) }
}

function evidenceOf(found: Look, severity: Severity, atMs: number): Evidence {
  const { value, warningThreshold, criticalThreshold, unit, algorithm } = found
  const threshold = severity === 'critical' ? (criticalThreshold ?? warningThreshold) : warningThreshold
  const evidence: Evidence = { atMs }
  if (value !== undefined) evidence.value = value
  if (threshold !== undefined) evidence.threshold = threshold
  if (unit !== undefined) evidence.unit = unit
  if (algorithm !== undefined) evidence.algorithm = algorithm
  const detail = found.words ? found.words() : found.detail
  if (detail !== undefined) evidence.detail = detail
  return evidence
}

function noneIfEmpty(parts: PartId[]): PartId[] | undefined {
  return parts.length === 0 ? undefined : parts
}

function sameParts(one: readonly PartId[], other: readonly PartId[] | undefined): boolean {
  if (other === undefined) return one.length === 0
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false
  return true
}
