import type pg from 'pg'
import { bytesOfDatabase } from './postgresql-connection.ts'
import { BLOCK_READINGS, KNOWN_RIGS } from './postgresql-found-rows.ts'
import type { StoreSize } from './store-size.ts'

const BLOCKS_MEASURED = 40
// What its pages, its pieces and their keys cost beside the bytes of a block, measured on blocks of 180 readings.
const OVERHEAD = 1.2
const SPANS_PER_DAY = 8

/** Measures by looking at the beginning of a few rigs' newest blocks: bounded, however large the database is. */
export async function postgresqlStoreSize(pool: pg.Pool): Promise<StoreSize> {
  const databaseBytes = await bytesOfDatabase(pool)
  const { rows } = await pool.query<{ readings: number; bytes: number; blocks: number }>(
    `SELECT SUM(readings)::bigint AS readings, SUM(bytes)::bigint AS bytes, COUNT(*) AS blocks
     FROM (SELECT readings, bytes FROM ${KNOWN_RIGS} CROSS JOIN LATERAL (
         SELECT ${BLOCK_READINGS} AS readings, octet_length("bytes") AS bytes FROM "ReadingBlock"
         WHERE "rigId" = rig ORDER BY "spanMs" DESC LIMIT 1) AS newest
       WHERE readings > 0 LIMIT ${BLOCKS_MEASURED}) AS measured`,
  )
  const { readings = 0, bytes = 0, blocks = 0 } = rows[0] ?? {}
  const sizes = { databaseBytes, reusableBytes: 0 }
  if (!(readings > 0)) return sizes
  return {
    ...sizes,
    bytesPerReading: (bytes * OVERHEAD) / readings,
    readingsPerRigDay: (readings / blocks) * SPANS_PER_DAY,
  }
}
