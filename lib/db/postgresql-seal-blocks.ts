import type pg from 'pg'
import type { BlockPacker } from './block-packer.ts'
import { SPAN_MS, spanOf } from './block-span.ts'
import type { DamagedSpan, DamagedSpans } from './damaged-spans.ts'
import { asArray } from './postgresql-bulk.ts'
import { inTransaction, lockFor } from './postgresql-connection.ts'
import { blocksOf, type FoundRow, KNOWN_RIGS } from './postgresql-found-rows.ts'
import { FrameTexts } from './postgresql-frames.ts'
import { isWithoutPartition, type ReadingPartitions } from './postgresql-partitions.ts'
import { blockOutline } from './reading-block.ts'
import type { ReadingRow } from './reading-rows.ts'
import { WorkerCalls } from './worker-calls.ts'
import { readingWorkerEntry } from './worker-entry.ts'

type RigSpan = { rigId: number; spanMs: number }

const HOUR_MS = 3_600_000
// Late readings of long ago are rare, and looking for them asks each rig's every week: once an hour.
const RECENT_MS = 48 * HOUR_MS
const LOOK_AT_ALL_EVERY_MS = HOUR_MS

/** Packs readings whose span is over. */
export class ReadingSealer {
  #packer: Promise<WorkerCalls<BlockPacker>> | undefined
  #lookedAtAllMs = Number.NEGATIVE_INFINITY

  constructor(
    readonly pool: pg.Pool,
    readonly partitions: { readings: ReadingPartitions; blocks: ReadingPartitions },
    readonly damaged: DamagedSpans,
  ) {}

  /**
   * Packs readings of spans that ended by `endedByMs`, each rig's span in one commit, the oldest of each rig first. Stops early when
   * `isWanted` says so. What is damaged stays as it lies and is noted. Answers with how many lie packed now and did not before.
   */
  async seal(endedByMs: number, isWanted: () => boolean, nowMs = Date.now()): Promise<number> {
    const endMs = spanOf(endedByMs)
    const isForAll = nowMs - this.#lookedAtAllMs >= LOOK_AT_ALL_EVERY_MS
    let sealed = 0
    let spans = await oldestSpans(this.pool, isForAll ? Number.MIN_SAFE_INTEGER : endMs - RECENT_MS, endMs)
    while (spans.length > 0) {
      for (const span of spans) {
        if (!isWanted()) return sealed
        if (!this.damaged.has(span)) sealed += await this.#sealSpan(span)
      }
      spans = await nextSpans(this.pool, spans, endMs)
    }
    if (isForAll) {
      this.#lookedAtAllMs = nowMs
      await this.partitions.readings.shrinkEmptied(endMs)
    }
    return sealed
  }

  async close(): Promise<void> {
    await (await this.#packer)?.stop()
  }

  // Packing takes the time of a thousand readings: not in the thread that everything else waits for.
  #thread(): Promise<WorkerCalls<BlockPacker>> {
    this.#packer ??= readingWorkerEntry().then((entry) => new WorkerCalls<BlockPacker>(entry, { role: 'pack' }))
    return this.#packer
  }

  async #sealSpan(span: RigSpan): Promise<number> {
    const seal = async () => {
      await this.partitions.blocks.prepareFor([span.spanMs])
      const packer = await this.#thread()
      return inTransaction(this.pool, (client) => sealSpanIn(client, packer, span))
    }
    try {
      return await seal().catch((error: unknown) => {
        if (!isWithoutPartition(error)) throw error
        this.partitions.blocks.forget()
        return seal()
      })
    } catch (error) {
      if (!(error instanceof UnpackableSpan)) throw error
      this.damaged.note([error.span])
      return 0
    }
  }
}

/** The oldest span from `fromMs` on of each rig that has something to pack. */
function oldestSpans(pool: pg.Pool, fromMs: number, endMs: number): Promise<RigSpan[]> {
  return spansToSeal(pool, KNOWN_RIGS, `"slotMs" >= ${fromMs} AND "slotMs" < ${endMs}`, [])
}

/** The next span of each rig after these. */
function nextSpans(pool: pg.Pool, after: RigSpan[], endMs: number): Promise<RigSpan[]> {
  return spansToSeal(
    pool,
    'unnest($1::int[], $2::bigint[]) AS looked(rig, "fromMs")',
    `"slotMs" >= "fromMs" AND "slotMs" < ${endMs}`,
    [asArray(after.map(({ rigId }) => rigId)), asArray(after.map(({ spanMs }) => spanMs + SPAN_MS))],
  )
}

async function spansToSeal(pool: pg.Pool, rigs: string, when: string, given: string[]): Promise<RigSpan[]> {
  const { rows } = await pool.query<{ rigId: number; slotMs: number }>(
    `SELECT rig AS "rigId", "slotMs" FROM ${rigs} CROSS JOIN LATERAL (
       SELECT "slotMs" FROM "Reading" WHERE "rigId" = rig AND ${when} ORDER BY "slotMs" LIMIT 1) AS oldest
     ORDER BY "slotMs", rig`,
    given,
  )
  return rows.map(({ rigId, slotMs }) => ({ rigId, spanMs: spanOf(slotMs) }))
}

/**
 * Takes a rig's readings of a span away and writes the block that holds them, within the caller's transaction: both or neither.
 * Readings that come meanwhile are not seen, and lie beside the block. Nobody else changes blocks until the transaction ends.
 * Throws {@link UnpackableSpan}.
 */
async function sealSpanIn(
  client: pg.PoolClient,
  packer: WorkerCalls<BlockPacker>,
  { rigId, spanMs }: RigSpan,
): Promise<number> {
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
  const { bytes, added } = await packed(client, packer, { rigId, spanMs }, previous, came)
  await writeBlock(client, { rigId, spanMs }, bytes)
  return added
}

async function packed(
  client: pg.PoolClient,
  packer: WorkerCalls<BlockPacker>,
  span: RigSpan,
  previous: Uint8Array | undefined,
  came: ReadingRow[],
): Promise<{ bytes: Uint8Array; added: number }> {
  const { rigId } = span
  const before = previous && outlineOrThrow(span, previous)
  const frames = new FrameTexts()
  for (const frameId of [...(before?.frameIds ?? []), ...came.map((row) => row.frameId)]) frames.want(rigId, frameId)
  await frames.read(client)
  came.sort((one, other) => one.atMs - other.atMs)
  const block = await packer.call('pack', { rigId, previous, came, frames: frames.textsOf(rigId) })
  if ('why' in block) throw new UnpackableSpan({ ...span, why: block.why })
  return { bytes: block.bytes, added: block.readings - (before?.atMs.length ?? 0) }
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

function outlineOrThrow(span: RigSpan, block: Uint8Array) {
  try {
    return blockOutline(block)
  } catch (error) {
    throw new UnpackableSpan({ ...span, why: error instanceof Error ? error.message : String(error) })
  }
}
