import { z } from 'zod'
import type { Evidence, RuleKind, Severity } from '#lib/domain/alert-types'
import { isRuleKind, ruleKindOf, severityOf } from './alert-words.ts'
import type { Rows } from './rows.ts'
import { storedObject } from './stored-json.ts'

/** An incident as a digest names it. */
export type NamedIncident = {
  id: number
  kind: RuleKind
  subjectName: string
  severity: Severity
  evidence: Evidence
  startedAtMs: number
  resolvedAtMs?: number
}

/** How many incidents fired, by kind and severity, and what they cost by currency (lost and saved in billionths). */
export type FiredCount = {
  kind: RuleKind
  severity: Severity
  count: number
  open: number
  currency?: string
  lostNano?: bigint
  savedNano?: bigint
}

const whole = z.coerce.number().int()

/** Counts of the incidents that fired in `[fromMs, toMs)`, those left out that another one explains. */
export async function countFired(rows: Rows, fromMs: number, toMs: number): Promise<FiredCount[]> {
  const groups = await rows.incident.groupBy({
    by: ['kind', 'severity', 'costCurrency'],
    where: { firedAtMs: { gte: BigInt(fromMs), lt: BigInt(toMs) }, inhibitedById: null },
    _count: { _all: true, resolvedAtMs: true },
    _sum: { lostNano: true, savedNano: true },
  })
  return groups
    .filter(({ kind }) => isRuleKind(kind))
    .map(({ kind, severity, costCurrency, _count, _sum }) => ({
      kind: ruleKindOf(kind),
      severity: severityOf(severity),
      count: _count._all,
      open: _count._all - _count.resolvedAtMs,
      currency: costCurrency ?? undefined,
      lostNano: _sum.lostNano ?? undefined,
      savedNano: _sum.savedNano ?? undefined,
    }))
}

/** The most telling incidents that fired in `[fromMs, toMs)`: critical ones first, then those that lasted longest. */
export async function worstFired(
  rows: Rows,
  span: { fromMs: number; toMs: number; nowMs: number; most: number },
): Promise<NamedIncident[]> {
  const found = await rows.$queryRaw`
    SELECT "id", "startedAtMs" FROM "Incident"
    WHERE "firedAtMs" >= ${BigInt(span.fromMs)} AND "firedAtMs" < ${BigInt(span.toMs)} AND "inhibitedById" IS NULL
      AND "severity" <> 'info'
    ORDER BY "severity" = 'critical' DESC, COALESCE("resolvedAtMs", ${BigInt(span.nowMs)}) - "startedAtMs" DESC, "id"
    LIMIT ${span.most}`
  const ids = z
    .array(z.object({ id: whole }))
    .parse(found)
    .map(({ id }) => id)
  const named = await namedIncidents(rows, { id: { in: ids } })
  return named.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id))
}

/** Good news of `[fromMs, toMs)`, newest first, and at most so many. */
export function goodNewsFired(
  rows: Rows,
  span: { fromMs: number; toMs: number; kinds: RuleKind[]; most: number },
): Promise<NamedIncident[]> {
  const firedAtMs = { gte: BigInt(span.fromMs), lt: BigInt(span.toMs) }
  return namedIncidents(rows, { firedAtMs, kind: { in: span.kinds } }, span.most)
}

/**
 * What nobody has taken care of yet, of each severity newest first: firing, not explained by another one, not snoozed,
 * not on the worklist; and how many there are on either list.
 */
export async function waitingIncidents(
  rows: Rows,
  nowMs: number,
  most: number,
): Promise<{ incidents: NamedIncident[]; count: number; worklist: number }> {
  const open = { phase: 'firing', resolvedAtMs: null, inhibitedById: null }
  const awake = { OR: [{ snoozedUntilMs: null }, { snoozedUntilMs: { lte: BigInt(nowMs) } }] }
  const waiting = { ...open, ...awake, worklist: false }
  const [critical, warnings, count, worklist] = await Promise.all([
    namedIncidents(rows, { ...waiting, severity: 'critical' }, most),
    namedIncidents(rows, { ...waiting, severity: 'warning' }, most),
    rows.incident.count({ where: { ...waiting, severity: { not: 'info' } } }),
    rows.incident.count({ where: { ...open, worklist: true } }),
  ])
  return { incidents: [...critical, ...warnings].slice(0, most), count, worklist }
}

async function namedIncidents(
  rows: Rows,
  where: NonNullable<Parameters<Rows['incident']['findMany']>[0]>['where'],
  most = 100,
): Promise<NamedIncident[]> {
  const found = await rows.incident.findMany({ where, orderBy: [{ startedAtMs: 'desc' }, { id: 'desc' }], take: most })
  return found
    .filter(({ kind }) => isRuleKind(kind))
    .map((row) => ({
      id: row.id,
      kind: ruleKindOf(row.kind),
      subjectName: row.subjectName,
      severity: severityOf(row.severity),
      evidence: { atMs: Number(row.startedAtMs), ...storedObject(row.evidence) },
      startedAtMs: Number(row.startedAtMs),
      ...(row.resolvedAtMs === null ? {} : { resolvedAtMs: Number(row.resolvedAtMs) }),
    }))
}
