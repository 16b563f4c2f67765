import Sqlite from 'better-sqlite3'
import { blockRows } from './block-rows.ts'
import { SPAN_MS, spanOf } from './block-span.ts'
import { type DamagedSpan, spanKey } from './damaged-spans.ts'
import { packSpan } from './pack-span.ts'
import { blockChecksum } from './reading-block.ts'
import { readingRows } from './reading-rows.ts'
import { SLOT_MS } from './reading-slot.ts'

/** A rig's readings of a span as one block, with what they were made from: it must still lie there when it is written. */
export type SealedSpan = {
  spanMs: number
  rigId: number
  /** Readings that lay there as they came. */
  hotReadings: number
  /** The checksum of the block that was there before, if there was one. */
  previousChecksum: number | undefined
  bytes: Uint8Array
}

/** Why bytes cannot be read. Throws what SQLite itself says, such as that the database is busy: that passes, and is no damage. */
export function damageIn(error: unknown): string {
  if (error instanceof Sqlite.SqliteError) throw error
  return error instanceof Error ? error.message : String(error)
}

// What the readers' thread packs in one go before others have their turn: some ten milliseconds.
const READINGS_PER_STEP = 1_000
const RIGS_PER_STEP = 50

// Of a page of 4 KiB, what its rows may take; what a piece costs beside its bytes there, and in the index.
const PAGE = { bytes: 4096, forRows: 4088, besidePiece: 23, indexOfPiece: 20 }
const MOST_PIECES_TRIED = 12

/**
 * Packs the next few rigs' readings of the oldest spans that ended by `endedByMs`; nothing is written. Each block is
 * unpacked again and compared: what would not come back exactly must not take the place of the readings. What is damaged is
 * told and left as it lies, and is not looked at again where `isKnown` says so.
 */
export function packSpans(
  connection: Sqlite.Database,
  endedByMs: number,
  isKnown: (key: string) => boolean = () => false,
): { packed: SealedSpan[]; damaged: DamagedSpan[] } {
  const hot = readingRows(connection)
  const blocks = blockRows(connection)
  const packed: SealedSpan[] = []
  const damaged: DamagedSpan[] = []
  const seen = new Set<string>()
  let readings = 0
  for (const slotMs of hot.slotsHeld(spanOf(endedByMs))) {
    const spanMs = spanOf(slotMs)
    // One span at a time: what of it is packed now is gone when the next one is looked at.
    if (packed.length > 0 && packed[0]?.spanMs !== spanMs) break
    for (const rigId of hot.rigsInSlot(slotMs)) {
      const key = spanKey({ spanMs, rigId })
      if (seen.has(key) || isKnown(key)) continue
      seen.add(key)
      try {
        const span = sealSpan(hot, blocks, spanMs, rigId)
        packed.push(span)
        readings += span.hotReadings
      } catch (error) {
        damaged.push({ spanMs, rigId, why: damageIn(error) })
      }
      if (readings >= READINGS_PER_STEP || packed.length >= RIGS_PER_STEP) return { packed, damaged }
    }
  }
  return { packed, damaged }
}

function sealSpan(
  hot: ReturnType<typeof readingRows>,
  blocks: ReturnType<typeof blockRows>,
  spanMs: number,
  rigId: number,
): SealedSpan {
  const came = [...hot.range(rigId, spanMs, spanMs + SPAN_MS)]
  const previous = blocks.bytesOf(spanMs, rigId)
  const { bytes } = packSpan(rigId, previous, came, blocks.namesOf(rigId))
  const previousChecksum = previous && blockChecksum(previous)
  return { spanMs, rigId, hotReadings: came.length, previousChecksum, bytes }
}

/**
 * Puts blocks in the place of the readings they were made from, within the caller's transaction. One whose readings have
 * changed since is left for another time. Answers with the number of readings that lie packed now and did not before.
 */
export function writeSpans(connection: Sqlite.Database, spans: SealedSpan[]): number {
  const blocks = blockRows(connection)
  const held = connection
    .prepare<[number, number], number>('SELECT COUNT(*) FROM Reading WHERE slotMs = ? AND rigId = ?')
    .pluck()
  const forget = connection.prepare('DELETE FROM ReadingBlock WHERE spanMs = ? AND rigId = ?')
  const write = connection.prepare('INSERT INTO ReadingBlock (spanMs, rigId, piece, bytes) VALUES (?, ?, ?, ?)')
  const drop = connection.prepare('DELETE FROM Reading WHERE slotMs = ? AND rigId = ?')
  let sealed = 0
  for (const { spanMs, rigId, hotReadings, previousChecksum, bytes } of spans) {
    const slots = Array.from({ length: SPAN_MS / SLOT_MS }, (_, slot) => spanMs + slot * SLOT_MS)
    const previous = blocks.bytesOf(spanMs, rigId)
    if ((previous && blockChecksum(previous)) !== previousChecksum) continue
    if (slots.reduce((sum, slotMs) => sum + (held.get(slotMs, rigId) ?? 0), 0) !== hotReadings) continue
    forget.run(spanMs, rigId)
    for (const [piece, own] of piecesOf(bytes).entries()) write.run(spanMs, rigId, piece, own)
    for (const slotMs of slots) drop.run(slotMs, rigId)
    sealed += hotReadings
  }
  return sealed
}

// A row that fits no page spills into pages of its own, and one larger than half a page leaves the rest of it empty: of
// equal pieces, as many as leave least.
function piecesOf(bytes: Uint8Array): Uint8Array[] {
  const least = Math.ceil(bytes.length / (PAGE.forRows - PAGE.besidePiece))
  let count = least
  let cost = Number.POSITIVE_INFINITY
  for (let tried = least; tried < least + MOST_PIECES_TRIED; tried++) {
    const perPage = Math.floor(PAGE.forRows / (Math.ceil(bytes.length / tried) + PAGE.besidePiece))
    const triedCost = tried * (PAGE.bytes / perPage + PAGE.indexOfPiece)
    if (triedCost < cost) [count, cost] = [tried, triedCost]
  }
  const length = Math.ceil(bytes.length / count)
  return Array.from({ length: count }, (_, piece) => bytes.subarray(piece * length, (piece + 1) * length))
}
