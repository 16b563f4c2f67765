import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import Papa from 'papaparse'
import type { ImportedLine } from './import-readings.ts'

/** Which columns of a CSV hold what; a column that a file does not have is as if it were empty. */
export type CsvColumns = {
  time: string
  rig: string
  algorithm: string
  hashRate: string
  accepted: string
  rejected: string
  power: string
  temperature: string
  state: string
}

export const OWN_COLUMNS: CsvColumns = {
  time: 'time',
  rig: 'rig',
  algorithm: 'algorithm',
  hashRate: 'hashes_per_second',
  accepted: 'accepted',
  rejected: 'rejected',
  power: 'power_watts',
  temperature: 'hottest_celsius',
  state: 'state',
}

/** Lines of JSON, a reading each with its `rig`. */
export async function* readJsonLines(input: Readable): AsyncGenerator<ImportedLine> {
  let line = 0
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1
    if (text.trim() === '') continue
    try {
      yield { line, candidate: JSON.parse(text) }
    } catch {
      yield { line, problem: 'is not JSON' }
    }
  }
}

/** Lines of a CSV as readings of one algorithm each. `hashUnit` is how many hashes one unit of its hash rates is. */
export async function* readCsvLines(
  input: Readable,
  { columns, hashUnit, algorithm }: { columns: CsvColumns; hashUnit: number; algorithm: string | undefined },
): AsyncGenerator<ImportedLine> {
  const parser = Papa.parse(Papa.NODE_STREAM_INPUT, { header: true, skipEmptyLines: 'greedy' })
  let line = 1
  for await (const fields of input.pipe(parser)) {
    line += 1
    yield { line, candidate: readingOf(fields, { columns, hashUnit, algorithm }) }
  }
}

function readingOf(
  fields: Record<string, string>,
  { columns, hashUnit, algorithm }: { columns: CsvColumns; hashUnit: number; algorithm: string | undefined },
) {
  const word = (column: keyof CsvColumns) => fields[columns[column]]?.trim() || undefined
  const figure = (column: keyof CsvColumns) => (word(column) === undefined ? undefined : Number(word(column)))
  const [hashRate, powerWatts, temperatureCelsius] = [figure('hashRate'), figure('power'), figure('temperature')]
  const shares = known({ accepted: figure('accepted'), rejected: figure('rejected') })
  return known({
    rig: word('rig'),
    at: momentOf(word('time')),
    state: word('state') ?? 'hashing',
    miner: { name: 'imported' },
    work: [
      known({
        algorithm: word('algorithm') ?? algorithm ?? 'unknown',
        hashesPerSecond: hashRate === undefined ? undefined : hashRate * hashUnit,
        shares: Object.keys(shares).length > 0 ? shares : undefined,
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : 'estimated',
    devices: temperatureCelsius === undefined ? undefined : [{ index: 0, kind: 'gpu', temperatureCelsius }],
  })
}

function known(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

// Epoch seconds or milliseconds, or ISO 8601; without a zone it is taken as UTC, not as this machine's.
function momentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  if (/^\d{12,14}$/.test(text)) return Number(text)
  const plain = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?: ?UTC)?$/.exec(text)
  const atMs = Date.parse(plain ? `${plain[1]}T${plain[2]}Z` : text)
  return Number.isFinite(atMs) ? atMs : undefined
}
