import type { Database } from '#lib/db/database'
import { rigRecords } from '#lib/db/inventory'
import type { ReadingStore, ReceivedReading } from '#lib/db/reading-store'
import type { Reading } from '#lib/domain/reading'
import { HOUR_MS } from '#lib/domain/units'
import { admitReading } from '#lib/wire/reading-validator'
import { HoursTurn } from '../hours-turn.ts'
import { mendImportedHours } from '../mend-hours.ts'
import { rememberHours } from '../remember-hours.ts'

const READINGS_PER_APPEND = 500
const PROBLEMS_SHOWN = 20
/** A running server closes its last hours from memory, and knows nothing of what another process stores. */
const OPEN_FOR_MS = 3 * HOUR_MS

/**
 * A line of a file: the reading it holds, with the rig it names, or what is wrong with it. `unusable`: why nothing more of
 * the file can be had.
 */
export type ImportedLine =
  | { line: number; candidate: unknown }
  | { line: number; problem: string }
  | { unusable: string }

export type ImportResult = {
  stored: number
  duplicates: number
  refused: number
  problems: string[]
  /** Why the file could not be taken to its end; what came before is counted. */
  unusable?: string
}

export type ImportContext = {
  database: Database
  store: ReadingStore
  /** Why a reading comes too late to be kept. */
  tooOld(atMs: number, nowMs: number): string | undefined
}

/**
 * Takes readings from elsewhere, each for a rig that is known here by its key or its name. What is there already stays,
 * so that the same file can be given again. Hours they fall into are made anew, now or, when killed, at the next start.
 */
export async function importReadings(
  context: ImportContext,
  lines: AsyncIterable<ImportedLine> | Iterable<ImportedLine>,
  told: (sofar: ImportResult) => void = () => {},
  nowMs = Date.now(),
): Promise<ImportResult> {
  const rigs = await rigsByWord(context.database)
  const result: ImportResult = { stored: 0, duplicates: 0, refused: 0, problems: [] }
  let waiting: ReceivedReading[] = []
  const append = async () => {
    const hoursMs = new Set(waiting.map(({ reading }) => Math.floor(reading.at / HOUR_MS) * HOUR_MS))
    await rememberHours(context.database, hoursMs)
    for (const one of await context.store.append(waiting)) {
      if (one === 'stored') result.stored += 1
      else result.duplicates += 1
    }
    // A server may have mended and forgotten them while they were on their way to the disk.
    await rememberHours(context.database, hoursMs)
    waiting = []
    told(result)
  }
  for await (const line of lines) {
    if ('unusable' in line) {
      result.unusable = line.unusable
      break
    }
    const judged = 'problem' in line ? line.problem : judge(context, rigs, line.candidate, nowMs)
    if (typeof judged !== 'string') waiting.push({ ...judged, receivedAtMs: nowMs })
    else {
      result.refused += 1
      if (result.problems.length < PROBLEMS_SHOWN) result.problems.push(`line ${line.line}: ${judged}`)
    }
    if (waiting.length >= READINGS_PER_APPEND) await append()
  }
  if (waiting.length > 0) await append()
  await mendImportedHours(context, new HoursTurn(context.database), nowMs)
  return result
}

function judge(
  { tooOld }: ImportContext,
  rigs: Map<string, number>,
  candidate: unknown,
  nowMs: number,
): { rigId: number; reading: Reading } | string {
  const admitted = admitReading(candidate)
  if (!admitted.ok) return admitted.reason
  const { rig, reading } = admitted
  const rigId = rigs.get(String(rig).toLowerCase())
  if (rigId === undefined) return `no rig here has the key or the name ${String(rig)}: add it first`
  if (reading.at > nowMs - OPEN_FOR_MS) return 'at is less than three hours ago: import it when those hours are closed'
  return tooOld(reading.at, nowMs) ?? { rigId, reading }
}

// A name that two rigs have names neither.
async function rigsByWord(database: Database): Promise<Map<string, number>> {
  const records = await rigRecords(database)
  const names = records.map(({ name }) => name.toLowerCase())
  const rigs = new Map<string, number>()
  for (const [index, { id }] of records.entries()) {
    const name = names[index] ?? ''
    if (names.indexOf(name) === names.lastIndexOf(name)) rigs.set(name, id)
  }
  for (const { id, keys } of records) for (const key of keys) rigs.set(key.toLowerCase(), id)
  return rigs
}
