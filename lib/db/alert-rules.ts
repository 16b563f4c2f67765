import type { RuleKind, Scope } from '#lib/domain/alert-types'
import { ruleKindOf } from './alert-words.ts'
import type { AlertRule } from './generated/sqlite/client.ts'
import type { Rows } from './rows.ts'

/** A rule as it is kept; `settings` is the JSON of `RuleSettings`. */
export type RuleRecord = {
  id: number
  kind: RuleKind
  name: string
  enabled: boolean
  settings: object
  scope: Scope
  /** Which default it began as. */
  builtIn?: string
}

export type NewRule = Omit<RuleRecord, 'id'>

/** All rules, oldest first. */
export async function listRuleRecords(rows: Rows): Promise<RuleRecord[]> {
  return (await rows.alertRule.findMany({ orderBy: { id: 'asc' } })).map(recordOf)
}

export async function findRuleRecord(rows: Rows, id: number): Promise<RuleRecord | undefined> {
  const row = await rows.alertRule.findUnique({ where: { id } })
  return row ? recordOf(row) : undefined
}

/** Adds a rule and answers with its id. */
export async function insertRule(rows: Rows, rule: NewRule, nowMs: number): Promise<number> {
  const atMs = BigInt(nowMs)
  const { id } = await rows.alertRule.create({
    data: { ...columnsOf(rule), createdAtMs: atMs, changedAtMs: atMs },
    select: { id: true },
  })
  return id
}

/** Changes a rule; false when it is gone. Its kind and what it began as stay. */
export async function updateRule(rows: Rows, rule: RuleRecord, nowMs: number): Promise<boolean> {
  const { kind: _, builtIn: __, ...columns } = columnsOf(rule)
  const { count } = await rows.alertRule.updateMany({
    where: { id: rule.id },
    data: { ...columns, changedAtMs: BigInt(nowMs) },
  })
  return count === 1
}

/** Removes a rule and where it stood; its incidents stay. False when it is gone. */
export async function removeRule(rows: Rows, id: number): Promise<boolean> {
  return (await rows.alertRule.deleteMany({ where: { id } })).count === 1
}

/** How many incidents of each rule are not over. */
export async function openIncidentsByRule(rows: Rows): Promise<Map<number, number>> {
  const groups = await rows.incident.groupBy({
    by: ['ruleId'],
    where: { phase: { in: ['firing', 'acknowledged'] } },
    _count: { _all: true },
  })
  return new Map(groups.flatMap(({ ruleId, _count }) => (ruleId === null ? [] : [[ruleId, _count._all]])))
}

function columnsOf(rule: NewRule) {
  return {
    kind: rule.kind,
    name: rule.name,
    enabled: rule.enabled,
    settings: JSON.stringify(rule.settings),
    scope: JSON.stringify(rule.scope),
    builtIn: rule.builtIn ?? null,
  }
}

function recordOf(row: AlertRule): RuleRecord {
  return {
    id: row.id,
    kind: ruleKindOf(row.kind),
    name: row.name,
    enabled: row.enabled,
    settings: JSON.parse(row.settings),
    scope: JSON.parse(row.scope),
    ...(row.builtIn === null ? {} : { builtIn: row.builtIn }),
  }
}
