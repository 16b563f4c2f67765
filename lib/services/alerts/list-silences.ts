import type { Rows } from '#lib/db/rows'
import { listSilenceRecords } from '#lib/db/silences'
import type { SilenceRow } from '#lib/wire/alerts'

/** Silences that have not ended; those that end first at the top. */
export async function listSilences(rows: Rows, nowMs = Date.now()): Promise<SilenceRow[]> {
  const records = await listSilenceRecords(rows, nowMs)
  return records.map((record) => ({ ...record, active: record.fromMs <= nowMs }))
}
