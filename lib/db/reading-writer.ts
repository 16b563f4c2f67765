import { statSync } from 'node:fs'
import type Sqlite from 'better-sqlite3'
import type { RigHour } from '#lib/domain/rollup'
import { RIG_HOUR_COLUMNS, rigHourValues, WORK_HOUR_COLUMNS, workHourValues } from './hour-columns.ts'
import type { LedgerBatch, LedgerReceipt } from './ledger-row.ts'
import { type MoveStep, moveSomeHistory } from './move-history.ts'
import { type PackedReadings, rowAt, rowCount } from './packed-readings.ts'
import { type PruneStep, pruneSome } from './prune-readings.ts'
import type { SiteSlotRow, SiteWorkSlotRow } from './reading-store.ts'
import { saveLedgerRows } from './save-ledger.ts'
import { PeriodWriter } from './save-ledger-periods.ts'
import { saveSlots } from './save-site-slots.ts'
import { type SealedSpan, writeSpans } from './seal-blocks.ts'
import { SealedMoments } from './sealed-moments.ts'
import { connectSqlite } from './sqlite-connection.ts'

/** What the writer's thread does. Each call is one transaction, synced to disk when it returns, undone when it throws. */
export function readingWriter(file: string) {
  let writer: Writer | undefined

  // After a failure of the disk a connection may be of no use any more; a new one is tried at the next call.
  function committed<Result>(work: (writer: Writer) => Result): Result {
    writer ??= prepareWriter(connectSqlite(file, 'write'))
    try {
      writer.connection.exec('BEGIN IMMEDIATE')
      writer.sealed.refresh()
      const result = work(writer)
      writer.connection.exec('COMMIT')
      return result
    } catch (error) {
      abandon(writer)
      if (isOfTheDisk(error)) {
        writer.connection.close()
        writer = undefined
      }
      throw error
    }
  }

  return {
    /** One entry per row: 1 stored, 0 there already. */
    store: (packed: PackedReadings): { stored: Uint8Array; walBytes: number } => {
      const stored = committed((open) => insertReadings(open, packed))
      return { stored, walBytes: statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0 }
    },
    saveHours: (hours: (RigHour & { rigId: number })[]): void => committed((open) => insertHours(open, hours)),
    saveSiteSlots: (given: { slots: SiteSlotRow[]; work: SiteWorkSlotRow[] }): void =>
      committed(({ connection }) => saveSlots(connection, given.slots, given.work)),
    saveLedger: (batch: LedgerBatch): LedgerReceipt => committed(({ connection }) => saveLedgerRows(connection, batch)),
    sumLedgerAgain: (subject: string): void =>
      committed(({ connection }) => {
        const periods = new PeriodWriter(connection)
        periods.sumAllAgain(subject)
        periods.write()
      }),
    moveSome: (step: MoveStep): MoveStep & { hoursMs: number[] } =>
      committed(({ connection, sealed }) => {
        sealed.forget()
        return moveSomeHistory(connection, step, sealed)
      }),
    /** Answers with the number of readings that were put into blocks. */
    seal: (spans: SealedSpan[]): number =>
      committed(({ connection, sealed }) => {
        sealed.forget()
        return writeSpans(connection, spans)
      }),
    /** Removes some of the oldest readings; `more` when some are left that are older than `beforeMs`. */
    pruneSome: (beforeMs: number): PruneStep =>
      committed(({ connection, sealed }) => {
        sealed.forget()
        return pruneSome(connection, beforeMs)
      }),
    close: (): void => {
      writer?.connection.close()
      writer = undefined
    },
  }
}

export type ReadingWriter = ReturnType<typeof readingWriter>

type Writer = ReturnType<typeof prepareWriter>

function prepareWriter(connection: Sqlite.Database) {
  const places = (columns: string[]) => columns.map(() => '?').join(', ')
  return {
    connection,
    sealed: new SealedMoments(connection),
    // Every column bound here is declared BIGINT or INTEGER, whose affinity keeps whole numbers as integers:
    // better-sqlite3 binds every JavaScript number as a REAL.
    reading: connection.prepare<[number, number, number, number, number, Uint8Array]>(
      'INSERT OR IGNORE INTO Reading (slotMs, rigId, atMs, receivedAtMs, frameId, figures) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    frame: connection.prepare<[number, number, string]>(
      'INSERT OR IGNORE INTO ReadingFrame (rigId, frameId, frame) VALUES (?, ?, ?)',
    ),
    hour: connection.prepare(
      `INSERT OR REPLACE INTO RigHour (${RIG_HOUR_COLUMNS.join(', ')}) VALUES (${places(RIG_HOUR_COLUMNS)})`,
    ),
    forgetWork: connection.prepare('DELETE FROM WorkHour WHERE rigId = ? AND hourMs = ?'),
    work: connection.prepare(
      `INSERT INTO WorkHour (${WORK_HOUR_COLUMNS.join(', ')}) VALUES (${places(WORK_HOUR_COLUMNS)})`,
    ),
  }
}

function insertReadings(writer: Writer, packed: PackedReadings): Uint8Array {
  for (const { rigId, frameId, text } of packed.frames) writer.frame.run(rigId, frameId, text)
  const stored = new Uint8Array(rowCount(packed))
  for (let index = 0; index < stored.length; index++) {
    const { slotMs, rigId, atMs, receivedAtMs, frameId, start, end } = rowAt(packed, index)
    if (writer.sealed.has(rigId, atMs)) continue
    const figures = packed.figures.subarray(start, end)
    stored[index] = writer.reading.run(slotMs, rigId, atMs, receivedAtMs, frameId, figures).changes
  }
  return stored
}

function insertHours(writer: Writer, hours: (RigHour & { rigId: number })[]): void {
  for (const hour of hours) {
    writer.hour.run(rigHourValues(hour.rigId, hour))
    writer.forgetWork.run(hour.rigId, hour.hourMs)
    for (const work of hour.work) writer.work.run(workHourValues(hour.rigId, hour.hourMs, work))
  }
}

function abandon({ connection }: Writer): void {
  try {
    if (connection.inTransaction) connection.exec('ROLLBACK')
  } catch {
    // SQLite has rolled back already, as it does when the disk is full.
  }
}

function isOfTheDisk(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^SQLITE_(IOERR|FULL|CORRUPT|NOTADB|CANTOPEN|READONLY)/.test(code)
}
