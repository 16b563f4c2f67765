import type Sqlite from 'better-sqlite3'
import { SPAN_MS, spanOf } from './block-span.ts'
import { blockMoments, decodeBlock } from './reading-block.ts'
import { figureNames, frameFromText } from './reading-frame.ts'
import type { ReadingRow } from './reading-rows.ts'

/** The ways into the blocks, each by their key: a span, then a rig. */
export function blockRows(connection: Sqlite.Database) {
  const pieces = connection
    .prepare<[number, number], Uint8Array>(
      'SELECT bytes FROM ReadingBlock WHERE spanMs = ? AND rigId = ? ORDER BY piece',
    )
    .pluck()
  const spanAfter = connection
    .prepare<[number], number | null>('SELECT MIN(spanMs) FROM ReadingBlock WHERE spanMs > ?')
    .pluck()
  const spanBefore = connection
    .prepare<[number], number | null>('SELECT MAX(spanMs) FROM ReadingBlock WHERE spanMs < ?')
    .pluck()
  const nextRig = connection
    .prepare<[number, number], number | null>('SELECT MIN(rigId) FROM ReadingBlock WHERE spanMs = ? AND rigId > ?')
    .pluck()
  const frame = connection
    .prepare<[number, number], string>('SELECT frame FROM ReadingFrame WHERE rigId = ? AND frameId = ?')
    .pluck()

  function bytesOf(spanMs: number, rigId: number): Uint8Array | undefined {
    const found = pieces.all(spanMs, rigId)
    return found.length === 0 ? undefined : joined(found)
  }

  function namesOf(rigId: number): (frameId: number) => string[] {
    return (frameId) => {
      const text = frame.get(rigId, frameId)
      if (text === undefined) throw new Error(`The frame ${frameId} of rig ${rigId} is missing.`)
      return figureNames(frameFromText(text))
    }
  }

  return {
    bytesOf,
    /** Names of the figures in a rig's frames; throws for one that it does not have. */
    namesOf,
    /** A rig's readings of a span, ascending; none when it has no block there. */
    rowsOf: (spanMs: number, rigId: number): ReadingRow[] => {
      const bytes = bytesOf(spanMs, rigId)
      return bytes === undefined ? [] : decodeBlock(bytes, rigId, namesOf(rigId))
    },
    /** Their moments alone. */
    momentsOf: (spanMs: number, rigId: number): Float64Array => {
      const bytes = bytesOf(spanMs, rigId)
      return bytes === undefined ? new Float64Array(0) : blockMoments(bytes)
    },
    /** The first span with a block after `afterMs`. */
    spanAfter: (afterMs: number): number | undefined => spanAfter.get(afterMs) ?? undefined,
    /** The last span with a block before `beforeMs`. */
    spanBefore: (beforeMs: number): number | undefined => spanBefore.get(beforeMs) ?? undefined,
    /** No block holds anything from this moment on. */
    endMs: (): number => {
      const last = spanBefore.get(Number.MAX_SAFE_INTEGER)
      return typeof last === 'number' ? last + SPAN_MS : Number.MIN_SAFE_INTEGER
    },
    /** Rigs with a block in the span; one seek per rig. */
    rigsIn: function* (spanMs: number): Generator<number> {
      for (let id = nextRig.get(spanMs, 0); typeof id === 'number'; id = nextRig.get(spanMs, id)) yield id
    },
    /** Spans with a block that meet `[fromMs, toMs)`, ascending. */
    spans: function* (fromMs: number, toMs: number): Generator<number> {
      let spanMs = spanAfter.get(spanOf(fromMs) - 1)
      while (typeof spanMs === 'number' && spanMs < toMs) {
        yield spanMs
        spanMs = spanAfter.get(spanMs)
      }
    },
  }
}

function joined(pieces: Uint8Array[]): Uint8Array {
  const [only] = pieces
  if (pieces.length === 1 && only !== undefined) return only
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let start = 0
  for (const piece of pieces) {
    bytes.set(piece, start)
    start += piece.length
  }
  return bytes
}
