import { createReadStream, existsSync } from 'node:fs'
import { parseHashRate } from '#lib/domain/units'
import { importReadings } from '#lib/services/storage/import-readings'
import { OWN_COLUMNS, readCsvLines, readJsonLines } from '#lib/services/storage/read-lines'
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
}

const READINGS_PER_NOTE = 50_000

export async function run(file: string, options: ImportOptions): Promise<void> {
  const format = options.format ?? (file.endsWith('.csv') ? 'csv' : 'jsonl')
  if (format !== 'csv' && format !== 'jsonl') throw new CommandProblem('--format is csv or jsonl.')
  if (file !== '-' && !existsSync(file)) throw new CommandProblem(`There is no file ${file}.`)
  const hashUnit = parseHashRate(`1${options.hashRateUnit}`)
  if (hashUnit === undefined) throw new CommandProblem('--hash-rate-unit is a unit such as H, MH, TH or kSol.')
  const input = file === '-' ? process.stdin : createReadStream(file)
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
        note(`${noted} readings so far.`)
      },
    )
    for (const problem of result.problems) note(problem)
    note(`${result.stored} readings stored, ${result.duplicates} were there already, ${result.refused} refused.`)
    if (result.refused > 0) process.exitCode = 1
  })
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
    state: OWN_COLUMNS.state,
  }
}
