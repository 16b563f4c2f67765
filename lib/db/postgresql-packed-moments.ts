import type pg from 'pg'
import { SPAN_MS, spanOf } from './block-span.ts'
import { spanKey } from './damaged-spans.ts'
import type { PackedRow } from './packed-readings.ts'
import { asArray } from './postgresql-bulk.ts'
import { blockMoments } from './reading-block.ts'

/**
 * Which rows are of a reading that lies in a block already. Without a lock, so that one which is being packed at this moment may be
 * missed: it then lies beside its block for a while, which readers know. What is of a span that is not over costs nothing to ask.
 */
export async function packedAlready(pool: pg.Pool, rows: PackedRow[], nowMs = Date.now()): Promise<Set<PackedRow>> {
  const late = new Map<string, { rigId: number; spanMs: number; rows: PackedRow[] }>()
  for (const row of rows) {
    const [rigId, spanMs] = [row.rigId, spanOf(row.atMs)]
    if (spanMs + SPAN_MS > nowMs) continue
    const key = spanKey({ rigId, spanMs })
    const span = late.get(key) ?? { rigId, spanMs, rows: [] }
    late.set(key, span)
    span.rows.push(row)
  }
  const packed = new Set<PackedRow>()
  if (late.size === 0) return packed
  const spans = [...late.values()]
  const found = await pool.query<{ rigId: number; spanMs: number; bytes: Buffer }>(
    `SELECT "rigId", "spanMs", "bytes" FROM unnest($1::int[], $2::bigint[]) AS late(rig, span)
     JOIN "ReadingBlock" ON "rigId" = rig AND "spanMs" = span`,
    [asArray(spans.map(({ rigId }) => rigId)), asArray(spans.map(({ spanMs }) => spanMs))],
  )
  for (const block of found.rows) {
    const moments = readableMoments(block.bytes)
    for (const row of late.get(spanKey(block))?.rows ?? []) if (moments.has(row.atMs)) packed.add(row)
  }
  return packed
}

/** A damaged block keeps nothing from being stored: none of it is known. */
function readableMoments(block: Buffer): Set<number> {
  try {
    return new Set(blockMoments(block))
  } catch {
    return new Set()
  }
}
