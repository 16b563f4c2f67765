import type { RuleKind, Scope } from '#lib/domain/alert-types'
import { isRuleKind } from './alert-words.ts'
import type { AlertRule } from './generated/sqlite/client.ts'
import type { Rows } from './rows.ts'
import { storedObject } from './stored-json.ts'
import { storedScope } from './stored-scope.ts'

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

/** All rules that can be read, oldest first: one that is damaged, or of a later release, must not silence the others. */
export async function listRuleRecords(rows: Rows): Promise<RuleRecord[]> {
  return (await rows.alertRule.findMany({ orderBy: { id: 'asc' } })).flatMap((row) => recordOf(row) ?? [])
}

/** The names of the rules that cannot be read. */
export async function unreadableRules(rows: Rows): Promise<string[]> {
  const found = await rows.alertRule.findMany({ orderBy: { id: 'asc' } })
  return found.flatMap((row) => (recordOf(row) ? [] : [`${row.name} (${row.id})`]))
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
    where: { resolvedAtMs: null, phase: { in: ['firing', 'acknowledged'] } },
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

function recordOf(row: AlertRule): RuleRecord | undefined {
  const { kind } = row
  const settings = storedObject(row.settings)
  const scope = storedScope(row.scope)
  if (!isRuleKind(kind) || !settings || !scope) return undefined
  return {
    id: row.id,
    kind,
    name: row.name,
    enabled: row.enabled,
    settings,
    scope,
    ...(row.builtIn === null ? {} : { builtIn: row.builtIn }),
  }
}
