import type Sqlite from 'better-sqlite3'
import type { Reading } from '#lib/domain/reading'
import type { ChartColumns } from './chart-columns.ts'
import { FigureReader } from './figure-bytes.ts'
import { figuresSeries } from './figures-series.ts'
import type { PackedReadings } from './packed-readings.ts'
import { type Frame, frameFromText, readingFrom } from './reading-frame.ts'
import { type ReadingRow, type ReadingRows, readingRows } from './reading-rows.ts'
import type { DatedPower } from './reading-store.ts'
import { connectSqlite } from './sqlite-connection.ts'

const HOUR_MS = 3_600_000

/** How far outside of an hour its neighbours are looked for: beyond it, a reading no longer speaks. */
const NEIGHBOUR_MS = 600_000

export type RangeAsked = { rigId: number; fromMs: number; toMs: number; limit: number }
export type SeriesAsked = {
  rigId: number
  fromMs: number
  toMs: number
  stepMs: number
  power?: DatedPower | undefined
}

/** What the readers' thread does. Each call sees one consistent state of the database. */
export function readingReader(file: string) {
  let reader: { connection: Sqlite.Database; rows: ReadingRows } | undefined

  function reading<Result>(look: (rows: ReadingRows) => Result): Result {
    if (reader === undefined) {
      const connection = connectSqlite(file, 'read')
      reader = { connection, rows: readingRows(connection) }
    }
    const { connection, rows } = reader
    return connection.transaction(() => look(rows))()
  }

  return {
    range: (asked: RangeAsked): PackedReadings =>
      reading((rows) => rows.pack(rows.range(asked.rigId, asked.fromMs, asked.toMs, asked.limit))),
    received: (asked: { rigIds: number[]; fromMs: number; toMs: number }): PackedReadings =>
      reading((rows) => rows.pack(rangesOf(rows, asked))),
    hour: (asked: { hourMs: number; rigIds?: number[] | undefined }): PackedReadings =>
      reading((rows) => rows.pack(hourOf(rows, asked.hourMs, asked.rigIds))),
    latest: (asked: { sinceMs: number }): PackedReadings => reading((rows) => rows.pack(latest(rows, asked.sinceMs))),
    series: (asked: SeriesAsked): ChartColumns => reading((rows) => series(rows, asked)),
    oldestMs: (): number | undefined => reading((rows) => rows.oldestMs()),
    close: (): void => {
      reader?.connection.close()
      reader = undefined
    },
  }
}

export type ReadingReader = ReturnType<typeof readingReader>

function* rangesOf(
  rows: ReadingRows,
  { rigIds, fromMs, toMs }: { rigIds: number[]; fromMs: number; toMs: number },
): Generator<ReadingRow> {
  for (const rigId of rigIds) yield* rows.range(rigId, fromMs, toMs)
}

function* hourOf(rows: ReadingRows, hourMs: number, rigIds?: number[]): Generator<ReadingRow> {
  const endMs = hourMs + HOUR_MS
  for (const rigId of rigIds ?? rigsBetween(rows, hourMs - NEIGHBOUR_MS, endMs + NEIGHBOUR_MS)) {
    const before = rows.lastOf(rigId, hourMs - NEIGHBOUR_MS, hourMs)
    if (before !== undefined) yield before
    yield* rows.range(rigId, hourMs, endMs)
    yield* rows.range(rigId, endMs, endMs + NEIGHBOUR_MS, 1)
  }
}

function rigsBetween(rows: ReadingRows, fromMs: number, toMs: number): number[] {
  const rigIds = new Set<number>()
  for (const slotMs of rows.slots(fromMs, toMs)) for (const rigId of rows.rigsInSlot(slotMs)) rigIds.add(rigId)
  return [...rigIds].sort((one, other) => one - other)
}

// From the newest slot backwards, so that a rig that reports is found at its first or second seek.
function* latest(rows: ReadingRows, sinceMs: number): Generator<ReadingRow> {
  const missing = new Set(rows.knownRigs())
  for (const slotMs of rows.slotsBackTo(sinceMs)) {
    if (missing.size === 0) return
    for (const rigId of missing) {
      const row = rows.lastInSlot(slotMs, rigId)
      if (row === undefined || row.atMs < sinceMs) continue
      missing.delete(rigId)
      yield row
    }
  }
}

function series(rows: ReadingRows, { rigId, fromMs, toMs, stepMs, power }: SeriesAsked): ChartColumns {
  return figuresSeries(unpacked(rows, rigId, fromMs, toMs), { fromMs, toMs, stepMs }, power)
}

function* unpacked(rows: ReadingRows, rigId: number, fromMs: number, toMs: number): Generator<Reading> {
  const frames = new Map<number, Frame>()
  const unpack = ({ frameId, atMs, figures }: ReadingRow): Reading => {
    const frame = frames.get(frameId) ?? frameFromText(rows.frameText(rigId, frameId))
    frames.set(frameId, frame)
    return readingFrom(frame, atMs, new FigureReader(figures, atMs))
  }
  const before = rows.lastOf(rigId, fromMs - NEIGHBOUR_MS, fromMs)
  if (before !== undefined) yield unpack(before)
  for (const row of rows.range(rigId, fromMs, toMs)) yield unpack(row)
}
