import type Sqlite from 'better-sqlite3'
import type { SiteSlotRow, SiteWorkSlotRow } from './reading-store.ts'

export const SLOT_COLUMNS = [
  'siteId',
  'levelSeconds',
  'slotMs',
  'rigs',
  'seconds',
  'hashingSeconds',
  'pausedSeconds',
  'expectedSeconds',
  'poweredSeconds',
  'energyWh',
  'revenueNano',
  'costNano',
  'workSeconds',
  'unvaluedSeconds',
  'unpoweredSeconds',
  'uncostedSeconds',
] as const

export const WORK_COLUMNS = [
  'siteId',
  'levelSeconds',
  'slotMs',
  'algorithm',
  'coin',
  'hashes',
  'seconds',
  'coinAmount',
] as const

type SlotKey = Pick<SiteSlotRow, 'siteId' | 'levelSeconds' | 'slotMs'>

/** Writes or replaces slots and the whole of their work, within the caller's transaction. */
export function saveSlots(connection: Sqlite.Database, slots: SiteSlotRow[], work: SiteWorkSlotRow[]): void {
  const stray = straySlot(slots, work)
  if (stray !== undefined) throw new Error(`Work was given for slot ${stray}, but not the slot itself.`)

  const slotRow = connection.prepare(insertSql('SiteSlot', SLOT_COLUMNS))
  const workRow = connection.prepare(insertSql('SiteWorkSlot', WORK_COLUMNS))
  const forgetWork = connection.prepare('DELETE FROM SiteWorkSlot WHERE levelSeconds = ? AND siteId = ? AND slotMs = ?')
  for (const slot of slots) {
    const complete = completeSlot(slot)
    slotRow.run(SLOT_COLUMNS.map((column) => complete[column] ?? null))
    forgetWork.run(slot.levelSeconds, slot.siteId, slot.slotMs)
  }
  for (const row of work) workRow.run(WORK_COLUMNS.map((column) => row[column] ?? null))
}

/** A slot as its columns want it: time of unknown cost is 0 where nothing says otherwise. */
export function completeSlot(slot: SiteSlotRow): SiteSlotRow {
  return { ...slot, uncostedSeconds: slot.uncostedSeconds ?? 0 }
}

/** The key of work whose slot is not among `slots`; undefined when there is none. */
export function straySlot(slots: SlotKey[], work: SlotKey[]): string | undefined {
  const keys = new Set(slots.map(keyOf))
  return work.map(keyOf).find((key) => !keys.has(key))
}

function keyOf({ levelSeconds, siteId, slotMs }: SlotKey): string {
  return `${levelSeconds}/${siteId}/${slotMs}`
}

function insertSql(table: string, columns: readonly string[]): string {
  return `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
}
