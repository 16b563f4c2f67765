import type pg from 'pg'
import type { ReadingPartitions } from './postgresql-partitions.ts'

/** Readings go by whole spans, so that no hour keeps a part of its own. */
const SPAN_MS = 3 * 3_600_000

/**
 * Removes all readings older than `beforeMs`, cut to whole spans of three hours: the tables of weeks that are over as a
 * whole, of the week that it cuts the older rows. Ingest goes on meanwhile. Answers with the moment it was cut to.
 */
export async function pruneReadings(pool: pg.Pool, partitions: ReadingPartitions, beforeMs: number): Promise<number> {
  const cutMs = Math.floor(beforeMs / SPAN_MS) * SPAN_MS
  await partitions.dropBefore(cutMs)
  await pool.query('DELETE FROM "Reading" WHERE "slotMs" < $1', [cutMs])
  return cutMs
}
