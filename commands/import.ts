import { createReadStream, fstatSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { formatPercent } from '#lib/domain/format'
import { parseHashRate } from '#lib/domain/units'
import { importReadings } from '#lib/services/storage/import-readings'
import { OWN_COLUMNS, readCsvLines } from '#lib/services/storage/read-csv-lines'
import { couldNotRead, readJsonLines } from '#lib/services/storage/read-lines'
import { ReadingKeeper } from '#lib/services/storage/reading-keeper'
import { CommandProblem } from './command-problem.ts'
import { note } from './with-database.ts'
import { withReadings } from './with-readings.ts'

export type ImportOptions = {
  format?: string
  timeColumn?: string
  rigColumn?: string
  hashRateColumn?: string
  hashRateUnit: string
  algorithmColumn?: string
  algorithm?: string
  powerColumn?: string
  temperatureColumn?: string
  acceptedColumn?: string
  rejectedColumn?: string
  staleColumn?: string
  stateColumn?: string
}

const READINGS_PER_NOTE = 10_000
/** Exit code where nothing can be done with the file. */
const UNUSABLE = 2

export async function run(file: string, options: ImportOptions): Promise<void> {
  const format = options.format ?? (file.toLowerCase().endsWith('.csv') ? 'csv' : 'jsonl')
  if (format !== 'csv' && format !== 'jsonl') throw new CommandProblem('--format is csv or jsonl.', UNUSABLE)
  const hashUnit = parseHashRate(`1${options.hashRateUnit}`)
  if (hashUnit === undefined) {
    throw new CommandProblem('--hash-rate-unit is a unit such as H, MH, TH or kSol.', UNUSABLE)
  }
  // Opened before the database is: what cannot be read must change nothing.
  const { input, toldShare } = await opened(file)
  const lines =
    format === 'jsonl'
      ? readJsonLines(input)
      : readCsvLines(input, { columns: columnsOf(options), hashUnit, algorithm: options.algorithm })
  await withReadings(async (context, folder) => {
    const log = { info: () => {}, warn: () => {} }
    const keeper = new ReadingKeeper({ ...context, log, folder })
    await keeper.refresh()
    let noted = 0
    const result = await importReadings(
      { ...context, tooOld: (atMs, nowMs) => keeper.tooOld(atMs, nowMs) },
      lines,
      ({ stored, duplicates }) => {
        if (stored + duplicates < noted + READINGS_PER_NOTE) return
        noted = stored + duplicates
        note(`${noted} readings so far${toldShare()}.`)
      },
    )
    for (const problem of result.problems) note(problem)
    const { stored, duplicates, refused, unusable } = result
    if (stored + duplicates + refused > 0 || unusable === undefined) {
      note(`${stored} readings stored, ${duplicates} were there already, ${refused} refused.`)
    }
    if (unusable !== undefined) {
      const kept = stored > 0 ? ' What was stored stays: give the file again when it is whole.' : ''
      throw new CommandProblem(`${nameOf(file)}: ${unusable}.${kept}`, UNUSABLE)
    }
    if (stored + duplicates + refused === 0) {
      throw new CommandProblem(`${nameOf(file)} holds no readings: nothing was changed.`, UNUSABLE)
    }
    if (refused > 0) process.exitCode = 1
  })
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file
}

/** The file, open; and how much of it has been read, where that is known. */
async function opened(file: string): Promise<{ input: Readable; toldShare: () => string }> {
  if (file === '-') return { input: process.stdin, toldShare: () => '' }
  const input = createReadStream(file)
  const descriptor = await new Promise<number>((resolve, reject) => {
    input.once('open', resolve)
    input.once('error', reject)
  }).catch((error: unknown) => {
    throw new CommandProblem(`${file}: ${couldNotRead(error)}.`, UNUSABLE)
  })
  const about = fstatSync(descriptor)
  if (about.isDirectory()) {
    input.destroy()
    throw new CommandProblem(`${file}: it is a folder: name the file in it.`, UNUSABLE)
  }
  const { size } = about
  return { input, toldShare: () => (size > 0 ? `, ${formatPercent(input.bytesRead / size, 0)} of the file` : '') }
}

function columnsOf(options: ImportOptions) {
  return {
    time: options.timeColumn ?? OWN_COLUMNS.time,
    rig: options.rigColumn ?? OWN_COLUMNS.rig,
    algorithm: options.algorithmColumn ?? OWN_COLUMNS.algorithm,
    hashRate: options.hashRateColumn ?? OWN_COLUMNS.hashRate,
    accepted: options.acceptedColumn ?? OWN_COLUMNS.accepted,
    rejected: options.rejectedColumn ?? OWN_COLUMNS.rejected,
    power: options.powerColumn ?? OWN_COLUMNS.power,
    temperature: options.temperatureColumn ?? OWN_COLUMNS.temperature,
    stale: options.staleColumn ?? OWN_COLUMNS.stale,
    state: options.stateColumn ?? OWN_COLUMNS.state,
  }
}
