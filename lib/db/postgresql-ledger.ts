import { createHash } from 'node:crypto'
import type pg from 'pg'
import { saysSomething } from '#lib/domain/ledger/entry'
import { linesFrom, linesJustWritten } from './ledger-lines.ts'
import type { LedgerBatch, LedgerReceipt, LedgerRow } from './ledger-row.ts'
import { asArray, asJson, type BulkRow, upsertRows } from './postgresql-bulk.ts'
import { PostgresqlPeriodWriter } from './postgresql-ledger-periods.ts'

const HOUR_COLUMNS = [
  ...['subject', 'hourMs', 'version', 'reason', 'closedAtMs', 'siteId', 'currency', 'basisId'],
  ...['energyMilliWh', 'revenueNano', 'costNano', 'lines'],
]
const HOUR_NAMES = HOUR_COLUMNS.map((name) => `hour."${name}"`).join(', ')
const LEDGER_HOUR = { table: 'LedgerHour', key: ['subject', 'hourMs'], columns: HOUR_COLUMNS }

type Standing = { version: number; currency: string; basisId: number; lines: string }

/**
 * Writes hours of the ledger and their days and months, within the caller's transaction, which holds the ledger's lock:
 * the same as `save-ledger.ts` does on SQLite, in a statement for all hours instead of some for each.
 */
export async function saveLedgerTo(client: pg.PoolClient, batch: LedgerBatch): Promise<LedgerReceipt> {
  const { reason, nowMs } = batch
  const standingOf = await readStanding(client, batch.rows)
  const rows = batch.rows.filter((row) => standingOf.has(keyOf(row)) || saysSomething(linesJustWritten(row.lines)))
  const basisIdOf = await saveBases(client, rows)
  const periods = await PostgresqlPeriodWriter.open(client)
  const receipt = { created: 0, corrected: 0 }
  const written: BulkRow[] = []
  const corrected: LedgerRow[] = []
  for (const row of rows) {
    const { subject, hourMs, siteId, currency, energyMilliWh, revenueNano, costNano, lines } = row
    const standing = standingOf.get(keyOf(row))
    const quarters = standing?.lines === lines ? undefined : linesJustWritten(lines)
    const basisId = basisIdOf(row)
    if (standing && !quarters && standing.currency === currency && standing.basisId === basisId) continue
    const version = (standing?.version ?? 0) + 1
    if (standing) corrected.push(row)
    const amounts = { energyMilliWh, revenueNano: revenueNano ?? null, costNano: costNano ?? null }
    written.push({ subject, hourMs, version, reason, closedAtMs: nowMs, siteId, currency, basisId, ...amounts, lines })
    if (!standing) periods.add({ subject, hourMs, currency, quarters: quarters ?? linesJustWritten(lines) })
    // Where only the basis is another, the sums stay.
    else if (quarters || standing.currency !== currency) {
      periods.sumAgain(subject, hourMs, linesFrom(standing.lines))
      if (quarters) periods.sumAgain(subject, hourMs, quarters)
    }
    receipt[standing ? 'corrected' : 'created'] += 1
  }
  await client.query(
    `INSERT INTO "LedgerSuperseded" (${HOUR_COLUMNS.map((name) => `"${name}"`).join(', ')}, "supersededAtMs")
     SELECT ${HOUR_NAMES}, $1 FROM ${keysOf(2)} JOIN "LedgerHour" AS hour USING ("subject", "hourMs")`,
    [nowMs, corrected.map(({ subject }) => subject), asArray(corrected.map(({ hourMs }) => hourMs))],
  )
  await upsertRows(client, LEDGER_HOUR, written)
  await periods.write()
  return receipt
}

function keyOf({ subject, hourMs }: { subject: string; hourMs: number }): string {
  return `${subject}/${hourMs}`
}

function keysOf(parameter: number): string {
  return `unnest($${parameter}::text[], $${parameter + 1}::bigint[]) AS wanted("subject", "hourMs")`
}

async function readStanding(client: pg.PoolClient, rows: LedgerRow[]): Promise<Map<string, Standing>> {
  const found = await client.query<Standing & { subject: string; hourMs: number }>(
    `SELECT "subject", "hourMs", "version", "currency", "basisId", "lines"
     FROM ${keysOf(1)} JOIN "LedgerHour" USING ("subject", "hourMs")`,
    [rows.map(({ subject }) => subject), asArray(rows.map(({ hourMs }) => hourMs))],
  )
  return new Map(found.rows.map((row) => [keyOf(row), row]))
}

/** The ids of all bases, written where they are new. */
async function saveBases(client: pg.PoolClient, rows: LedgerRow[]): Promise<(row: LedgerRow) => number> {
  const bases = [...new Set(rows.map(({ basis }) => basis))]
  const hashes = new Map(bases.map((basis) => [basis, createHash('sha256').update(basis).digest('hex')]))
  const given = asJson([...hashes].map(([basis, hash]) => ({ hash, basis })))
  // Those that are there are left out beforehand, because a conflict would use up an id.
  await client.query(
    `INSERT INTO "LedgerBasis" ("hash", "basis")
     SELECT "hash", "basis" FROM json_to_recordset($1::json) AS given("hash" text, "basis" text)
     WHERE "hash" NOT IN (SELECT "hash" FROM "LedgerBasis" WHERE "hash" = ANY($2::text[]))`,
    [given, [...hashes.values()]],
  )
  const found = await client.query<{ id: number; hash: string }>(
    'SELECT "id", "hash" FROM "LedgerBasis" WHERE "hash" = ANY($1::text[])',
    [[...hashes.values()]],
  )
  const ids = new Map(found.rows.map(({ id, hash }) => [hash, id]))
  return ({ basis }) => {
    const id = ids.get(hashes.get(basis) ?? '')
    if (id === undefined) throw new Error('A basis was not written.')
    return id
  }
}
