import { findRuleRecord, insertRule, updateRule } from '#lib/db/alert-rules'
import type { Database } from '#lib/db/database'
import type { RuleForm } from '#lib/wire/alerts'
import { refused, type Saved } from '../saved.ts'
import { checkRule } from './rule-form.ts'

/** Adds a rule, or changes the one of that id. What it watches for stays what it is. */
export async function saveRule(
  database: Database,
  input: RuleForm,
  nowMs = Date.now(),
): Promise<Saved<{ ruleId: number }>> {
  const checked = checkRule(input)
  if (!checked.ok) return checked
  const { id, ...rule } = checked.rule
  if (id === undefined) {
    return { ok: true, ruleId: await insertRule(database, rule, nowMs), changes: [{ kind: 'alert-settings' }] }
  }
  const stored = await findRuleRecord(database, id)
  if (!stored) return refused('form', 'This rule is gone')
  if (stored.kind !== rule.kind) return refused('kind', 'A rule watches for what it was made for: add another one')
  await updateRule(database, { ...rule, id }, nowMs)
  return { ok: true, ruleId: id, changes: [{ kind: 'alert-settings' }] }
}
