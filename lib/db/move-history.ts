import type Sqlite from 'better-sqlite3'
import {
  RIG_HOUR_BANDS,
  RIG_HOUR_COLUMNS,
  RIG_HOUR_SUMS,
  WORK_HOUR_BANDS,
  WORK_HOUR_COLUMNS,
  WORK_HOUR_SUMS,
} from './hour-columns.ts'
import { moveLedger } from './move-ledger.ts'
import { SLOT_MS } from './reading-slot.ts'

const HOUR_MS = 3_600_000

// Ten slots of a rig that is asked every ten seconds are 300 readings: a few milliseconds that ingest waits at most.
const SLOTS_PER_STEP = 10

export type MoveStep = {
  fromRigId: number
  toRigId: number
  /** The slot that was moved last, undefined at first. */
  afterSlotMs?: number
  movedReadings: number
  done: boolean
}

/**
 * Moves some more of a rig's history, within the caller's transaction: readings of the next few slots, and in the last
 * step its frames and hours. Answers with where to go on and the hours that the moved readings touch.
 */
export function moveSomeHistory(connection: Sqlite.Database, step: MoveStep): MoveStep & { hoursMs: number[] } {
  const { fromRigId, toRigId } = step
  copyFrames(connection, fromRigId, toRigId)
  const slots = nextSlots(connection, fromRigId, step.afterSlotMs)
  const move = connection.prepare('UPDATE OR IGNORE Reading SET rigId = ? WHERE slotMs = ? AND rigId = ?')
  const drop = connection.prepare('DELETE FROM Reading WHERE slotMs = ? AND rigId = ?')
  let { movedReadings } = step
  const hours = new Set<number>()
  for (const slotMs of slots) {
    movedReadings += move.run(toRigId, slotMs, fromRigId).changes
    drop.run(slotMs, fromRigId)
    // A reading speaks for a while after it, perhaps into the next hour.
    hours.add(hourOf(slotMs)).add(hourOf(slotMs + 2 * SLOT_MS))
  }
  const done = slots.length < SLOTS_PER_STEP
  if (done) {
    mergeHours(connection, fromRigId, toRigId)
    for (const hourMs of moveLedger(connection, fromRigId, toRigId)) hours.add(hourMs)
    connection.prepare('DELETE FROM ReadingFrame WHERE rigId = ?').run(fromRigId)
  }
  const afterSlotMs = slots.at(-1) ?? step.afterSlotMs
  const hoursMs = [...hours].sort((one, other) => one - other)
  return { fromRigId, toRigId, movedReadings, done, hoursMs, ...(afterSlotMs === undefined ? {} : { afterSlotMs }) }
}

function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS
}

function copyFrames(connection: Sqlite.Database, fromRigId: number, toRigId: number): void {
  connection
    .prepare('INSERT OR IGNORE INTO ReadingFrame SELECT ?, frameId, frame FROM ReadingFrame WHERE rigId = ?')
    .run(toRigId, fromRigId)
}

function nextSlots(connection: Sqlite.Database, rigId: number, afterSlotMs: number | undefined): number[] {
  // Slots of all rigs are stepped through by their key; each asks for this rig with one seek.
  const next = connection.prepare<[number], { slotMs: number | null }>(
    'SELECT MIN(slotMs) AS slotMs FROM Reading WHERE slotMs > ?',
  )
  const held = connection.prepare<[number, number]>('SELECT 1 FROM Reading WHERE slotMs = ? AND rigId = ? LIMIT 1')
  const slots: number[] = []
  let slotMs = next.get(afterSlotMs ?? Number.MIN_SAFE_INTEGER)?.slotMs
  while (typeof slotMs === 'number' && slots.length < SLOTS_PER_STEP) {
    if (held.get(slotMs, rigId) !== undefined) slots.push(slotMs)
    slotMs = next.get(slotMs)?.slotMs
  }
  return slots
}

// Hours whose readings are gone can only be added up; the others are recomputed from readings afterwards.
function mergeHours(connection: Sqlite.Database, fromRigId: number, toRigId: number): void {
  const merge = (table: string, key: string, columns: string[], sums: string[], bands: string[], weight: string) => {
    const given = columns.slice(1).join(', ')
    const added = sums.map((sum) => `${sum} = ${table}.${sum} + excluded.${sum}`)
    const joined = bands.flatMap((band) => [
      `${band}Min = MIN(COALESCE(${table}.${band}Min, excluded.${band}Min), COALESCE(excluded.${band}Min, ${table}.${band}Min))`,
      `${band}Max = MAX(COALESCE(${table}.${band}Max, excluded.${band}Max), COALESCE(excluded.${band}Max, ${table}.${band}Max))`,
      `${band}Mean = CASE WHEN ${table}.${band}Mean IS NULL THEN excluded.${band}Mean
         WHEN excluded.${band}Mean IS NULL THEN ${table}.${band}Mean
         ELSE (${table}.${band}Mean * ${table}.${weight} + excluded.${band}Mean * excluded.${weight})
           / MAX(${table}.${weight} + excluded.${weight}, 1e-9) END`,
    ])
    connection
      .prepare(
        `INSERT INTO ${table} (rigId, ${given}) SELECT ?, ${given} FROM ${table} WHERE rigId = ?
         ON CONFLICT (${key}) DO UPDATE SET ${[...added, ...joined].join(', ')}`,
      )
      .run(toRigId, fromRigId)
    connection.prepare(`DELETE FROM ${table} WHERE rigId = ?`).run(fromRigId)
  }
  merge('RigHour', 'rigId, hourMs', RIG_HOUR_COLUMNS, RIG_HOUR_SUMS, RIG_HOUR_BANDS, 'readings')
  merge('WorkHour', 'rigId, hourMs, algorithm', WORK_HOUR_COLUMNS, WORK_HOUR_SUMS, WORK_HOUR_BANDS, 'seconds')
}
