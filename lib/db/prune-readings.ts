import type Sqlite from 'better-sqlite3'
import { blockRows } from './block-rows.ts'
import { SPAN_MS } from './block-span.ts'
import { SLOT_MS } from './reading-slot.ts'

// Some milliseconds that ingest waits at most. The pages that become free are written to next.
const ROWS_PER_STEP = 2_000

export type PruneStep = { rows: number; more: boolean }

/**
 * Removes some of the oldest readings, within the caller's transaction: whole blocks and slots that ended by `beforeMs`.
 * `rows` are readings that lay as they came and pieces of blocks.
 */
export function pruneSome(connection: Sqlite.Database, beforeMs: number): PruneStep {
  let left = ROWS_PER_STEP
  const spanMs = blockRows(connection).spanAfter(Number.MIN_SAFE_INTEGER)
  if (spanMs !== undefined && spanMs + SPAN_MS <= beforeMs) {
    const last = connection
      .prepare<[number, number], number>(
        'SELECT rigId FROM ReadingBlock WHERE spanMs = ? ORDER BY rigId, piece LIMIT 1 OFFSET ?',
      )
      .pluck()
      .get(spanMs, left)
    const upTo = last ?? Number.MAX_SAFE_INTEGER
    left -= connection.prepare('DELETE FROM ReadingBlock WHERE spanMs = ? AND rigId <= ?').run(spanMs, upTo).changes
  }
  const slotMs = connection.prepare<[], number | null>('SELECT MIN(slotMs) FROM Reading').pluck().get()
  if (left > 0 && typeof slotMs === 'number' && slotMs + SLOT_MS <= beforeMs) {
    const last = connection
      .prepare<[number, number], number>(
        'SELECT rigId FROM Reading WHERE slotMs = ? ORDER BY rigId, atMs LIMIT 1 OFFSET ?',
      )
      .pluck()
      .get(slotMs, left)
    const upTo = last ?? Number.MAX_SAFE_INTEGER
    left -= connection.prepare('DELETE FROM Reading WHERE slotMs = ? AND rigId <= ?').run(slotMs, upTo).changes
  }
  const rows = ROWS_PER_STEP - left
  return { rows, more: rows > 0 }
}
