import type Sqlite from 'better-sqlite3'
import { blockRows } from './block-rows.ts'
import { SPAN_MS } from './block-span.ts'
import { type ReadingRow, readingRows } from './reading-rows.ts'
import { united } from './unite-rows.ts'

/** The ways into all readings, whether they lie as they came or packed in blocks; each lies in one of the two. */
export function storedRows(connection: Sqlite.Database) {
  const hot = readingRows(connection)
  const blocks = blockRows(connection)

  /** A rig's readings of `[fromMs, toMs)`, oldest first, at most `limit`. */
  function* range(rigId: number, fromMs: number, toMs: number, limit = Number.MAX_SAFE_INTEGER): Generator<ReadingRow> {
    let left = limit
    let nextMs = fromMs
    for (const spanMs of blocks.spans(fromMs, toMs)) {
      const endMs = Math.min(spanMs + SPAN_MS, toMs)
      const startMs = Math.max(spanMs, fromMs)
      if (left <= 0) return
      // What lies before this span and in no block.
      for (const row of hot.range(rigId, nextMs, startMs, left)) {
        left -= 1
        yield row
      }
      if (left <= 0) return
      const packed = blocks.rowsOf(spanMs, rigId).filter((row) => row.atMs >= startMs && row.atMs < endMs)
      for (const row of united(packed, hot.range(rigId, startMs, endMs, left))) {
        if (left <= 0) return
        left -= 1
        yield row
      }
      nextMs = endMs
    }
    if (left > 0) yield* hot.range(rigId, nextMs, toMs, left)
  }

  /** A rig's last reading of `[fromMs, toMs)`. */
  function lastOf(rigId: number, fromMs: number, toMs: number): ReadingRow | undefined {
    const last = hot.lastOf(rigId, fromMs, toMs)
    for (let spanMs = blocks.spanBefore(toMs); spanMs !== undefined; spanMs = blocks.spanBefore(spanMs)) {
      if (spanMs + SPAN_MS <= (last?.atMs ?? fromMs)) break
      const fits = (row: ReadingRow) => row.atMs >= fromMs && row.atMs < toMs
      const packed = blocks.rowsOf(spanMs, rigId).filter(fits).at(-1)
      if (packed !== undefined && packed.atMs > (last?.atMs ?? Number.NEGATIVE_INFINITY)) return packed
    }
    return last
  }

  /** A damaged block must not keep a server from starting: what lies in it is as if it were not there. */
  function readableLastOf(rigId: number, fromMs: number, toMs: number): ReadingRow | undefined {
    try {
      return lastOf(rigId, fromMs, toMs)
    } catch {
      return hot.lastOf(rigId, fromMs, toMs)
    }
  }

  /** Rigs with readings in or near `[fromMs, toMs)`, ascending. */
  function rigsBetween(fromMs: number, toMs: number): number[] {
    const rigIds = new Set<number>()
    for (const slotMs of hot.slots(fromMs, toMs)) for (const rigId of hot.rigsInSlot(slotMs)) rigIds.add(rigId)
    for (const spanMs of blocks.spans(fromMs, toMs)) for (const rigId of blocks.rigsIn(spanMs)) rigIds.add(rigId)
    return [...rigIds].sort((one, other) => one - other)
  }

  /** The last reading of each rig since `sinceMs`. From the newest backwards: a rig that reports is found at once. */
  function* latest(sinceMs: number): Generator<ReadingRow> {
    const missing = new Set(hot.knownRigs())
    const sealedEndMs = blocks.endMs()
    for (const slotMs of hot.slotsBackTo(Math.max(sinceMs, sealedEndMs))) {
      if (missing.size === 0) return
      for (const rigId of missing) {
        const row = hot.lastInSlot(slotMs, rigId)
        if (row === undefined || row.atMs < Math.max(sinceMs, sealedEndMs)) continue
        missing.delete(rigId)
        yield row
      }
    }
    // Where blocks lie, a late reading may lie beside one: both are asked.
    for (const rigId of missing) {
      const row = readableLastOf(rigId, sinceMs, sealedEndMs)
      if (row !== undefined) yield row
    }
  }

  return {
    range,
    lastOf,
    rigsBetween,
    latest,
    /** When the oldest reading was taken; of one in a block, when its block begins. */
    oldestMs: (): number | undefined => {
      const ages = [hot.oldestMs(), blocks.spanAfter(Number.MIN_SAFE_INTEGER)].filter((age) => age !== undefined)
      return ages.length === 0 ? undefined : Math.min(...ages)
    },
    frameText: hot.frameText,
    pack: hot.pack,
  }
}

export type StoredRows = ReturnType<typeof storedRows>
