import type pg from 'pg'
import { spanOf } from './block-span.ts'
import type { ReadingPartitions } from './postgresql-partitions.ts'

/**
 * Removes all readings older than `beforeMs`, packed or not, cut to whole spans of three hours: the tables of weeks that are over
 * as a whole, of the week that it cuts the older rows. Ingest goes on meanwhile. Answers with the moment it was cut to.
 */
export async function pruneReadings(
  pool: pg.Pool,
  partitions: { readings: ReadingPartitions; blocks: ReadingPartitions },
  beforeMs: number,
): Promise<number> {
  const cutMs = spanOf(beforeMs)
  // Of what has no hour any more, it does not matter that one of both goes first.
  await partitions.readings.dropBefore(cutMs)
  await pool.query('DELETE FROM "Reading" WHERE "slotMs" < $1', [cutMs])
  await partitions.blocks.dropBefore(cutMs)
  await pool.query('DELETE FROM "ReadingBlock" WHERE "spanMs" < $1', [cutMs])
  return cutMs
}
