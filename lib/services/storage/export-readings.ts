import Papa from 'papaparse'
import type { Database } from '#lib/db/database'
import { type RigRecord, rigRecords } from '#lib/db/inventory'
import type { ReadingStore } from '#lib/db/reading-store'
import { hottestSensor } from '#lib/domain/limits'
import type { Reading } from '#lib/domain/reading'

export type ExportFormat = 'csv' | 'jsonl'

/**
 * The columns of a CSV of readings; a line for each algorithm that a rig works on. SI units, as everywhere. `reading` is the
 * whole of it as JSON, on its first line.
 */
export const READING_COLUMNS = [
  'time',
  'rig',
  'name',
  'state',
  'algorithm',
  'hashes_per_second',
  'accepted',
  'rejected',
  'stale',
  'power_watts',
  'hottest_celsius',
  'reading',
] as const

const READINGS_PER_PAGE = 1_000

/**
 * Readings of `[fromMs, toMs)` as text, some hundred lines at a time: rig by rig, oldest first. Both formats
 * hold whole readings and can be taken back exactly; CSV begins with what spreadsheets are asked for. `told` hears of each part.
 */
export async function* exportReadings(
  { database, store }: { database: Database; store: ReadingStore },
  span: { fromMs: number; toMs: number; format: ExportFormat },
  told: (done: { rig: string; rigs: number; ofRigs: number; readings: number }) => void = () => {},
): AsyncGenerator<string> {
  const rigs = await rigRecords(database)
  const asText = span.format === 'csv' ? csvOf : jsonLinesOf
  if (span.format === 'csv') yield `${READING_COLUMNS.join(',')}\n`
  let readings = 0
  for (const [index, rig] of rigs.entries()) {
    let afterMs: number | undefined
    for (;;) {
      const page = await store.readRange(rig.id, span.fromMs, span.toMs, {
        limit: READINGS_PER_PAGE,
        ...(afterMs === undefined ? {} : { afterMs }),
      })
      const last = page.at(-1)
      if (last === undefined) break
      afterMs = last.at
      readings += page.length
      yield asText(rig, page)
    }
    told({ rig: rig.name, rigs: index + 1, ofRigs: rigs.length, readings })
  }
}

function keyOf(rig: RigRecord): string {
  return rig.keys[0] ?? rig.name
}

function jsonLinesOf(rig: RigRecord, readings: Reading[]): string {
  return readings.map((reading) => `${JSON.stringify({ rig: keyOf(rig), name: rig.name, ...reading })}\n`).join('')
}

function csvOf(rig: RigRecord, readings: Reading[]): string {
  const lines = readings.flatMap((reading) => {
    const shared = {
      time: new Date(reading.at).toISOString(),
      rig: keyOf(rig),
      name: rig.name,
      state: reading.state,
      power_watts: reading.powerWatts,
      hottest_celsius: hottestSensor(reading)?.celsius,
    }
    const work = reading.work.length === 0 ? [undefined] : reading.work
    return work.map((one, index) => ({
      ...shared,
      algorithm: one?.algorithm,
      hashes_per_second: one?.hashesPerSecond,
      accepted: one?.shares?.accepted,
      rejected: one?.shares?.rejected,
      stale: one?.shares?.stale,
      reading: index === 0 ? JSON.stringify(reading) : undefined,
    }))
  })
  return `${Papa.unparse(lines, { columns: [...READING_COLUMNS], header: false, newline: '\n', escapeFormulae: true })}\n`
}
