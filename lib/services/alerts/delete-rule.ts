import { removeRule } from '#lib/db/alert-rules'
import type { Database } from '#lib/db/database'
import { refused, type Saved } from '../saved.ts'

/** Removes a rule; its incidents are over at the evaluator's next turn and stay in the history. */
export async function deleteRule(database: Database, ruleId: number): Promise<Saved> {
  const removed = await removeRule(database, ruleId)
  return removed ? { ok: true, changes: [{ kind: 'alert-settings' }] } : refused('form', 'This rule is gone already')
}
