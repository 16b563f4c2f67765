import { setImmediate } from 'node:timers/promises'
import type { IncidentEventRecord, IncidentRecord } from './incidents.ts'
import { saveCursor } from './job-cursors.ts'
import type { Rows } from './rows.ts'

/** A message to be delivered; `key` makes it one, however often it is written. */
export type NewMessage = {
  channelId: number
  incidentId?: number
  key: string
  kind: string
  payload: object
  createdAtMs: number
  dueAtMs: number
}

/** Where a rule stands with a subject; `state` is plain JSON. */
export type StateRecord = { ruleId: number; subject: string; state: object; incidentId?: number; changedAtMs: number }

/** What one run of the evaluator found, to be committed as one. */
export type AlertsCommit = {
  incidents: IncidentRecord[]
  /** Pending ones that came to nothing. */
  droppedIncidentIds: number[]
  events: IncidentEventRecord[]
  states: StateRecord[]
  quietStates: { ruleId: number; subject: string }[]
  messages: NewMessage[]
  cursor?: { name: string; value: number }
}

// A statement binds its rows as one JSON text: a farm that goes dark changes thousands at once, and statements one by
// one would hold everybody up for seconds. Between statements, others have their turn.
const ROWS_PER_STATEMENT = 500

/**
 * Writes all of it through the transaction given. Columns that people write (acknowledged, snoozed, notes) are left alone,
 * except that an incident that came back (its flaps grew) may be one that nobody has acknowledged yet.
 */
export async function saveAlerts(rows: Rows, commit: AlertsCommit): Promise<void> {
  // Dropped and ended ones leave their key to those that follow them.
  await inPieces(commit.droppedIncidentIds, (text) => removePending(rows, text))
  await inPieces(endedFirst(commit.incidents).map(columnsOf), (text) => upsertIncidents(rows, text))
  await inPieces(commit.events.map(eventColumns), (text) => insertEvents(rows, text))
  await inPieces(
    commit.states.map(({ state, ...row }) => ({ ...row, state: JSON.stringify(state) })),
    (text) => upsertStates(rows, text),
  )
  await inPieces(commit.quietStates, (text) => removeStates(rows, text))
  await inPieces(
    commit.messages.map(({ payload, ...row }) => ({ ...row, payload: JSON.stringify(payload) })),
    (text) => insertMessages(rows, text),
  )
  if (commit.cursor) await saveCursor(rows, commit.cursor.name, commit.cursor.value)
}

async function inPieces<Row>(all: Row[], write: (json: string) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < all.length; start += ROWS_PER_STATEMENT) {
    if (start > 0) await setImmediate()
    await write(JSON.stringify(all.slice(start, start + ROWS_PER_STATEMENT)))
  }
}

function endedFirst(incidents: IncidentRecord[]): IncidentRecord[] {
  const isOpen = ({ resolvedAtMs }: IncidentRecord) => resolvedAtMs === undefined
  return [...incidents.filter((one) => !isOpen(one)), ...incidents.filter(isOpen)]
}

function columnsOf(incident: IncidentRecord) {
  const { evidence, lostNano, savedNano, worklist, ruleId, subject, resolvedAtMs, ...rest } = incident
  return {
    ...rest,
    ruleId,
    subject,
    resolvedAtMs,
    openKey: resolvedAtMs === undefined && ruleId !== undefined ? `${ruleId}/${subject}` : undefined,
    worklist: worklist ? 1 : 0,
    evidence: JSON.stringify(evidence),
    // JSON has no integers beyond 2^53.
    lostNano: lostNano?.toString(),
    savedNano: savedNano?.toString(),
  }
}

function eventColumns({ detail, ...event }: IncidentEventRecord) {
  return { ...event, detail: JSON.stringify(detail) }
}

function upsertIncidents(rows: Rows, json: string): Promise<number> {
  return rows.$executeRaw`
    INSERT INTO "Incident" ("id", "openKey", "ruleId", "kind", "subject", "subjectName", "rigId", "siteId", "agentId",
      "severity", "phase", "evidence", "startedAtMs", "firedAtMs", "acknowledgedAtMs", "acknowledgedBy",
      "resolvedAtMs", "inhibitedById", "groupedWithId", "worklist", "flaps", "saidSeverity",
      "firstSaidAtMs", "saidAtMs", "reminders", "escalationStep", "lostNano", "savedNano", "costCurrency", "changedAtMs")
    SELECT value->>'id', value->>'openKey', value->>'ruleId', value->>'kind', value->>'subject', value->>'subjectName',
      value->>'rigId', value->>'siteId', value->>'agentId', value->>'severity', value->>'phase', value->>'evidence',
      value->>'startedAtMs', value->>'firedAtMs', value->>'acknowledgedAtMs', value->>'acknowledgedBy',
      value->>'resolvedAtMs', value->>'inhibitedById', value->>'groupedWithId', value->>'worklist', value->>'flaps',
      value->>'saidSeverity', value->>'firstSaidAtMs', value->>'saidAtMs', value->>'reminders', value->>'escalationStep',
      CAST(value->>'lostNano' AS INTEGER), CAST(value->>'savedNano' AS INTEGER), value->>'costCurrency',
      value->>'changedAtMs'
    FROM json_each(${json}) WHERE true
    ON CONFLICT ("id") DO UPDATE SET
      "openKey" = excluded."openKey", "subject" = excluded."subject", "subjectName" = excluded."subjectName",
      "rigId" = excluded."rigId", "siteId" = excluded."siteId", "severity" = excluded."severity",
      "phase" = CASE WHEN excluded."phase" = 'firing' AND excluded."flaps" = "Incident"."flaps"
          AND "Incident"."acknowledgedAtMs" IS NOT NULL
        THEN 'acknowledged' ELSE excluded."phase" END,
      "acknowledgedAtMs" = CASE WHEN excluded."flaps" = "Incident"."flaps"
        THEN "Incident"."acknowledgedAtMs" ELSE excluded."acknowledgedAtMs" END,
      "acknowledgedBy" = CASE WHEN excluded."flaps" = "Incident"."flaps"
        THEN "Incident"."acknowledgedBy" ELSE excluded."acknowledgedBy" END,
      "evidence" = excluded."evidence", "firedAtMs" = excluded."firedAtMs", "resolvedAtMs" = excluded."resolvedAtMs",
      "inhibitedById" = excluded."inhibitedById", "groupedWithId" = excluded."groupedWithId",
      "worklist" = excluded."worklist", "flaps" = excluded."flaps", "saidSeverity" = excluded."saidSeverity",
      "firstSaidAtMs" = excluded."firstSaidAtMs", "saidAtMs" = excluded."saidAtMs", "reminders" = excluded."reminders",
      "escalationStep" = excluded."escalationStep", "lostNano" = excluded."lostNano",
      "savedNano" = excluded."savedNano", "costCurrency" = excluded."costCurrency",
      "changedAtMs" = excluded."changedAtMs"`
}

function insertEvents(rows: Rows, json: string): Promise<number> {
  return rows.$executeRaw`
    INSERT INTO "IncidentEvent" ("incidentId", "atMs", "kind", "by", "detail")
    SELECT value->>'incidentId', value->>'atMs', value->>'kind', value->>'by', value->>'detail'
    FROM json_each(${json}) WHERE true`
}

// A rule that was deleted meanwhile stands nowhere.
function upsertStates(rows: Rows, json: string): Promise<number> {
  return rows.$executeRaw`
    INSERT INTO "AlertState" ("ruleId", "subject", "state", "incidentId", "changedAtMs")
    SELECT value->>'ruleId', value->>'subject', value->>'state', value->>'incidentId', value->>'changedAtMs'
    FROM json_each(${json}) WHERE value->>'ruleId' IN (SELECT "id" FROM "AlertRule")
    ON CONFLICT ("ruleId", "subject") DO UPDATE SET
      "state" = excluded."state", "incidentId" = excluded."incidentId", "changedAtMs" = excluded."changedAtMs"`
}

function removeStates(rows: Rows, json: string): Promise<number> {
  return rows.$executeRaw`
    DELETE FROM "AlertState" WHERE ("ruleId", "subject") IN
      (SELECT value->>'ruleId', value->>'subject' FROM json_each(${json}))`
}

function removePending(rows: Rows, json: string): Promise<number> {
  return rows.$executeRaw`
    DELETE FROM "Incident" WHERE "phase" = 'pending' AND "id" IN (SELECT value FROM json_each(${json}))`
}

// A channel that was deleted meanwhile is told nothing.
function insertMessages(rows: Rows, json: string): Promise<number> {
  return rows.$executeRaw`
    INSERT INTO "OutboxMessage" ("channelId", "incidentId", "key", "kind", "payload", "createdAtMs", "dueAtMs")
    SELECT value->>'channelId', value->>'incidentId', value->>'key', value->>'kind', value->>'payload',
      value->>'createdAtMs', value->>'dueAtMs'
    FROM json_each(${json}) WHERE value->>'channelId' IN (SELECT "id" FROM "Channel")
    ON CONFLICT ("key") DO NOTHING`
}
