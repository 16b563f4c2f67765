import type Sqlite from 'better-sqlite3'
import type { Reading } from '#lib/domain/reading'
import { spanOf } from './block-span.ts'
import type { ChartColumns } from './chart-columns.ts'
import type { ChartHourRow, ChartWorkRow } from './chart-hours.ts'
import type { DamagedSpan } from './damaged-spans.ts'
import { FigureReader } from './figure-bytes.ts'
import { figuresSeries } from './figures-series.ts'
import { HoursChart, type HoursChartAsked } from './hours-chart.ts'
import type { PackedReadings } from './packed-readings.ts'
import { moldFromText, type ReadingMold, readingFrom } from './reading-mold.ts'
import type { ReadingRow } from './reading-rows.ts'
import type { DatedPower } from './reading-store.ts'
import { damageIn, packSpans, type SealedSpan } from './seal-blocks.ts'
import { connectSqlite } from './sqlite-connection.ts'
import { type StoreSize, storeSize } from './store-size.ts'
import { type StoredRows, storedRows } from './stored-rows.ts'

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
  let reader: { connection: Sqlite.Database; rows: StoredRows } | undefined

  function reading<Result>(look: (rows: StoredRows, connection: Sqlite.Database) => Result): Result {
    if (reader === undefined) {
      const connection = connectSqlite(file, 'read')
      reader = { connection, rows: storedRows(connection) }
    }
    const { connection, rows } = reader
    return connection.transaction(() => look(rows, connection))()
  }

  return {
    range: (asked: RangeAsked): PackedReadings =>
      reading((rows) => rows.pack(rows.range(asked.rigId, asked.fromMs, asked.toMs, asked.limit))),
    received: (asked: { rigIds: number[]; fromMs: number; toMs: number }): PackedReadings =>
      reading((rows) => rows.pack(rangesOf(rows, asked))),
    /** A rig of which a block is damaged is left out as a whole, and told. */
    hour: (asked: { hourMs: number; rigIds?: number[] | undefined }): PackedReadings & { damaged: DamagedSpan[] } =>
      reading((rows) => {
        const damaged: DamagedSpan[] = []
        return { ...rows.pack(hourOf(rows, asked, damaged)), damaged }
      }),
    latest: (asked: { sinceMs: number }): PackedReadings => reading((rows) => rows.pack(rows.latest(asked.sinceMs))),
    series: (asked: SeriesAsked): ChartColumns => reading((rows) => series(rows, asked)),
    hoursChart: (asked: HoursChartAsked): ChartColumns =>
      reading((_, connection) => {
        const chart = new HoursChart(asked)
        return chart.drawn({
          hours: connection.prepare<[], ChartHourRow>(chart.questions.hours).raw().all(),
          work: connection.prepare<[], ChartWorkRow>(chart.questions.work).raw().all(),
        })
      }),
    /** Nothing is written: what is packed goes to the writer. */
    packSpans: (asked: { endedByMs: number; known: Set<string> }): { packed: SealedSpan[]; damaged: DamagedSpan[] } =>
      reading((_, connection) => packSpans(connection, asked.endedByMs, (key) => asked.known.has(key))),
    storage: (): StoreSize => reading((_, connection) => storeSize(connection)),
    oldestMs: (): number | undefined => reading((rows) => rows.oldestMs()),
    close: (): void => {
      reader?.connection.close()
      reader = undefined
    },
  }
}

export type ReadingReader = ReturnType<typeof readingReader>

function* rangesOf(
  rows: StoredRows,
  { rigIds, fromMs, toMs }: { rigIds: number[]; fromMs: number; toMs: number },
): Generator<ReadingRow> {
  for (const rigId of rigIds) yield* rows.range(rigId, fromMs, toMs)
}

function* hourOf(
  rows: StoredRows,
  { hourMs, rigIds }: { hourMs: number; rigIds?: number[] | undefined },
  damaged: DamagedSpan[],
): Generator<ReadingRow> {
  const endMs = hourMs + HOUR_MS
  for (const rigId of rigIds ?? rows.rigsBetween(hourMs - NEIGHBOUR_MS, endMs + NEIGHBOUR_MS)) {
    let found: ReadingRow[] = []
    let atMs = hourMs - NEIGHBOUR_MS
    try {
      const before = rows.lastOf(rigId, atMs, hourMs)
      if (before !== undefined) found.push(before)
      atMs = hourMs
      for (const row of rows.range(rigId, hourMs, endMs)) found.push(row)
      atMs = endMs
      for (const row of rows.range(rigId, endMs, endMs + NEIGHBOUR_MS, 1)) found.push(row)
    } catch (error) {
      damaged.push({ spanMs: spanOf(atMs), rigId, why: damageIn(error) })
      // A part of it would be taken for the whole.
      found = []
    }
    yield* found
  }
}

function series(rows: StoredRows, { rigId, fromMs, toMs, stepMs, power }: SeriesAsked): ChartColumns {
  return figuresSeries(unpacked(rows, rigId, fromMs, toMs), { fromMs, toMs, stepMs }, power)
}

function* unpacked(rows: StoredRows, rigId: number, fromMs: number, toMs: number): Generator<Reading> {
  const molds = new Map<number, ReadingMold>()
  const unpack = ({ frameId, atMs, figures }: ReadingRow): Reading => {
    const mold = molds.get(frameId) ?? moldFromText(rows.frameText(rigId, frameId))
    molds.set(frameId, mold)
    return readingFrom(mold, atMs, new FigureReader(figures, atMs))
  }
  const before = rows.lastOf(rigId, fromMs - NEIGHBOUR_MS, fromMs)
  if (before !== undefined) yield unpack(before)
  for (const row of rows.range(rigId, fromMs, toMs)) yield unpack(row)
}
