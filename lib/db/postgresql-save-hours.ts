import type pg from 'pg'
import type { RigHour } from '#lib/domain/rollup'
import { RIG_HOUR_COLUMNS, rigHourValues, WORK_HOUR_COLUMNS, workHourValues } from './hour-columns.ts'
import { asJson, type BulkRow, upsertRows } from './postgresql-bulk.ts'
import type { SiteSlotRow, SiteWorkSlotRow } from './reading-store.ts'
import { completeSlot, SLOT_COLUMNS, straySlot, WORK_COLUMNS } from './save-site-slots.ts'

/** Writes or replaces whole hours with their work, within the caller's transaction. */
export async function saveHoursTo(client: pg.PoolClient, hours: (RigHour & { rigId: number })[]): Promise<void> {
  // One statement changes a row once; of an hour that was given twice the last counts, as on SQLite.
  const distinct = [...new Map(hours.map((hour) => [`${hour.rigId}/${hour.hourMs}`, hour])).values()]
  const rigHours = distinct.map((hour) => rowOf(RIG_HOUR_COLUMNS, rigHourValues(hour.rigId, hour)))
  const work = distinct.flatMap(({ rigId, hourMs, work: done }) =>
    done.map((one) => rowOf(WORK_HOUR_COLUMNS, workHourValues(rigId, hourMs, one))),
  )
  await upsertRows(client, { table: 'RigHour', key: ['rigId', 'hourMs'], columns: RIG_HOUR_COLUMNS }, rigHours)
  await client.query(
    `DELETE FROM "WorkHour" USING json_populate_recordset(NULL::"RigHour", $1::json) AS given
     WHERE "WorkHour"."rigId" = given."rigId" AND "WorkHour"."hourMs" = given."hourMs"`,
    [asJson(distinct.map(({ rigId, hourMs }) => ({ rigId, hourMs })))],
  )
  const workTable = { table: 'WorkHour', key: ['rigId', 'hourMs', 'algorithm'], columns: WORK_HOUR_COLUMNS }
  await upsertRows(client, workTable, work)
}

/** Writes or replaces slots and the whole of their work, within the caller's transaction. */
export async function saveSlotsTo(client: pg.PoolClient, slots: SiteSlotRow[], work: SiteWorkSlotRow[]): Promise<void> {
  const stray = straySlot(slots, work)
  if (stray !== undefined) throw new Error(`Work was given for slot ${stray}, but not the slot itself.`)
  const key = ['levelSeconds', 'siteId', 'slotMs']
  await upsertRows(client, { table: 'SiteSlot', key, columns: SLOT_COLUMNS }, slots.map(completeSlot))
  await client.query(
    `DELETE FROM "SiteWorkSlot" AS old USING json_populate_recordset(NULL::"SiteSlot", $1::json) AS given
     WHERE old."levelSeconds" = given."levelSeconds" AND old."siteId" = given."siteId" AND old."slotMs" = given."slotMs"`,
    [asJson(slots.map(({ levelSeconds, siteId, slotMs }) => ({ levelSeconds, siteId, slotMs })))],
  )
  const workTable = { table: 'SiteWorkSlot', key: [...key, 'algorithm', 'coin'], columns: WORK_COLUMNS }
  await upsertRows(client, workTable, work)
}

function rowOf(columns: string[], values: BulkRow[string][]): BulkRow {
  return Object.fromEntries(columns.map((column, index) => [column, values[index]]))
}
