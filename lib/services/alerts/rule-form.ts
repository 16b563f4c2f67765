import { z } from 'zod'
import { isRuleKind } from '#lib/db/alert-words'
import { type AlertSensor, RULE_KINDS, type Rule, type RuleSettings } from '#lib/domain/alerts'
import { DAY_MS } from '#lib/domain/units'
import type { RuleForm } from '#lib/wire/alerts'
import { type Refused, refused, refusedInput } from '../saved.ts'
import { nameForm, scopeForm, severityForm } from './scope-form.ts'

const SENSORS = [
  'core',
  'chip',
  'board',
  'memory',
  'hotspot',
  'regulator',
  'coolant',
  'cpu',
  'intake',
] as const satisfies AlertSensor[]

const duration = z
  .int('Write a time')
  .min(0, 'Write a time')
  .max(30 * DAY_MS, 'At most 30 days')
const figure = z.number('Write a number')
const celsius = z.number('Write a temperature').min(0, 'Above 0 °C').max(200, 'At most 200 °C')

const ruleSettings = z.object({
  warning: figure.optional(),
  critical: figure.optional(),
  clearMargin: figure.min(0, 'Write 0 or more').optional(),
  clear: figure.optional(),
  forMs: duration,
  criticalForMs: duration.optional(),
  clearForMs: duration,
  severity: severityForm.optional(),
  against: z.enum(['nominal', 'median', 'absolute']).optional(),
  algorithm: z.string().trim().max(60).optional(),
  leastShares: z.int('Write a whole number').min(0).max(1_000_000).optional(),
  windowMs: duration.optional(),
  limits: z.partialRecord(z.enum(SENSORS), z.object({ warningCelsius: celsius, criticalCelsius: celsius })).optional(),
  sensors: z.array(z.enum(SENSORS)).optional(),
  minimum: figure.optional(),
  maximum: figure.optional(),
  times: figure.optional(),
}) satisfies z.ZodType<RuleSettings>

const form = z.object({
  id: z.int().positive().optional(),
  kind: z.string().refine(isRuleKind, 'There is no such kind of rule'),
  name: nameForm,
  enabled: z.boolean(),
  settings: ruleSettings,
  scope: scopeForm,
})

export type CheckedRule = { ok: true; rule: Omit<Rule, 'id' | 'builtIn'> & { id?: number } }

/** A rule as its form sends it, with its kind's durations where the form leaves them out; or what is wrong, by field. */
export function checkRule(input: RuleForm): CheckedRule | Refused {
  const { forMs, clearForMs } = isRuleKind(input.kind) ? RULE_KINDS[input.kind].defaults : {}
  const parsed = form.safeParse({ ...input, settings: { forMs, clearForMs, ...input.settings } })
  if (!parsed.success) return refusedInput(parsed.error)
  const { id, ...rule } = parsed.data
  return contradiction(rule.settings) ?? { ok: true, rule: { ...rule, ...(id === undefined ? {} : { id }) } }
}

function contradiction(settings: RuleSettings): Refused | undefined {
  const { minimum, maximum, limits = {} } = settings
  if (minimum !== undefined && maximum !== undefined && minimum >= maximum) {
    return refused('settings.maximum', 'The most must be more than the least')
  }
  for (const [sensor, limit] of Object.entries(limits)) {
    if (limit.warningCelsius > limit.criticalCelsius) {
      return refused(`settings.limits.${sensor}`, 'The warning must not be above the critical limit')
    }
  }
  return undefined
}
