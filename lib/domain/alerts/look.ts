import type { Evidence, Severity } from '#lib/domain/alert-types'
import type { PartId, RuleState } from '#lib/domain/alerts/rule-state'

/** Where a value stands: clear of the threshold, in the band below it, or past it. */
export const CLEAR = 0
export const BAND = 1
export const PAST = 2
export type Standing = typeof CLEAR | typeof BAND | typeof PAST

/**
 * What one look at a subject found. There is one of it, filled anew for each step: looks are taken some hundred
 * thousand times a second in a large farm, and most find nothing.
 */
export type Look = {
  /** False: nothing to look at; a state stays as it is. */
  known: boolean
  warning: Standing
  critical: Standing
  /** Since when the trouble lasts, where that is known better than by the steps that saw it. */
  sinceMs?: number
  /** Severity of what has one threshold, or is past the lower of two. */
  severity: Severity
  /** There are two severities. */
  graded: boolean
  /** Of the worst part. */
  value?: number
  warningThreshold?: number
  criticalThreshold?: number
  unit?: Evidence['unit']
  algorithm?: string
  detail?: string
  /** Makes `detail` when something is to be said. */
  words?: () => string | undefined
  /** A larger value is worse (or a smaller one). */
  rising: boolean
  urgency: number
  /** What is past its threshold, and what was told before and is still in the band. */
  raised: PartId[]
  raisedCritical: PartId[]
}

const look: Look = {
  known: false,
  warning: CLEAR,
  critical: CLEAR,
  severity: 'warning',
  graded: false,
  rising: true,
  urgency: Number.NEGATIVE_INFINITY,
  raised: [],
  raisedCritical: [],
}

/** The one look, emptied. */
export function newLook(severity: Severity = 'warning'): Look {
  look.known = false
  look.warning = CLEAR
  look.critical = CLEAR
  look.sinceMs = undefined
  look.severity = severity
  look.graded = false
  look.value = undefined
  look.warningThreshold = undefined
  look.criticalThreshold = undefined
  look.unit = undefined
  look.algorithm = undefined
  look.detail = undefined
  look.words = undefined
  look.rising = true
  look.urgency = Number.NEGATIVE_INFINITY
  if (look.raised.length > 0) look.raised = []
  if (look.raisedCritical.length > 0) look.raisedCritical = []
  return look
}

/** Thresholds of one part: past `warning` (or `critical`) it is raised, back through `clear` it is over. */
export type Band = {
  warning?: number
  clear?: number
  critical?: number
  criticalClear?: number
}

/**
 * Takes in one part's value (a sensor, an algorithm). In the band it counts only if it was past the threshold before:
 * a second sensor that always runs a little warm does not keep the first one's trouble open. True if it is the worst
 * part so far.
 */
export function consider(found: Look, state: RuleState | undefined, part: PartId, value: number, band: Band): boolean {
  const { rising, unit } = found
  // "85 °C" is reached at 85 °C; "more than 5 %" is not at 5 %.
  const strict = unit === 'fraction'
  found.known = true
  if (band.critical !== undefined) found.graded = true
  const warning = standing(value, band.warning, band.clear, rising, strict, state?.raised, part)
  const critical = standing(value, band.critical, band.criticalClear, rising, strict, state?.raisedCritical, part)
  if (warning !== CLEAR) found.raised.push(part)
  if (critical !== CLEAR) found.raisedCritical.push(part)
  if (warning > found.warning) found.warning = warning
  if (critical > found.critical) found.critical = critical
  const nearness = relative(value, band.warning ?? band.critical, rising)
  const urgency = critical * 100 + warning * 10 + nearness
  if (urgency <= found.urgency) return false
  found.urgency = urgency
  found.value = value
  found.warningThreshold = band.warning
  found.criticalThreshold = band.critical
  return true
}

/** A part that cannot be judged now stays as it was told. */
export function hold(found: Look, state: RuleState | undefined, part: PartId): void {
  if (state?.raised?.includes(part)) {
    found.raised.push(part)
    if (found.warning === CLEAR) found.warning = BAND
  }
  if (state?.raisedCritical?.includes(part)) {
    found.raisedCritical.push(part)
    if (found.critical === CLEAR) found.critical = BAND
  }
}

/** Takes in a part that is either in trouble or is not; true if it is. */
export function considerPlain(found: Look, part: PartId, inTrouble: boolean): boolean {
  found.known = true
  if (!inTrouble) return false
  found.raised.push(part)
  found.warning = PAST
  return true
}

function standing(
  value: number,
  threshold: number | undefined,
  clear: number | undefined,
  rising: boolean,
  strict: boolean,
  raised: PartId[] | undefined,
  part: PartId,
): Standing {
  if (threshold === undefined) return CLEAR
  if (rising ? value > threshold : value < threshold) return PAST
  if (value === threshold && !strict) return PAST
  if (!raised?.includes(part)) return CLEAR
  const over = clear === undefined || (rising ? value < clear : value > clear)
  return over ? CLEAR : BAND
}

/** How near a value is to its threshold: 1 at it, more beyond; bounded, so that it never outranks a standing. */
function relative(value: number, threshold: number | undefined, rising: boolean): number {
  if (threshold === undefined || threshold === 0 || value === 0) return 0
  const ratio = rising ? value / threshold : threshold / value
  return Math.min(9, Math.max(0, ratio))
}
