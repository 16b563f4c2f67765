import { listRuleRecords, openIncidentsByRule } from '#lib/db/alert-rules'
import type { Rows } from '#lib/db/rows'
import { RULE_KINDS } from '#lib/domain/alerts'
import type { RuleRow } from '#lib/wire/alerts'
import { ruleOf } from './alerting.ts'

/** All rules in the order of their making, with how many of their incidents are open. */
export async function listRules(rows: Rows): Promise<RuleRow[]> {
  const [rules, open] = await Promise.all([listRuleRecords(rows), openIncidentsByRule(rows)])
  return rules.map(ruleOf).map(({ builtIn, ...rule }) => ({
    ...rule,
    builtIn: builtIn !== undefined,
    describes: RULE_KINDS[rule.kind].describes,
    open: open.get(rule.id) ?? 0,
  }))
}
