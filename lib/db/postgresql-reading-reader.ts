import type pg from 'pg'
import type { Reading } from '#lib/domain/reading'
import { SPAN_MS } from './block-span.ts'
import type { DamagedSpan } from './damaged-spans.ts'
import { asArray } from './postgresql-bulk.ts'
import {
  blocksOf,
  type FoundRow,
  KNOWN_RIGS,
  meeting,
  NEWEST_FIRST,
  OLDEST_FIRST,
  readingsOf,
  rowsOf,
  uniteFound,
  within,
} from './postgresql-found-rows.ts'
import { blockOutline } from './reading-block.ts'
import type { ReadingRow } from './reading-rows.ts'
import type { ReceivedReading } from './reading-store.ts'

const HOUR_MS = 3_600_000

/** How far outside of an hour its neighbours are looked for: beyond it, a reading no longer speaks. */
const NEIGHBOUR_MS = 600_000

// Half a day of a rig: a long range is read piece by piece, each as it is at one moment.
const BLOCKS_AT_ONCE = 4

type TellDamaged = (damaged: DamagedSpan) => void

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

/** Readings of these rigs in `[fromMs, toMs)`, by rig in the order given, oldest first, without those that are damaged. */
export async function readReceived(
  pool: pg.Pool,
  rigIds: number[],
  fromMs: number,
  toMs: number,
  tellDamaged: TellDamaged,
): Promise<ReceivedReading[]> {
  const { rows: found } = await pool.query<FoundRow>(
    `SELECT found.* FROM unnest($1::int[]) AS wanted(rig)
     CROSS JOIN LATERAL (${rowsOf('rig')} AND ${within(fromMs, toMs)}
       UNION ALL ${blocksOf('rig')} AND ${meeting(fromMs, toMs)}) AS found`,
    [asArray(new Set(rigIds))],
  )
  const { rigs, frames } = await uniteFound(pool, found, fromMs, toMs)
  for (const { damaged } of rigs.values()) for (const span of damaged) tellDamaged(span)
  const rows = rigIds.flatMap((rigId) => rigs.get(rigId)?.rows ?? [])
  return readingsOf(rows, frames, tellDamaged)
}

/**
 * An hour's readings by rig, with the last one before and the first one after it. A rig of which a part of that is damaged is
 * left out, and told: a part would be taken for the whole.
 */
export async function readHour(
  pool: pg.Pool,
  hourMs: number,
  rigIds: number[] | undefined,
  tellDamaged: TellDamaged,
): Promise<Map<number, Reading[]>> {
  const endMs = hourMs + HOUR_MS
  const [fromMs, toMs] = [hourMs - NEIGHBOUR_MS, endMs + NEIGHBOUR_MS]
  const asked = rigIds === undefined ? KNOWN_RIGS : 'unnest($1::int[]) AS wanted(rig)'
  const { rows: found } = await pool.query<FoundRow>(
    `SELECT found.* FROM ${asked} CROSS JOIN LATERAL (
       (${rowsOf('rig')} AND ${within(fromMs, hourMs)} ${NEWEST_FIRST} LIMIT 1)
       UNION ALL (${rowsOf('rig')} AND ${within(hourMs, endMs)})
       UNION ALL (${rowsOf('rig')} AND ${within(endMs, toMs)} ${OLDEST_FIRST} LIMIT 1)
       UNION ALL (${blocksOf('rig')} AND ${meeting(fromMs, toMs)})
     ) AS found ORDER BY "rigId"`,
    rigIds === undefined ? [] : [asArray(new Set(rigIds))],
  )
  const { rigs, frames } = await uniteFound(pool, found, fromMs, toMs)
  const hours = new Map<number, Reading[]>()
  for (const [rigId, { rows, damaged }] of rigs) {
    const chosen = hourOf(rows, hourMs, endMs)
    const readings = await readingsOf(chosen, frames, (span) => damaged.push(span))
    for (const span of damaged) tellDamaged(span)
    if (damaged.length === 0 && readings.length > 0)
      hours.set(
        rigId,
        readings.map(({ reading }) => reading),
      )
  }
  return hours
}

/** Of ascending rows, those of the hour with the one before and the one after it. */
function hourOf(rows: ReadingRow[], hourMs: number, endMs: number): ReadingRow[] {
  const first = rows.findIndex(({ atMs }) => atMs >= hourMs)
  const after = rows.findIndex(({ atMs }) => atMs >= endMs)
  const from = first === -1 ? rows.length : first
  return rows.slice(Math.max(0, from - 1), after === -1 ? rows.length : after + 1)
}

/** The rigs with a reading of the hour that was received at `sinceMs` or later, or with a damaged block that may hold one. */
export async function readRigsReceivedAfter(pool: pg.Pool, hourMs: number, sinceMs: number): Promise<number[]> {
  const endMs = hourMs + HOUR_MS
  const { rows } = await pool.query<{ rig: number; came: boolean; block: Buffer | null }>(
    `SELECT * FROM (SELECT rig,
       EXISTS (${rowsOf('rig')} AND ${within(hourMs, endMs)} AND "receivedAtMs" >= $1) AS came,
       (SELECT "bytes" FROM "ReadingBlock" WHERE "rigId" = rig AND ${meeting(hourMs, endMs)} AND "receivedUntilMs" >= $1)
         AS block FROM ${KNOWN_RIGS}) AS found WHERE came OR block IS NOT NULL ORDER BY rig`,
    [sinceMs],
  )
  const cameIn = (block: Buffer) => {
    try {
      const { atMs, receivedAtMs } = blockOutline(block)
      return atMs.some((at, row) => at >= hourMs && at < endMs && (receivedAtMs[row] ?? 0) >= sinceMs)
    } catch {
      return true
    }
  }
  return rows.filter(({ came, block }) => came || (block !== null && cameIn(block))).map(({ rig }) => rig)
}

/**
 * The last reading of each rig at or after `sinceMs`. A block is asked only where it may hold a later one than those that lie as
 * they came; one that is damaged is told, and is as if it were not there.
 */
export async function readLatest(
  pool: pg.Pool,
  sinceMs: number,
  tellDamaged: TellDamaged,
): Promise<Map<number, Reading>> {
  const { rows: found } = await pool.query<FoundRow>(
    `SELECT found.* FROM ${KNOWN_RIGS}
     LEFT JOIN LATERAL (${rowsOf('rig')} AND ${within(sinceMs, Number.MAX_SAFE_INTEGER)} ${NEWEST_FIRST} LIMIT 1)
       AS newest ON true
     CROSS JOIN LATERAL (
       (SELECT newest.* WHERE newest."atMs" IS NOT NULL)
       UNION ALL (${blocksOf('rig')} AND ${meeting(sinceMs, Number.MAX_SAFE_INTEGER)}
         AND "spanMs" > COALESCE(newest."atMs", 0) - ${SPAN_MS} ORDER BY "spanMs" DESC LIMIT 1)
     ) AS found`,
  )
  const { rigs, frames } = await uniteFound(pool, found, sinceMs, Number.MAX_SAFE_INTEGER)
  for (const { damaged } of rigs.values()) for (const span of damaged) tellDamaged(span)
  const last = [...rigs.values()].flatMap(({ rows }) => rows.slice(-1))
  return new Map((await readingsOf(last, frames, tellDamaged)).map(({ rigId, reading }) => [rigId, reading]))
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
