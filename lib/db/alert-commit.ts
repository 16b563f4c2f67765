import { setImmediate } from 'node:timers/promises'
import { givenList, givenRows } from './dialect.ts'
import { Prisma } from './generated/sqlite/client.ts'
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
  await inPieces(commit.droppedIncidentIds, (some) => removePending(rows, some))
  await inPieces(endedFirst(commit.incidents).map(columnsOf), (some) => upsertIncidents(rows, some))
  await inPieces(commit.events.map(eventColumns), (some) => insertEvents(rows, some))
  await inPieces(
    commit.states.map(({ state, ...row }) => ({ ...row, state: JSON.stringify(state) })),
    (some) => upsertStates(rows, some),
  )
  await inPieces(commit.quietStates, (some) => removeStates(rows, some))
  await inPieces(
    commit.messages.map(({ payload, ...row }) => ({ ...row, payload: JSON.stringify(payload) })),
    (some) => insertMessages(rows, some),
  )
  if (commit.cursor) await saveCursor(rows, commit.cursor.name, commit.cursor.value)
}

async function inPieces<Row>(all: Row[], write: (some: Row[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < all.length; start += ROWS_PER_STATEMENT) {
    if (start > 0) await setImmediate()
    await write(all.slice(start, start + ROWS_PER_STATEMENT))
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
    worklist,
    evidence: JSON.stringify(evidence),
    // JSON has no integers beyond 2^53.
    lostNano: lostNano?.toString(),
    savedNano: savedNano?.toString(),
  }
}

function eventColumns({ detail, ...event }: IncidentEventRecord) {
  return { ...event, detail: JSON.stringify(detail) }
}

const INCIDENT_COLUMNS = {
  id: 'whole',
  openKey: 'text',
  ruleId: 'whole',
  kind: 'text',
  subject: 'text',
  subjectName: 'text',
  rigId: 'whole',
  siteId: 'whole',
  agentId: 'text',
  severity: 'text',
  phase: 'text',
  evidence: 'text',
  startedAtMs: 'whole',
  firedAtMs: 'whole',
  acknowledgedAtMs: 'whole',
  acknowledgedBy: 'text',
  resolvedAtMs: 'whole',
  inhibitedById: 'whole',
  groupedWithId: 'whole',
  worklist: 'boolean',
  flaps: 'whole',
  saidSeverity: 'text',
  firstSaidAtMs: 'whole',
  saidAtMs: 'whole',
  reminders: 'whole',
  escalationStep: 'whole',
  lostNano: 'whole',
  savedNano: 'whole',
  costCurrency: 'text',
  changedAtMs: 'whole',
} as const

const INCIDENT_NAMES = Prisma.raw(
  Object.keys(INCIDENT_COLUMNS)
    .map((name) => `"${name}"`)
    .join(', '),
)

function upsertIncidents(rows: Rows, incidents: ReturnType<typeof columnsOf>[]): Promise<number> {
  return rows.$executeRaw`
    INSERT INTO "Incident" (${INCIDENT_NAMES})
    SELECT ${INCIDENT_NAMES} FROM ${givenRows(rows, incidents, INCIDENT_COLUMNS)} AS given WHERE true
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

function insertEvents(rows: Rows, events: object[]): Promise<number> {
  const given = givenRows(rows, events, {
    incidentId: 'whole',
    atMs: 'whole',
    kind: 'text',
    by: 'text',
    detail: 'text',
  })
  return rows.$executeRaw`
    INSERT INTO "IncidentEvent" ("incidentId", "atMs", "kind", "by", "detail")
    SELECT "incidentId", "atMs", "kind", "by", "detail" FROM ${given} AS given`
}

// A rule that was deleted meanwhile stands nowhere.
function upsertStates(rows: Rows, states: object[]): Promise<number> {
  const given = givenRows(rows, states, {
    ruleId: 'whole',
    subject: 'text',
    state: 'text',
    incidentId: 'whole',
    changedAtMs: 'whole',
  })
  return rows.$executeRaw`
    INSERT INTO "AlertState" ("ruleId", "subject", "state", "incidentId", "changedAtMs")
    SELECT "ruleId", "subject", "state", "incidentId", "changedAtMs" FROM ${given} AS given
    WHERE "ruleId" IN (SELECT "id" FROM "AlertRule")
    ON CONFLICT ("ruleId", "subject") DO UPDATE SET
      "state" = excluded."state", "incidentId" = excluded."incidentId", "changedAtMs" = excluded."changedAtMs"`
}

function removeStates(rows: Rows, quiet: object[]): Promise<number> {
  return rows.$executeRaw`
    DELETE FROM "AlertState" WHERE ("ruleId", "subject") IN
      (SELECT "ruleId", "subject" FROM ${givenRows(rows, quiet, { ruleId: 'whole', subject: 'text' })} AS given)`
}

function removePending(rows: Rows, ids: number[]): Promise<number> {
  return rows.$executeRaw`
    DELETE FROM "Incident" WHERE "phase" = 'pending'
      AND "id" IN (SELECT value FROM ${givenList(rows, ids, 'whole')} AS given)`
}

// A channel that was deleted meanwhile is told nothing.
function insertMessages(rows: Rows, messages: object[]): Promise<number> {
  const given = givenRows(rows, messages, {
    channelId: 'whole',
    incidentId: 'whole',
    key: 'text',
    kind: 'text',
    payload: 'text',
    createdAtMs: 'whole',
    dueAtMs: 'whole',
  })
  return rows.$executeRaw`
    INSERT INTO "OutboxMessage" ("channelId", "incidentId", "key", "kind", "payload", "createdAtMs", "dueAtMs")
    SELECT "channelId", "incidentId", "key", "kind", "payload", "createdAtMs", "dueAtMs" FROM ${given} AS given
    WHERE "channelId" IN (SELECT "id" FROM "Channel")
    ON CONFLICT ("key") DO NOTHING`
}
