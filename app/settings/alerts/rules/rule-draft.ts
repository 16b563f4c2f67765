import type { RuleKind, Scope, Severity } from '#lib/domain/alert-types'
import type { AlertSensor, Rule, RuleField, RuleSettings } from '#lib/domain/alerts/rule'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import { describeAlgorithm } from '#lib/domain/algorithms'
import type { RuleForm } from '#lib/wire/alerts'
import { parseOptionalDecimal } from '../../../forms/decimal'
import { durationText, parseDuration } from '../duration-text'

/** Sensors that a rule about heat can be limited to, and given limits of one's own for, as people call them. */
export const SENSORS: readonly { value: AlertSensor; label: string }[] = [
  { value: 'core', label: 'GPU core' },
  { value: 'memory', label: 'GPU memory' },
  { value: 'hotspot', label: 'GPU hotspot' },
  { value: 'chip', label: 'ASIC chip' },
  { value: 'board', label: 'Hash board' },
  { value: 'regulator', label: 'Regulator' },
  { value: 'coolant', label: 'Coolant' },
  { value: 'cpu', label: 'Processor' },
  { value: 'intake', label: 'Intake air' },
]

/** A rule while it is written: numbers are text, in the units people use. */
export type RuleDraft = {
  id?: number
  kind: RuleKind
  name: string
  enabled: boolean
  numbers: Partial<Record<RuleField['setting'], string>>
  severity?: Severity
  against?: NonNullable<RuleSettings['against']>
  algorithm: string
  sensors: AlertSensor[]
  limits: Partial<Record<AlertSensor, { warning: string; critical: string }>>
  scope: Scope
}

export function draftOf(rule: Omit<Rule, 'id'> & { id?: number }): RuleDraft {
  const { settings } = rule
  const draft: RuleDraft = {
    ...(rule.id === undefined ? {} : { id: rule.id }),
    kind: rule.kind,
    name: rule.name,
    enabled: rule.enabled,
    numbers: {},
    ...(settings.severity ? { severity: settings.severity } : {}),
    ...(settings.against ? { against: settings.against } : {}),
    algorithm: settings.algorithm ?? '',
    sensors: settings.sensors ?? [],
    limits: {},
    scope: rule.scope,
  }
  for (const field of RULE_KINDS[rule.kind].fields) {
    const value = settings[field.setting]
    if (value !== undefined) draft.numbers[field.setting] = textOf(value, unitOf(field, draft), draft.algorithm)
  }
  for (const { value: sensor } of SENSORS) {
    const limit = settings.limits?.[sensor]
    if (limit) draft.limits[sensor] = { warning: String(limit.warningCelsius), critical: String(limit.criticalCelsius) }
  }
  return draft
}

/** What a field's number is in. A hash rate that is held against a number of the owner's own is one, not a share. */
export function unitOf(field: RuleField, draft: Pick<RuleDraft, 'kind' | 'against'>): RuleField['unit'] {
  return field.unit === 'fraction' && draft.kind === 'low-hash' && draft.against === 'absolute'
    ? 'hashesPerSecond'
    : field.unit
}

/** The word at the right of a field. */
export function unitWord(unit: RuleField['unit'], algorithm: string): string {
  switch (unit) {
    case 'celsius':
      return '°C'
    case 'fraction':
      return '%'
    case 'watts':
      return 'W'
    case 'joulesPerHash':
      return describeAlgorithm(algorithm || 'unknown').efficiencyUnit
    case 'hashesPerSecond':
      return `${describeAlgorithm(algorithm || 'unknown').efficiencyUnit.replace('J/', '')}/s`
    default:
      return ''
  }
}

function factorOf(unit: RuleField['unit'], algorithm: string): number {
  if (unit === 'fraction') return 100
  const { efficiencyPer } = describeAlgorithm(algorithm || 'unknown')
  if (unit === 'joulesPerHash') return efficiencyPer
  return unit === 'hashesPerSecond' ? 1 / efficiencyPer : 1
}

function textOf(value: number, unit: RuleField['unit'], algorithm: string): string {
  if (unit === 'milliseconds') return durationText(value)
  return String(Number((value * factorOf(unit, algorithm)).toPrecision(12)))
}

/** What the server is sent; or the fields that make no sense. */
export function formOf(
  draft: RuleDraft,
): { ok: true; form: RuleForm } | { ok: false; problems: Record<string, string> } {
  const problems: Record<string, string> = {}
  const { defaults, fields } = RULE_KINDS[draft.kind]
  const settings: RuleForm['settings'] = { ...defaults }
  for (const field of fields) {
    const text = draft.numbers[field.setting] ?? ''
    const unit = unitOf(field, draft)
    const value = unit === 'milliseconds' && text.trim() !== '' ? parseDuration(text) : parseOptionalDecimal(text)
    delete settings[field.setting]
    if (value === undefined) {
      if (field.setting === 'forMs' || field.setting === 'clearForMs') settings[field.setting] = 0
      continue
    }
    if (Number.isFinite(value))
      settings[field.setting] = unit === 'milliseconds' ? value : value / factorOf(unit, draft.algorithm)
    else
      problems[`numbers.${field.setting}`] = unit === 'milliseconds' ? 'Write a time, such as 5 min' : 'Write a number'
  }
  if (draft.severity) settings.severity = draft.severity
  if (draft.against) settings.against = draft.against
  if (draft.algorithm) settings.algorithm = draft.algorithm
  if (draft.sensors.length > 0) settings.sensors = draft.sensors
  const limits = limitsOf(draft, problems)
  if (Object.keys(limits).length > 0) settings.limits = limits
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const { id, kind, name, enabled, scope } = draft
  return { ok: true, form: { ...(id === undefined ? {} : { id }), kind, name, enabled, settings, scope } }
}

function limitsOf(draft: RuleDraft, problems: Record<string, string>): NonNullable<RuleSettings['limits']> {
  const limits: NonNullable<RuleSettings['limits']> = {}
  for (const { value: sensor } of SENSORS) {
    const given = draft.limits[sensor]
    const warningCelsius = parseOptionalDecimal(given?.warning ?? '')
    const criticalCelsius = parseOptionalDecimal(given?.critical ?? '')
    if (warningCelsius === undefined && criticalCelsius === undefined) continue
    if (warningCelsius === undefined || criticalCelsius === undefined || !(warningCelsius <= criticalCelsius)) {
      problems[`limits.${sensor}`] = 'Give both, the warning first'
    } else limits[sensor] = { warningCelsius, criticalCelsius }
  }
  return limits
}
