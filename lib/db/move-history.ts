import type Sqlite from 'better-sqlite3'
import { blockRows } from './block-rows.ts'
import { SPAN_MS } from './block-span.ts'
import {
  RIG_HOUR_BANDS,
  RIG_HOUR_COLUMNS,
  RIG_HOUR_SUMS,
  WORK_HOUR_BANDS,
  WORK_HOUR_COLUMNS,
  WORK_HOUR_SUMS,
} from './hour-columns.ts'
import { moveLedger } from './move-ledger.ts'
import { SLOT_MS, slotOf } from './reading-slot.ts'
import type { SealedMoments } from './sealed-moments.ts'

const HOUR_MS = 3_600_000

// Ten slots of a rig that is asked every ten seconds are 300 readings: a few milliseconds that ingest waits at most.
const SLOTS_PER_STEP = 10

export type MoveStep = {
  fromRigId: number
  toRigId: number
  /** The span whose block was moved last, undefined at first. */
  afterSpanMs?: number
  /** The slot that was moved last, undefined at first. */
  afterSlotMs?: number
  movedReadings: number
  done: boolean
}

/**
 * Moves some more of a rig's history, within the caller's transaction: the readings of its next block, or of the next few
 * slots, and in the last step its frames and hours. Answers with where to go on and the hours that the moved readings
 * touch. What was packed lies as it came afterwards, until it is packed again.
 */
export function moveSomeHistory(
  connection: Sqlite.Database,
  step: MoveStep,
  sealed: SealedMoments,
): MoveStep & { hoursMs: number[] } {
  copyFrames(connection, step.fromRigId, step.toRigId)
  const moved = moveNextBlock(connection, step, sealed) ?? moveNextSlots(connection, step, sealed)
  const { fromRigId, toRigId } = step
  const hours = new Set(moved.hoursMs)
  if (moved.done) {
    mergeHours(connection, fromRigId, toRigId)
    for (const hourMs of moveLedger(connection, fromRigId, toRigId)) hours.add(hourMs)
    connection.prepare('DELETE FROM ReadingFrame WHERE rigId = ?').run(fromRigId)
  }
  return { ...moved, hoursMs: [...hours].sort((one, other) => one - other) }
}

function moveNextBlock(
  connection: Sqlite.Database,
  step: MoveStep,
  sealed: SealedMoments,
): (MoveStep & { hoursMs: number[] }) | undefined {
  const { fromRigId, toRigId } = step
  const blocks = blockRows(connection)
  for (const spanMs of blocks.spans(step.afterSpanMs ?? Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)) {
    const rows = blocks.rowsOf(spanMs, fromRigId)
    if (rows.length === 0) continue
    const insert = connection.prepare(
      'INSERT OR IGNORE INTO Reading (slotMs, rigId, atMs, receivedAtMs, frameId, figures) VALUES (?, ?, ?, ?, ?, ?)',
    )
    let { movedReadings } = step
    for (const { atMs, receivedAtMs, frameId, figures } of rows) {
      if (sealed.has(toRigId, atMs)) continue
      movedReadings += insert.run(slotOf(atMs), toRigId, atMs, receivedAtMs, frameId, figures).changes
    }
    connection.prepare('DELETE FROM ReadingBlock WHERE spanMs = ? AND rigId = ?').run(spanMs, fromRigId)
    const hoursMs = Array.from({ length: SPAN_MS / HOUR_MS + 1 }, (_, hour) => spanMs + hour * HOUR_MS)
    return { ...step, afterSpanMs: spanMs, movedReadings, hoursMs }
  }
  return undefined
}

function moveNextSlots(
  connection: Sqlite.Database,
  step: MoveStep,
  sealed: SealedMoments,
): MoveStep & { hoursMs: number[] } {
  const { fromRigId, toRigId } = step
  const slots = nextSlots(connection, fromRigId, step.afterSlotMs)
  const moments = connection
    .prepare<[number, number], number>('SELECT atMs FROM Reading WHERE slotMs = ? AND rigId = ?')
    .pluck()
  const forget = connection.prepare('DELETE FROM Reading WHERE slotMs = ? AND rigId = ? AND atMs = ?')
  const move = connection.prepare('UPDATE OR IGNORE Reading SET rigId = ? WHERE slotMs = ? AND rigId = ?')
  const drop = connection.prepare('DELETE FROM Reading WHERE slotMs = ? AND rigId = ?')
  let { movedReadings } = step
  const hours = new Set<number>()
  for (const slotMs of slots) {
    for (const atMs of moments.all(slotMs, fromRigId)) {
      if (sealed.has(toRigId, atMs)) forget.run(slotMs, fromRigId, atMs)
    }
    movedReadings += move.run(toRigId, slotMs, fromRigId).changes
    drop.run(slotMs, fromRigId)
    // A reading speaks for a while after it, perhaps into the next hour.
    hours.add(hourOf(slotMs)).add(hourOf(slotMs + 2 * SLOT_MS))
  }
  // Some may have been packed while their slots were waited for.
  const packed = slots.length < SLOTS_PER_STEP && hasBlock(connection, fromRigId)
  const done = slots.length < SLOTS_PER_STEP && !packed
  const { afterSpanMs, ...rest } = step
  const afterSlotMs = slots.at(-1) ?? step.afterSlotMs
  return {
    ...rest,
    ...(packed || afterSpanMs === undefined ? {} : { afterSpanMs }),
    ...(afterSlotMs === undefined ? {} : { afterSlotMs }),
    movedReadings,
    done,
    hoursMs: [...hours],
  }
}

function hasBlock(connection: Sqlite.Database, rigId: number): boolean {
  const blocks = blockRows(connection)
  for (const spanMs of blocks.spans(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)) {
    if (blocks.bytesOf(spanMs, rigId) !== undefined) return true
  }
  return false
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
