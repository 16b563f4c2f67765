import type Sqlite from 'better-sqlite3'
import { type PackedFrame, type PackedReadings, RowNumbers } from './packed-readings.ts'
import { SLOT_MS, slotOf } from './reading-slot.ts'

/** A stored reading, still packed. */
export type ReadingRow = { rigId: number; atMs: number; receivedAtMs: number; frameId: number; figures: Uint8Array }

/** The ways into the readings that lie as they came, each by their key: a slot, then a rig, then a moment. */
export function readingRows(connection: Sqlite.Database) {
  const columns = 'rigId, atMs, receivedAtMs, frameId, figures'
  const ofRig = connection.prepare<[number, number, number, number, number], ReadingRow>(
    `SELECT ${columns} FROM Reading WHERE slotMs = ? AND rigId = ? AND atMs >= ? AND atMs < ? ORDER BY atMs LIMIT ?`,
  )
  const lastOfRig = connection.prepare<[number, number, number, number], ReadingRow>(
    `SELECT ${columns} FROM Reading WHERE slotMs = ? AND rigId = ? AND atMs >= ? AND atMs < ? ORDER BY atMs DESC LIMIT 1`,
  )
  const nextRig = connection.prepare<[number, number], { rigId: number | null }>(
    'SELECT MIN(rigId) AS rigId FROM Reading WHERE slotMs = ? AND rigId > ?',
  )
  const nextKnownRig = connection.prepare<[number], { rigId: number | null }>(
    'SELECT MIN(rigId) AS rigId FROM ReadingFrame WHERE rigId > ?',
  )
  const firstSlot = connection.prepare<[], { slotMs: number | null }>('SELECT MIN(slotMs) AS slotMs FROM Reading')
  const slotBefore = connection.prepare<[number], { slotMs: number | null }>(
    'SELECT MAX(slotMs) AS slotMs FROM Reading WHERE slotMs < ?',
  )
  const slotFrom = connection
    .prepare<[number], number | null>('SELECT MIN(slotMs) FROM Reading WHERE slotMs >= ?')
    .pluck()
  const lastSlot = connection.prepare<[], { slotMs: number | null }>('SELECT MAX(slotMs) AS slotMs FROM Reading')
  const firstAt = connection.prepare<[number], { atMs: number | null }>(
    'SELECT MIN(atMs) AS atMs FROM Reading WHERE slotMs = ?',
  )
  const frame = connection.prepare<[number, number], { frame: string }>(
    'SELECT frame FROM ReadingFrame WHERE rigId = ? AND frameId = ?',
  )

  /** The slots that meet `[fromMs, toMs)` and could hold anything, ascending. */
  function* slots(fromMs: number, toMs: number): Generator<number> {
    const first = firstSlot.get()?.slotMs
    const last = lastSlot.get()?.slotMs
    if (typeof first !== 'number' || typeof last !== 'number') return
    const end = Math.min(toMs, last + SLOT_MS)
    for (let slotMs = Math.max(slotOf(fromMs), first); slotMs < end; slotMs += SLOT_MS) yield slotMs
  }

  /** The slots before `toMs` that hold something, ascending; one seek per slot. */
  function* slotsHeld(toMs: number): Generator<number> {
    let slotMs = slotFrom.get(Number.MIN_SAFE_INTEGER)
    while (typeof slotMs === 'number' && slotMs < toMs) {
      yield slotMs
      slotMs = slotFrom.get(slotMs + 1)
    }
  }

  /** The slots that hold something, from the newest back to the one of `sinceMs`. */
  function* slotsBackTo(sinceMs: number): Generator<number> {
    const first = slotOf(sinceMs)
    let slotMs = slotBefore.get(Number.MAX_SAFE_INTEGER)?.slotMs
    while (typeof slotMs === 'number' && slotMs >= first) {
      yield slotMs
      slotMs = slotBefore.get(slotMs)?.slotMs
    }
  }

  /** A rig's readings of `[fromMs, toMs)`, oldest first, at most `limit`. */
  function* range(rigId: number, fromMs: number, toMs: number, limit = Number.MAX_SAFE_INTEGER): Generator<ReadingRow> {
    let left = limit
    for (const slotMs of slots(fromMs, toMs)) {
      if (left <= 0) return
      const rows = ofRig.all(slotMs, rigId, fromMs, toMs, left)
      left -= rows.length
      yield* rows
    }
  }

  /** A rig's last reading of `[fromMs, toMs)`. */
  function lastOf(rigId: number, fromMs: number, toMs: number): ReadingRow | undefined {
    for (const slotMs of [...slots(fromMs, toMs)].reverse()) {
      const row = lastOfRig.get(slotMs, rigId, fromMs, toMs)
      if (row !== undefined) return row
    }
    return undefined
  }

  function* distinct(next: (after: number) => number | null | undefined): Generator<number> {
    for (let rigId = next(0); typeof rigId === 'number'; rigId = next(rigId)) yield rigId
  }

  return {
    slots,
    slotsHeld,
    slotsBackTo,
    range,
    lastOf,
    lastInSlot: (slotMs: number, rigId: number) => lastOfRig.get(slotMs, rigId, slotMs, slotMs + SLOT_MS),
    /** Rigs with readings in a slot, ascending; one seek per rig. */
    rigsInSlot: (slotMs: number) => distinct((after) => nextRig.get(slotMs, after)?.rigId),
    /** Rigs that ever reported; one seek per rig. */
    knownRigs: () => [...distinct((after) => nextKnownRig.get(after)?.rigId)],
    oldestMs: (): number | undefined => {
      const slotMs = firstSlot.get()?.slotMs
      return typeof slotMs === 'number' ? (firstAt.get(slotMs)?.atMs ?? undefined) : undefined
    },
    /** Throws when there is no such frame: readings and their frames are committed together. */
    frameText: (rigId: number, frameId: number): string => {
      const row = frame.get(rigId, frameId)
      if (row === undefined) throw new Error(`The frame ${frameId} of rig ${rigId} is missing.`)
      return row.frame
    },
    pack: (rows: Iterable<ReadingRow>) => pack(rows, (rigId, frameId) => frame.get(rigId, frameId)?.frame),
  }
}

const BYTES_AT_FIRST = 64 * 1024
const ROWS_AT_FIRST = 256

function pack(
  rows: Iterable<ReadingRow>,
  frameText: (rigId: number, frameId: number) => string | undefined,
): PackedReadings {
  const numbers = new RowNumbers(ROWS_AT_FIRST)
  const frames = new Map<string, PackedFrame>()
  let figures = new Uint8Array(BYTES_AT_FIRST)
  let start = 0
  for (const row of rows) {
    const end = start + row.figures.length
    if (end > figures.length) {
      const larger = new Uint8Array(Math.max(figures.length * 2, end))
      larger.set(figures)
      figures = larger
    }
    figures.set(row.figures, start)
    numbers.push({ ...row, start, end })
    start = end
    const key = `${row.rigId}/${row.frameId}`
    if (!frames.has(key)) {
      const text = frameText(row.rigId, row.frameId)
      if (text === undefined) throw new Error(`The frame ${row.frameId} of rig ${row.rigId} is missing.`)
      frames.set(key, { rigId: row.rigId, frameId: row.frameId, text })
    }
  }
  return { rows: numbers.take(), figures: figures.slice(0, start), frames: [...frames.values()] }
}
