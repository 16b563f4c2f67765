import type pg from 'pg'
import { SPAN_MS, spanOf } from './block-span.ts'
import type { DamagedSpan, DamagedSpans } from './damaged-spans.ts'
import { packSpan } from './pack-span.ts'
import { asArray } from './postgresql-bulk.ts'
import { inTransaction, lockFor } from './postgresql-connection.ts'
import { blocksOf, type FoundRow, KNOWN_RIGS } from './postgresql-found-rows.ts'
import { FrameTexts } from './postgresql-frames.ts'
import { isWithoutPartition, type ReadingPartitions } from './postgresql-partitions.ts'
import { blockOutline } from './reading-block.ts'
import type { ReadingRow } from './reading-rows.ts'

type RigSpan = { rigId: number; spanMs: number }

/** Where readings are packed: the connections, the tables by week of blocks, and what is known to be damaged. */
export type Packing = { pool: pg.Pool; partitions: ReadingPartitions; damaged: DamagedSpans }

/**
 * Packs readings of spans that ended by `endedByMs`, each rig's span in one commit, the oldest of each rig first. Stops early when
 * `isWanted` says so. What is damaged stays as it lies and is noted. Answers with how many lie packed now and did not before.
 */
export async function sealSpans(packing: Packing, endedByMs: number, isWanted: () => boolean): Promise<number> {
  const endMs = spanOf(endedByMs)
  let sealed = 0
  let spans = await spansToSeal(packing.pool, undefined, endMs)
  while (spans.length > 0) {
    for (const span of spans) {
      if (!isWanted()) return sealed
      if (!packing.damaged.has(span)) sealed += await sealSpan(packing, span)
    }
    spans = await spansToSeal(packing.pool, spans, endMs)
  }
  return sealed
}

/** The oldest span of each rig with something to pack, of those rigs and after those spans that were looked at last. */
async function spansToSeal(pool: pg.Pool, after: RigSpan[] | undefined, endMs: number): Promise<RigSpan[]> {
  const rigs = after === undefined ? KNOWN_RIGS : 'unnest($1::int[], $2::bigint[]) AS looked(rig, "fromMs")'
  const from = after === undefined ? '' : 'AND "slotMs" >= "fromMs"'
  const { rows } = await pool.query<{ rigId: number; slotMs: number }>(
    `SELECT rig AS "rigId", "slotMs" FROM ${rigs} CROSS JOIN LATERAL (
       SELECT "slotMs" FROM "Reading" WHERE "rigId" = rig AND "slotMs" < ${endMs} ${from}
       ORDER BY "slotMs" LIMIT 1) AS oldest ORDER BY "slotMs", rig`,
    after && [asArray(after.map(({ rigId }) => rigId)), asArray(after.map(({ spanMs }) => spanMs + SPAN_MS))],
  )
  return rows.map(({ rigId, slotMs }) => ({ rigId, spanMs: spanOf(slotMs) }))
}

async function sealSpan({ pool, partitions, damaged }: Packing, span: RigSpan): Promise<number> {
  const seal = async () => {
    await partitions.prepareFor([span.spanMs])
    return inTransaction(pool, (client) => sealSpanIn(client, span))
  }
  try {
    return await seal().catch((error: unknown) => {
      if (!isWithoutPartition(error)) throw error
      partitions.forget()
      return seal()
    })
  } catch (error) {
    if (!(error instanceof UnpackableSpan)) throw error
    damaged.note([error.span])
    return 0
  }
}

/**
 * Takes a rig's readings of a span away and writes the block that holds them, within the caller's transaction: both or neither.
 * Readings that come meanwhile are not seen, and lie beside the block. Nobody else changes blocks until the transaction ends.
 * Throws {@link UnpackableSpan}.
 */
async function sealSpanIn(client: pg.PoolClient, { rigId, spanMs }: RigSpan): Promise<number> {
  await lockFor(client, 'packing')
  // A statement of its own, after the lock: it must see what the one that had the lock before wrote.
  const { rows: found } = await client.query<FoundRow>(
    `WITH taken AS (DELETE FROM "Reading" WHERE "rigId" = $1 AND "slotMs" >= ${spanMs} AND "slotMs" < ${spanMs + SPAN_MS}
       RETURNING "rigId", "atMs", "receivedAtMs", "frameId", "figures")
     SELECT * FROM taken UNION ALL ${blocksOf('$1')} AND "spanMs" = ${spanMs}`,
    [rigId],
  )
  const came: ReadingRow[] = []
  let previous: Uint8Array | undefined
  for (const { atMs, receivedAtMs, frameId, figures } of found) {
    if (receivedAtMs === null || frameId === null) previous = figures
    else came.push({ rigId, atMs, receivedAtMs, frameId, figures })
  }
  if (came.length === 0) return 0
  const { bytes, packed } = await repacked(client, { rigId, spanMs }, previous, came)
  await writeBlock(client, { rigId, spanMs }, bytes)
  return packed
}

async function repacked(
  client: pg.PoolClient,
  span: RigSpan,
  previous: Uint8Array | undefined,
  came: ReadingRow[],
): Promise<{ bytes: Uint8Array; packed: number }> {
  const { rigId } = span
  const frames = new FrameTexts()
  for (const { frameId } of came) frames.want(rigId, frameId)
  const before = previous && packedOrThrow(span, () => blockOutline(previous))
  for (const frameId of before?.frameIds ?? []) frames.want(rigId, frameId)
  await frames.read(client)
  came.sort((one, other) => one.atMs - other.atMs)
  const { rows, bytes } = packedOrThrow(span, () =>
    packSpan(rigId, previous, came, (frameId) => frames.namesOf(rigId, frameId)),
  )
  return { bytes, packed: rows.length - (before?.atMs.length ?? 0) }
}

/** Writes a rig's block of a span in the place of the one that was there, within the caller's transaction, which has the lock. */
export async function writeBlock(client: pg.PoolClient, { rigId, spanMs }: RigSpan, bytes: Uint8Array): Promise<void> {
  const receivedUntilMs = blockOutline(bytes).receivedAtMs.reduce((last, at) => Math.max(last, at), 0)
  await client.query(
    `INSERT INTO "ReadingBlock" ("rigId", "spanMs", "piece", "bytes", "receivedUntilMs") VALUES ($1, $2, 0, $3, $4)
     ON CONFLICT ("rigId", "spanMs", "piece")
     DO UPDATE SET "bytes" = excluded."bytes", "receivedUntilMs" = excluded."receivedUntilMs"`,
    [rigId, spanMs, bytes, receivedUntilMs],
  )
}

/** Readings that cannot be packed, so that their transaction is undone. */
class UnpackableSpan extends Error {
  constructor(readonly span: DamagedSpan) {
    super(span.why)
  }
}

// What PostgreSQL itself says passes, and is no damage: only what is done here may throw this.
function packedOrThrow<Packed>(span: RigSpan, pack: () => Packed): Packed {
  try {
    return pack()
  } catch (error) {
    throw new UnpackableSpan({ ...span, why: error instanceof Error ? error.message : String(error) })
  }
}
