import { channelRecords } from '#lib/db/channels'
import type { Database } from '#lib/db/database'
import { type IncidentRecord, inhibitedCounts } from '#lib/db/incidents'
import type { Subject } from '#lib/domain/alert-types'
import { evidenceWords, incidentTitle } from '#lib/domain/alerts'
import { speaksAt } from '#lib/domain/dated'
import type { IncidentRow, IncidentSubject } from '#lib/wire/alerts'
import type { LiveFleet } from '../live-fleet.ts'
import { costOf } from './compose-message.ts'
import { subjectOf } from './subject-text.ts'

export type IncidentContext = { database: Database; fleet: LiveFleet }

/** Incidents as pages show them, with what is known of their rigs and sites now. */
export async function incidentRows(
  { database, fleet }: IncidentContext,
  records: IncidentRecord[],
  nowMs = Date.now(),
): Promise<IncidentRow[]> {
  const inhibits = await inhibitedCounts(
    database,
    records.map(({ id }) => id),
  )
  const isThere = await thoseThere(database, fleet, records)
  return records.map((record) => rowOf(record, fleet, { inhibits: inhibits.get(record.id) ?? 0, isThere }, nowMs))
}

/** Whether a subject with a page of its own still has one. */
async function thoseThere(
  database: Database,
  fleet: LiveFleet,
  records: IncidentRecord[],
): Promise<(subject: Subject) => boolean> {
  const asksForChannels = records.some(({ subject }) => subjectOf(subject).kind === 'channel')
  const channels = new Set(asksForChannels ? (await channelRecords(database)).map(({ id }) => id) : [])
  return (subject) => {
    if (subject.kind === 'rig') return fleet.rigSettings(subject.rigId) !== undefined
    return subject.kind !== 'channel' || channels.has(subject.channelId)
  }
}

function rowOf(
  record: IncidentRecord,
  fleet: LiveFleet,
  { inhibits, isThere }: { inhibits: number; isThere: (subject: Subject) => boolean },
  nowMs: number,
): IncidentRow {
  const { id, kind, severity, phase, evidence, worklist, flaps, startedAtMs, rigId, siteId } = record
  const { firedAtMs, acknowledgedAtMs, acknowledgedBy, resolvedAtMs, snoozedUntilMs, inhibitedById, notes } = record
  const rig = rigId === undefined ? undefined : fleet.rigSettings(rigId)
  const name = rig?.name ?? record.subjectName
  return {
    id,
    kind,
    severity,
    phase,
    title: incidentTitle(kind, evidence, name),
    subject: subjectRow(subjectOf(record.subject), name, isThere),
    rigId,
    siteId,
    siteName: siteId === undefined ? undefined : fleet.sites.get(siteId)?.name,
    rack: rig?.rackName,
    inRepair: rig && speaksAt(rig.lifecycles, nowMs)?.lifecycle === 'repair' ? true : undefined,
    startedAtMs,
    firedAtMs,
    acknowledgedAtMs,
    acknowledgedBy,
    resolvedAtMs,
    snoozedUntilMs,
    worklist,
    flaps,
    evidence,
    evidenceWords: evidenceWords(evidence, fleet.rates.currency),
    cost: costOf(record),
    inhibitedById,
    inhibits,
    notes,
  }
}

function subjectRow(subject: Subject, name: string, isThere: (subject: Subject) => boolean): IncidentSubject {
  if (!isThere(subject)) return { kind: subject.kind, name }
  switch (subject.kind) {
    case 'rig':
      return { kind: 'rig', name, href: `/rigs/${subject.rigId}` }
    case 'agent':
      return { kind: 'agent', name, href: '/settings/agents' }
    case 'site':
      return { kind: 'site', name, href: '/settings/sites' }
    case 'channel':
      return { kind: 'channel', name, href: `/settings/alerts/channels/${subject.channelId}` }
    case 'payer':
      return { kind: 'payer', name, href: '/earnings/compared' }
    default:
      return { kind: subject.kind, name }
  }
}
