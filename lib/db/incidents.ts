import type { Evidence, IncidentPhase, RuleKind, Severity } from '#lib/domain/alert-types'
import { isRuleKind, momentOf, phaseOf, severityOf } from './alert-words.ts'
import type { Incident, IncidentEvent } from './generated/sqlite/client.ts'
import type { Rows } from './rows.ts'
import { storedObject } from './stored-json.ts'

/** An incident as it is kept; `subject` is text such as `rig:7`. */
export type IncidentRecord = {
  id: number
  ruleId?: number
  kind: RuleKind
  subject: string
  /** What the subject was called when it began. */
  subjectName: string
  rigId?: number
  siteId?: number
  agentId?: string
  severity: Severity
  phase: IncidentPhase
  evidence: Evidence
  startedAtMs: number
  firedAtMs?: number
  acknowledgedAtMs?: number
  acknowledgedBy?: string
  resolvedAtMs?: number
  snoozedUntilMs?: number
  /** The incident that explains it: nobody is told of this one meanwhile. */
  inhibitedById?: number
  /** The incident in whose message this one was told. */
  groupedWithId?: number
  worklist: boolean
  flaps: number
  /** The worst that people were told, and when first and last. */
  saidSeverity?: Severity
  firstSaidAtMs?: number
  saidAtMs?: number
  reminders: number
  escalationStep: number
  lostNano?: bigint
  savedNano?: bigint
  costCurrency?: string
  notes?: string
  changedAtMs: number
}

export type IncidentEventRecord = { incidentId: number; atMs: number; kind: string; by?: string; detail: object }

export async function openIncidents(rows: Rows): Promise<IncidentRecord[]> {
  const found = await rows.incident.findMany({ where: { resolvedAtMs: null }, orderBy: { id: 'asc' } })
  return found.flatMap((row) => incidentOf(row) ?? [])
}

/** Those that ended at or after `sinceMs`, the earliest first. */
export async function resolvedSince(rows: Rows, sinceMs: number): Promise<IncidentRecord[]> {
  const found = await rows.incident.findMany({
    where: { resolvedAtMs: { gte: BigInt(sinceMs) } },
    orderBy: [{ resolvedAtMs: 'asc' }, { id: 'asc' }],
  })
  return found.flatMap((row) => incidentOf(row) ?? [])
}

export async function findIncident(rows: Rows, id: number): Promise<IncidentRecord | undefined> {
  const row = await rows.incident.findUnique({ where: { id } })
  return row ? incidentOf(row) : undefined
}

/** The highest id given so far; 0 when there is none. */
export async function lastIncidentId(rows: Rows): Promise<number> {
  const { _max } = await rows.incident.aggregate({ _max: { id: true } })
  return _max.id ?? 0
}

/** How many incidents each of these explains. */
export async function inhibitedCounts(rows: Rows, ids: number[]): Promise<Map<number, number>> {
  const groups = await rows.incident.groupBy({
    by: ['inhibitedById'],
    where: { inhibitedById: { in: ids } },
    _count: { _all: true },
  })
  return new Map(groups.flatMap(({ inhibitedById, _count }) => (inhibitedById ? [[inhibitedById, _count._all]] : [])))
}

export async function eventsOf(rows: Rows, incidentId: number): Promise<(IncidentEventRecord & { id: number })[]> {
  const found = await rows.incidentEvent.findMany({ where: { incidentId }, orderBy: [{ atMs: 'asc' }, { id: 'asc' }] })
  return found.map((row) => ({ ...eventOf(row), id: row.id }))
}

function eventOf(row: IncidentEvent): IncidentEventRecord {
  const by = row.by === null ? {} : { by: row.by }
  const detail = storedObject(row.detail) ?? {}
  return { incidentId: row.incidentId, atMs: Number(row.atMs), kind: row.kind, detail, ...by }
}

/** A row as the rest of the program has it; undefined for a kind that only a later release knows. */
export function incidentOf(row: Incident): IncidentRecord | undefined {
  const { kind } = row
  if (!isRuleKind(kind)) return undefined
  return {
    id: row.id,
    ruleId: row.ruleId ?? undefined,
    kind,
    subject: row.subject,
    subjectName: row.subjectName,
    rigId: row.rigId ?? undefined,
    siteId: row.siteId ?? undefined,
    agentId: row.agentId ?? undefined,
    severity: severityOf(row.severity),
    phase: phaseOf(row.phase),
    evidence: { atMs: Number(row.startedAtMs), ...storedObject(row.evidence) },
    startedAtMs: Number(row.startedAtMs),
    firedAtMs: momentOf(row.firedAtMs),
    acknowledgedAtMs: momentOf(row.acknowledgedAtMs),
    acknowledgedBy: row.acknowledgedBy ?? undefined,
    resolvedAtMs: momentOf(row.resolvedAtMs),
    snoozedUntilMs: momentOf(row.snoozedUntilMs),
    inhibitedById: row.inhibitedById ?? undefined,
    groupedWithId: row.groupedWithId ?? undefined,
    worklist: row.worklist,
    flaps: row.flaps,
    saidSeverity: row.saidSeverity === null ? undefined : severityOf(row.saidSeverity),
    firstSaidAtMs: momentOf(row.firstSaidAtMs),
    saidAtMs: momentOf(row.saidAtMs),
    reminders: row.reminders,
    escalationStep: row.escalationStep,
    lostNano: row.lostNano ?? undefined,
    savedNano: row.savedNano ?? undefined,
    costCurrency: row.costCurrency ?? undefined,
    notes: row.notes ?? undefined,
    changedAtMs: Number(row.changedAtMs),
  }
}
