import { setImmediate } from 'node:timers/promises'
import type pg from 'pg'
import { SPAN_MS, spanOf } from './block-span.ts'
import type { DamagedSpan } from './damaged-spans.ts'
import { FigureReader } from './figure-bytes.ts'
import { FrameTexts } from './postgresql-frames.ts'
import { blockOutline, decodeBlock } from './reading-block.ts'
import type { ReadingRow } from './reading-rows.ts'
import { SLOT_MS, slotOf } from './reading-slot.ts'
import type { ReceivedReading } from './reading-store.ts'
import { united } from './unite-rows.ts'

// About two milliseconds of work, after which everything else has its turn.
const READINGS_PER_TURN = 250
const OUTLINES_PER_TURN = 10

/** How far outside of an hour its neighbours are looked for: beyond it, a reading no longer speaks. */
export const NEIGHBOUR_MS = 600_000

/** A reading as it came, or a whole block: then `atMs` is its span's, `figures` are its bytes, and the others are null. */
export type FoundRow = {
  rigId: number
  atMs: number
  receivedAtMs: number | null
  frameId: number | null
  figures: Buffer
}

/**
 * Both kinds of {@link FoundRow} of a rig, named as the statement knows it. Packing moves a reading in one commit, so that one
 * statement which asks for both sees it, whichever place it is in.
 */
export function rowsOf(rig: string): string {
  return `SELECT "rigId", "atMs", "receivedAtMs", "frameId", "figures" FROM "Reading" WHERE "rigId" = ${rig}`
}
export function blocksOf(rig: string): string {
  return `SELECT "rigId", "spanMs" AS "atMs", NULL::bigint AS "receivedAtMs", NULL::bigint AS "frameId", "bytes" AS "figures"
    FROM "ReadingBlock" WHERE "rigId" = ${rig}`
}

export const OLDEST_FIRST = 'ORDER BY "slotMs", "atMs"'
export const NEWEST_FIRST = 'ORDER BY "slotMs" DESC, "atMs" DESC'
/** Rigs that ever reported. */
export const KNOWN_RIGS = '(SELECT DISTINCT "rigId" FROM "ReadingFrame") AS known(rig)'

/** How many readings a block says it holds, looking at its beginning alone: `lib/db/reading-block.ts`. */
export const BLOCK_READINGS = `('x' || encode(substring("bytes" FROM 6 FOR 4), 'hex'))::bit(32)::bigint`

/** `"atMs"` within a span, told to the key as slots, and so to the partitions. */
export function within(fromMs: number, toMs: number): string {
  const [from, to] = [whole(fromMs), whole(toMs)]
  const [first, last] = [slotOf(from), slotOf(to) + SLOT_MS]
  return `"slotMs" >= ${first} AND "slotMs" < ${last} AND "atMs" >= ${from} AND "atMs" < ${to}`
}

/** Blocks that may hold something of a span. */
export function meeting(fromMs: number, toMs: number): string {
  return `"spanMs" >= ${spanOf(whole(fromMs))} AND "spanMs" < ${whole(toMs)}`
}

// Part of a statement's text, and therefore nothing but a number: a planner that knows the span prunes partitions.
function whole(atMs: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER - SPAN_MS, Math.max(Number.MIN_SAFE_INTEGER + SPAN_MS, Math.ceil(atMs)))
}

/** What is stored of a rig, ascending, each moment once, and what of it cannot be read. */
export type RigRows = { rows: ReadingRow[]; damaged: DamagedSpan[] }

/**
 * Unites what one statement found, by rig in the order they were found: of a reading that lies in a block and beside it, the
 * block's. What is outside of `[fromMs, toMs)` is left out. A damaged block costs its own readings, and is told with its rig.
 */
export async function uniteFound(
  pool: pg.Pool | pg.ClientBase,
  found: FoundRow[],
  fromMs: number,
  toMs: number,
): Promise<{ rigs: Map<number, RigRows>; frames: FrameTexts }> {
  const rigs = new Map<number, RigRows & { blocks: FoundRow[] }>()
  const frames = new FrameTexts()
  let outlines = 0
  for (const one of found) {
    const { rigId, atMs, receivedAtMs, frameId, figures } = one
    const rig = rigs.get(rigId) ?? { rows: [], damaged: [], blocks: [] }
    rigs.set(rigId, rig)
    if (frameId === null || receivedAtMs === null) {
      try {
        for (const needed of blockOutline(figures).frameIds) frames.want(rigId, needed)
        rig.blocks.push(one)
      } catch (error) {
        rig.damaged.push({ spanMs: atMs, rigId, why: why(error) })
      }
      if (++outlines % OUTLINES_PER_TURN === 0) await setImmediate()
      continue
    }
    frames.want(rigId, frameId)
    if (atMs >= fromMs && atMs < toMs) rig.rows.push({ rigId, atMs, receivedAtMs, frameId, figures })
  }
  await frames.read(pool)
  for (const [rigId, rig] of rigs) {
    rig.rows.sort((one, other) => one.atMs - other.atMs)
    const packed: ReadingRow[] = []
    for (const { atMs: spanMs, figures } of rig.blocks.sort((one, other) => one.atMs - other.atMs)) {
      try {
        const rows = decodeBlock(figures, rigId, (frameId) => frames.namesOf(rigId, frameId))
        for (const row of rows) if (row.atMs >= fromMs && row.atMs < toMs) packed.push(row)
      } catch (error) {
        rig.damaged.push({ spanMs, rigId, why: why(error) })
      }
      await setImmediate()
    }
    if (packed.length > 0) rig.rows = [...united(packed, rig.rows)]
  }
  return { rigs, frames }
}

/** Rows as readings, in their order. Throws where one is damaged, unless `tellDamaged` hears of it: then it is left out. */
export async function readingsOf(
  rows: ReadingRow[],
  frames: FrameTexts,
  tellDamaged?: (span: DamagedSpan) => void,
): Promise<ReceivedReading[]> {
  const readings: ReceivedReading[] = []
  for (const [index, { rigId, atMs, receivedAtMs, frameId, figures }] of rows.entries()) {
    if (index > 0 && index % READINGS_PER_TURN === 0) await setImmediate()
    try {
      const reading = frames.readingFrom(rigId, frameId, atMs, new FigureReader(figures, atMs))
      readings.push({ rigId, receivedAtMs, reading })
    } catch (error) {
      if (tellDamaged === undefined) throw error
      tellDamaged({ spanMs: spanOf(atMs), rigId, why: why(error) })
    }
  }
  return readings
}

function why(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
