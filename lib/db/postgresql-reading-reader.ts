import type pg from 'pg'
import type { Reading } from '#lib/domain/reading'
import { SPAN_MS } from './block-span.ts'
import {
  blocksOf,
  type FoundRow,
  KNOWN_RIGS,
  meeting,
  NEIGHBOUR_MS,
  NEWEST_FIRST,
  OLDEST_FIRST,
  readingsOf,
  rowsOf,
  uniteFound,
  within,
} from './postgresql-found-rows.ts'
import type { ReceivedReading } from './reading-store.ts'

// Half a day of a rig: a long range is read piece by piece, each as it is at one moment.
const BLOCKS_AT_ONCE = 4

/** A rig's readings of `[fromMs, toMs)`, oldest first, at most `limit`. Throws where one is damaged. */
export async function readRange(
  pool: pg.Pool,
  rigId: number,
  fromMs: number,
  toMs: number,
  limit?: number,
): Promise<ReceivedReading[]> {
  const readings: ReceivedReading[] = []
  for (let startMs = fromMs; startMs < toMs && readings.length < (limit ?? Number.POSITIVE_INFINITY); ) {
    const blocks = `${blocksOf('$1')} AND ${meeting(startMs, toMs)} ORDER BY "spanMs"`
    const left = limit === undefined ? null : limit - readings.length
    const { rows: found } = await pool.query<FoundRow>(
      `WITH last AS (SELECT "atMs" + ${SPAN_MS} AS ends FROM (${blocks} OFFSET ${BLOCKS_AT_ONCE - 1} LIMIT 1) AS one)
       (${rowsOf('$1')} AND ${within(startMs, toMs)} AND "slotMs" < COALESCE((SELECT ends FROM last), ${Number.MAX_SAFE_INTEGER})
         ${OLDEST_FIRST} LIMIT $2)
       UNION ALL (${blocks} LIMIT ${BLOCKS_AT_ONCE})`,
      [rigId, left],
    )
    const spans = found.filter(({ frameId }) => frameId === null).map(({ atMs }) => atMs)
    const endMs = spans.length < BLOCKS_AT_ONCE ? toMs : Math.min(toMs, Math.max(...spans) + SPAN_MS)
    const { rigs, frames } = await uniteFound(pool, found, startMs, endMs)
    const { rows, damaged } = rigs.get(rigId) ?? { rows: [], damaged: [] }
    if (damaged[0] !== undefined) throw new Error(damaged[0].why)
    readings.push(...(await readingsOf(left === null ? rows : rows.slice(0, left), frames)))
    startMs = endMs
  }
  return readings
}

/** A rig's readings of `[fromMs, toMs)`, after the last one before them, if that is near. Throws where one is damaged. */
export async function readSeries(pool: pg.Pool, rigId: number, fromMs: number, toMs: number): Promise<Reading[]> {
  const nearMs = fromMs - NEIGHBOUR_MS
  const { rows: found } = await pool.query<FoundRow>(
    `(${rowsOf('$1')} AND ${within(nearMs, fromMs)} ${NEWEST_FIRST} LIMIT 1)
     UNION ALL (${blocksOf('$1')} AND ${meeting(nearMs, fromMs)})`,
    [rigId],
  )
  const { rigs, frames } = await uniteFound(pool, found, nearMs, fromMs)
  const { rows, damaged } = rigs.get(rigId) ?? { rows: [], damaged: [] }
  if (damaged[0] !== undefined) throw new Error(damaged[0].why)
  const before = await readingsOf(rows.slice(-1), frames)
  return [...before, ...(await readRange(pool, rigId, fromMs, toMs))].map(({ reading }) => reading)
}

/** When the oldest reading was taken, of one in a block when its span begins; undefined when there is none. */
export async function readOldestMs(pool: pg.Pool): Promise<number | undefined> {
  const oldest = async (some: string) => {
    const { rows } = await pool.query<{ atMs: number | null }>(
      `SELECT MIN("atMs") AS "atMs" FROM ${KNOWN_RIGS} CROSS JOIN LATERAL (${some} LIMIT 1) AS oldest`,
    )
    return rows[0]?.atMs ?? undefined
  }
  const packedMs = await oldest(`SELECT "spanMs" AS "atMs" FROM "ReadingBlock" WHERE "rigId" = rig ORDER BY "spanMs"`)
  // Weeks that are packed have hardly a reading beside: only those before are asked.
  const before = within(Number.MIN_SAFE_INTEGER, packedMs ?? Number.MAX_SAFE_INTEGER)
  return (await oldest(`SELECT "atMs" FROM "Reading" WHERE "rigId" = rig AND ${before} ${OLDEST_FIRST}`)) ?? packedMs
}
