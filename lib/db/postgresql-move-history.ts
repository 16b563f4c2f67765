import type pg from 'pg'
import { SPAN_MS } from './block-span.ts'
import {
  RIG_HOUR_BANDS,
  RIG_HOUR_COLUMNS,
  RIG_HOUR_SUMS,
  WORK_HOUR_BANDS,
  WORK_HOUR_COLUMNS,
  WORK_HOUR_SUMS,
} from './hour-columns.ts'
import { quoted } from './postgresql-bulk.ts'
import { PostgresqlPeriodWriter } from './postgresql-ledger-periods.ts'
import { moveBlocks } from './postgresql-move-blocks.ts'
import { SLOT_MS } from './reading-slot.ts'

const HOUR_MS = 3_600_000

/**
 * Moves a rig's readings, hours and ledger to another rig, within the caller's transaction, which holds the locks of the ledger
 * and of packing. Unlike on SQLite it is one commit: readers and writers of PostgreSQL do not wait for it.
 */
export async function moveHistoryIn(client: pg.PoolClient, fromRigId: number, toRigId: number, nowMs = Date.now()) {
  const both = [toRigId, fromRigId]
  // The former frames stay: a reading that another node has just stored may refer to one.
  await client.query(
    `INSERT INTO "ReadingFrame" SELECT $1::int, "frameId", "frame" FROM "ReadingFrame" WHERE "rigId" = $2
     ON CONFLICT DO NOTHING`,
    both,
  )
  const slots = await client.query<{ slotMs: number }>('SELECT DISTINCT "slotMs" FROM "Reading" WHERE "rigId" = $1', [
    fromRigId,
  ])
  const packed = await moveBlocks(client, fromRigId, toRigId)
  const moved = await client.query(
    `INSERT INTO "Reading" ("slotMs", "rigId", "atMs", "receivedAtMs", "frameId", "figures")
     SELECT "slotMs", $1::int, "atMs", "receivedAtMs", "frameId", "figures" FROM "Reading" WHERE "rigId" = $2
     ON CONFLICT DO NOTHING`,
    both,
  )
  await client.query('DELETE FROM "Reading" WHERE "rigId" = $1', [fromRigId])
  const rigHour = { table: 'RigHour', key: ['rigId', 'hourMs'], columns: RIG_HOUR_COLUMNS }
  await mergeHours(client, rigHour, { sums: RIG_HOUR_SUMS, bands: RIG_HOUR_BANDS, weight: 'readings' }, both)
  const workHour = { table: 'WorkHour', key: ['rigId', 'hourMs', 'algorithm'], columns: WORK_HOUR_COLUMNS }
  await mergeHours(client, workHour, { sums: WORK_HOUR_SUMS, bands: WORK_HOUR_BANDS, weight: 'seconds' }, both)
  const hours = new Set(await moveLedger(client, fromRigId, toRigId, nowMs))
  // A reading speaks for a while after it, perhaps into the next hour.
  for (const { slotMs } of slots.rows) hours.add(hourOf(slotMs)).add(hourOf(slotMs + 2 * SLOT_MS))
  for (const spanMs of packed.spansMs) for (let ms = 0; ms <= SPAN_MS; ms += HOUR_MS) hours.add(spanMs + ms)
  return {
    movedReadings: packed.movedReadings + (moved.rowCount ?? 0),
    hoursMs: [...hours].sort((one, other) => one - other),
  }
}

function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS
}

// Hours whose readings are gone can only be added up; the others are recomputed from readings afterwards.
async function mergeHours(
  client: pg.PoolClient,
  { table, key, columns }: { table: string; key: string[]; columns: string[] },
  { sums, bands, weight }: { sums: string[]; bands: string[]; weight: string },
  both: number[],
): Promise<void> {
  const given = columns.slice(1).map(quoted).join(', ')
  const [old, added] = [(column: string) => `${quoted(table)}."${column}"`, (column: string) => `excluded."${column}"`]
  const changes = [
    ...sums.map((sum) => `"${sum}" = ${old(sum)} + ${added(sum)}`),
    // Of these two, PostgreSQL leaves out what is NULL.
    ...bands.map((band) => `"${band}Min" = LEAST(${old(`${band}Min`)}, ${added(`${band}Min`)})`),
    ...bands.map((band) => `"${band}Max" = GREATEST(${old(`${band}Max`)}, ${added(`${band}Max`)})`),
    ...bands
      .map((band) => `${band}Mean`)
      .map(
        (
          mean,
        ) => `"${mean}" = CASE WHEN ${old(mean)} IS NULL THEN ${added(mean)} WHEN ${added(mean)} IS NULL THEN ${old(mean)}
          ELSE (${old(mean)} * ${old(weight)} + ${added(mean)} * ${added(weight)})
            / GREATEST(${old(weight)} + ${added(weight)}, 1e-9) END`,
      ),
  ]
  await client.query(
    `INSERT INTO ${quoted(table)} ("rigId", ${given}) SELECT $1::int, ${given} FROM ${quoted(table)} WHERE "rigId" = $2
     ON CONFLICT (${key.map(quoted).join(', ')}) DO UPDATE SET ${changes.join(', ')}`,
    both,
  )
  await client.query(`DELETE FROM ${quoted(table)} WHERE "rigId" = $1`, [both[1]])
}

/** As `move-ledger.ts` does it: of an hour that both have, the moved rig's stays readable as superseded. */
async function moveLedger(client: pg.PoolClient, fromRigId: number, toRigId: number, nowMs: number): Promise<number[]> {
  const [from, to] = [`rig:${fromRigId}`, `rig:${toRigId}`]
  const both = '"hourMs" IN (SELECT "hourMs" FROM "LedgerHour" WHERE "subject" = $2)'
  await client.query(
    `UPDATE "LedgerSuperseded" AS moved SET "subject" = $2 WHERE "subject" = $1 AND NOT ${both}
       AND NOT EXISTS (SELECT 1 FROM "LedgerSuperseded" AS there
         WHERE there."subject" = $2 AND there."hourMs" = moved."hourMs" AND there."version" = moved."version")`,
    [from, to],
  )
  const shared = await client.query<{ hourMs: number }>(
    `SELECT "hourMs" FROM "LedgerHour" WHERE "subject" = $1 AND ${both}`,
    [from, to],
  )
  const columns = ['reason', 'closedAtMs', 'siteId', 'currency', 'basisId', 'energyMilliWh', 'revenueNano', 'costNano']
  const rest = [...columns, 'lines'].map(quoted)
  await client.query(
    `INSERT INTO "LedgerSuperseded" ("subject", "hourMs", "version", "supersededAtMs", ${rest.join(', ')})
     SELECT "subject", "hourMs", "version", $3, ${rest.join(', ')} FROM "LedgerHour" WHERE "subject" = $1 AND ${both}
     ON CONFLICT ("subject", "hourMs", "version") DO UPDATE SET "supersededAtMs" = excluded."supersededAtMs",
       ${rest.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    [from, to, nowMs],
  )
  await client.query(`DELETE FROM "LedgerHour" WHERE "subject" = $1 AND ${both}`, [from, to])
  await client.query('UPDATE "LedgerHour" SET "subject" = $2 WHERE "subject" = $1', [from, to])
  await client.query('DELETE FROM "LedgerPeriod" WHERE "subject" = $1', [from])
  const periods = await PostgresqlPeriodWriter.open(client)
  await periods.sumAllAgain(to)
  await periods.write()
  return shared.rows.map(({ hourMs }) => hourMs)
}
