import type pg from 'pg'
import { SPAN_MS } from './block-span.ts'
import { packSpan } from './pack-span.ts'
import { asArray, asJson } from './postgresql-bulk.ts'
import { BLOCK_READINGS, blocksOf, type FoundRow, rowsOf, uniteFound } from './postgresql-found-rows.ts'
import { writeBlock } from './postgresql-seal-blocks.ts'
import type { NamesOfFrame } from './reading-block.ts'
import type { ReadingRow } from './reading-rows.ts'
import { slotOf } from './reading-slot.ts'
import { united } from './unite-rows.ts'

/** Readings that the other rig had not, and the spans they are of. */
type MovedBlocks = { movedReadings: number; spansMs: number[] }

/**
 * Moves a rig's packed readings to another rig, which has its frames already, within the caller's transaction, which has the lock
 * for packing. Where the other has nothing of a span, the block changes hands as it is; otherwise all of that span is united in one,
 * those that lie as they came too: of one moment, the other rig's stays. Beside what is damaged, the others lie as they came.
 */
export async function moveBlocks(client: pg.PoolClient, fromRigId: number, toRigId: number): Promise<MovedBlocks> {
  const { rows } = await client.query<{ spanMs: number; alone: boolean; readings: number }>(
    `SELECT "spanMs", ${BLOCK_READINGS} AS readings, NOT EXISTS (
       SELECT FROM "ReadingBlock" AS own WHERE own."rigId" = $2 AND own."spanMs" = moved."spanMs")
       AND NOT EXISTS (SELECT FROM "Reading" WHERE "rigId" IN ($1, $2)
         AND "slotMs" >= moved."spanMs" AND "slotMs" < moved."spanMs" + ${SPAN_MS}) AS alone
     FROM "ReadingBlock" AS moved WHERE "rigId" = $1 ORDER BY "spanMs"`,
    [fromRigId, toRigId],
  )
  const alone = rows.filter((span) => span.alone)
  await takeBlocks(
    client,
    fromRigId,
    toRigId,
    alone.map(({ spanMs }) => spanMs),
  )
  let movedReadings = alone.reduce((sum, { readings }) => sum + readings, 0)
  const mixed = new Set(rows.filter((span) => !span.alone).map(({ spanMs }) => spanMs))
  for (const spanMs of await spansBeside(client, fromRigId, toRigId)) mixed.add(spanMs)
  for (const spanMs of mixed) movedReadings += await uniteSpan(client, fromRigId, toRigId, spanMs)
  const spansMs = [...new Set([...rows.map(({ spanMs }) => spanMs), ...mixed])]
  return { movedReadings, spansMs }
}

/** Spans in which the one has readings as they came beside the other's block. */
async function spansBeside(client: pg.PoolClient, fromRigId: number, toRigId: number): Promise<number[]> {
  const { rows } = await client.query<{ spanMs: number }>(
    `SELECT "spanMs" FROM "ReadingBlock" AS own WHERE "rigId" = $2 AND EXISTS (
       SELECT FROM "Reading" WHERE "rigId" = $1 AND "slotMs" >= own."spanMs" AND "slotMs" < own."spanMs" + ${SPAN_MS})`,
    [fromRigId, toRigId],
  )
  return rows.map(({ spanMs }) => spanMs)
}

async function takeBlocks(client: pg.PoolClient, fromRigId: number, toRigId: number, spansMs: number[]): Promise<void> {
  if (spansMs.length === 0) return
  const given = [fromRigId, toRigId, asArray(spansMs)]
  await client.query(
    `INSERT INTO "ReadingBlock" ("rigId", "spanMs", "piece", "bytes", "receivedUntilMs")
     SELECT $2::int, "spanMs", "piece", "bytes", "receivedUntilMs" FROM "ReadingBlock"
     WHERE "rigId" = $1 AND "spanMs" = ANY ($3::bigint[])`,
    given,
  )
  await client.query('DELETE FROM "ReadingBlock" WHERE "rigId" = $1 AND "spanMs" = ANY ($2::bigint[])', [
    fromRigId,
    asArray(spansMs),
  ])
}

async function uniteSpan(client: pg.PoolClient, fromRigId: number, toRigId: number, spanMs: number): Promise<number> {
  const endMs = spanMs + SPAN_MS
  const { rows: found } = await client.query<FoundRow>(
    `SELECT found.* FROM unnest($1::int[]) AS wanted(rig) CROSS JOIN LATERAL (
       ${rowsOf('rig')} AND "slotMs" >= ${spanMs} AND "slotMs" < ${endMs}
       UNION ALL ${blocksOf('rig')} AND "spanMs" = ${spanMs}) AS found`,
    [asArray([fromRigId, toRigId])],
  )
  const { rigs, frames } = await uniteFound(client, found, spanMs, endMs)
  const [from, own] = [rigs.get(fromRigId), rigs.get(toRigId)]
  // A block that cannot be read stays where it lies, for a backup to be restored over it.
  if (from === undefined || from.damaged.length > 0) return 0
  const moved = from.rows.map((row) => ({ ...row, rigId: toRigId }))
  const kept = own?.rows ?? []
  const rows = [...united(kept, moved)]
  const movedFrames = new Set(moved.map(({ frameId }) => frameId))
  const namesOf = (frameId: number) => frames.namesOf(movedFrames.has(frameId) ? fromRigId : toRigId, frameId)
  const bytes = own?.damaged.length ? undefined : bytesOf(toRigId, rows, namesOf)
  if (bytes === undefined) await writeRows(client, moved)
  else {
    await client.query(
      `DELETE FROM "Reading" WHERE "rigId" IN ($1, $2) AND "slotMs" >= ${spanMs} AND "slotMs" < ${endMs}`,
      [fromRigId, toRigId],
    )
    await writeBlock(client, { rigId: toRigId, spanMs }, bytes)
  }
  await client.query('DELETE FROM "ReadingBlock" WHERE "rigId" = $1 AND "spanMs" = $2', [fromRigId, spanMs])
  return rows.length - kept.length
}

/** Undefined where one of them is damaged. */
function bytesOf(rigId: number, rows: ReadingRow[], namesOf: NamesOfFrame): Uint8Array | undefined {
  try {
    return packSpan(rigId, undefined, rows, namesOf).bytes
  } catch {
    return undefined
  }
}

async function writeRows(client: pg.PoolClient, rows: ReadingRow[]): Promise<void> {
  const given = rows.map((row) => ({
    ...row,
    slotMs: slotOf(row.atMs),
    figures: `\\x${Buffer.from(row.figures).toString('hex')}`,
  }))
  await client.query(
    `INSERT INTO "Reading" SELECT * FROM json_populate_recordset(NULL::"Reading", $1::json) ON CONFLICT DO NOTHING`,
    [asJson(given)],
  )
}
