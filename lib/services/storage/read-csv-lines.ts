import { pipeline, type Readable } from 'node:stream'
import Papa from 'papaparse'
import { READING_COLUMNS } from './export-readings.ts'
import type { ImportedLine } from './import-readings.ts'
import { couldNotRead, withoutMark } from './read-lines.ts'

/** Which columns of a CSV hold what; a column that a file does not have is as if it were empty. */
export type CsvColumns = {
  time: string
  rig: string
  algorithm: string
  hashRate: string
  accepted: string
  rejected: string
  stale: string
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
  stale: 'stale',
  power: 'power_watts',
  temperature: 'hottest_celsius',
  state: 'state',
}

/** The column of our own exports with the whole reading as JSON. */
const WHOLE = 'reading'

const WITHOUT_IT = 'as where a file was cut off; without that column the others would be taken'

export type CsvOptions = {
  columns: CsvColumns
  /** How many hashes one unit of the hash rates is. */
  hashUnit: number
  /** Where no column says so. */
  algorithm: string | undefined
}

type Fields = Record<string, string>

/**
 * Lines of a CSV as readings: whole ones where it is an export of ours (which has all of its columns), else of one algorithm each. A column that was named
 * by hand, and is not there, makes the file unusable: what it was meant to hold would be missing without a word.
 */
export async function* readCsvLines(input: Readable, options: CsvOptions): AsyncGenerator<ImportedLine> {
  const heading = new Set<string>()
  const parser = Papa.parse(Papa.NODE_STREAM_INPUT, {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (written: string) => {
      const name = withoutMark(written).trim()
      heading.add(name)
      return name
    },
  })
  // Destroys the parser when the input fails, so that the loop below hears of it.
  const rows = pipeline(input, parser, () => {})
  let line = 1
  // Of a rig that works on two algorithms, the second line says nothing that the first one's reading does not.
  let whole: { rig: string; time: string } | undefined
  try {
    for await (const row of rows) {
      // Papa Parse does not say what its stream holds.
      const fields: Fields = row
      if (line === 1) {
        const missing = missingColumns(fields, options.columns)
        if (missing !== undefined) {
          yield { unusable: missing }
          return
        }
      }
      line += 1
      const [rig, time] = [fields[options.columns.rig] ?? '', fields[options.columns.time] ?? '']
      if (!isOwn(heading)) yield { line, candidate: readingOf(fields, options) }
      else if (fields[WHOLE]?.trim()) {
        whole = { rig, time }
        yield wholeReading(line, fields[WHOLE], plain(rig))
      } else if (whole?.rig !== rig || whole?.time !== time) {
        yield { line, problem: `its ${WHOLE} is missing, ${WITHOUT_IT}` }
      }
    }
  } catch (error) {
    yield { unusable: couldNotRead(error) }
  }
}

/** Other systems may well have a column of that name. */
function isOwn(heading: ReadonlySet<string>): boolean {
  return READING_COLUMNS.every((name) => heading.has(name))
}

function missingColumns(fields: Fields, columns: CsvColumns): string | undefined {
  const wanted = Object.entries(columns).flatMap(([what, name]) => {
    const isNeeded = what === 'time' || what === 'rig' || !Object.values(OWN_COLUMNS).includes(name)
    return isNeeded && !(name in fields) ? [`"${name}"`] : []
  })
  if (wanted.length === 0) return undefined
  const names = Object.keys(fields).filter((name) => name !== '__parsed_extra')
  return `it has no column ${wanted.join(', ')}, but ${names.map((name) => `"${name}"`).join(', ')}: name them with --time-column and the like`
}

function wholeReading(line: number, text: string, rig: string): ImportedLine {
  try {
    return { line, candidate: { ...JSON.parse(text), rig } }
  } catch {
    return { line, problem: `its ${WHOLE} is not whole JSON, ${WITHOUT_IT}` }
  }
}

function readingOf(fields: Fields, { columns, hashUnit, algorithm }: CsvOptions) {
  const word = (column: keyof CsvColumns) => fields[columns[column]]?.trim() || undefined
  const figure = (column: keyof CsvColumns) => (word(column) === undefined ? undefined : Number(word(column)))
  const [hashRate, powerWatts, temperatureCelsius] = [figure('hashRate'), figure('power'), figure('temperature')]
  const shares = known({ accepted: figure('accepted'), rejected: figure('rejected'), stale: figure('stale') })
  return known({
    rig: word('rig') && plain(word('rig') ?? ''),
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

// An export puts an apostrophe before what a spreadsheet would take for a formula.
function plain(word: string): string {
  return /^'[=+\-@\t\r]/.test(word) ? word.slice(1) : word
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
