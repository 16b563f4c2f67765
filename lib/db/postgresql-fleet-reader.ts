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
  NEIGHBOUR_MS,
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

// Each may have a block or two to unpack, which are in memory until then.
const RIGS_AT_ONCE = 500

type TellDamaged = (damaged: DamagedSpan) => void

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
  const hours = new Map<number, Reading[]>()
  for (const some of someAtATime(rigIds ?? (await readKnownRigs(pool)))) {
    await addHours(pool, hourMs, some, hours, tellDamaged)
  }
  return hours
}

async function addHours(
  pool: pg.Pool,
  hourMs: number,
  rigIds: number[],
  hours: Map<number, Reading[]>,
  tellDamaged: TellDamaged,
): Promise<void> {
  const endMs = hourMs + HOUR_MS
  const [fromMs, toMs] = [hourMs - NEIGHBOUR_MS, endMs + NEIGHBOUR_MS]
  const { rows: found } = await pool.query<FoundRow>(
    `SELECT found.* FROM unnest($1::int[]) AS wanted(rig) CROSS JOIN LATERAL (
       (${rowsOf('rig')} AND ${within(fromMs, hourMs)} ${NEWEST_FIRST} LIMIT 1)
       UNION ALL (${rowsOf('rig')} AND ${within(hourMs, endMs)})
       UNION ALL (${rowsOf('rig')} AND ${within(endMs, toMs)} ${OLDEST_FIRST} LIMIT 1)
       UNION ALL (${blocksOf('rig')} AND ${meeting(fromMs, toMs)})
     ) AS found ORDER BY "rigId"`,
    [asArray(new Set(rigIds))],
  )
  const { rigs, frames } = await uniteFound(pool, found, fromMs, toMs)
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
}

/** Of ascending rows, those of the hour with the one before and the one after it. */
function hourOf(rows: ReadingRow[], hourMs: number, endMs: number): ReadingRow[] {
  const first = rows.findIndex(({ atMs }) => atMs >= hourMs)
  const after = rows.findIndex(({ atMs }) => atMs >= endMs)
  const from = first === -1 ? rows.length : first
  return rows.slice(Math.max(0, from - 1), after === -1 ? rows.length : after + 1)
}

async function readKnownRigs(pool: pg.Pool): Promise<number[]> {
  const { rows } = await pool.query<{ rig: number }>(`SELECT rig FROM ${KNOWN_RIGS} ORDER BY rig`)
  return rows.map(({ rig }) => rig)
}

function* someAtATime(rigIds: number[]): Generator<number[]> {
  for (let start = 0; start < rigIds.length; start += RIGS_AT_ONCE) yield rigIds.slice(start, start + RIGS_AT_ONCE)
}

/** The rigs with a reading of the hour that was received at `sinceMs` or later, or with a damaged block that may hold one. */
export async function readRigsReceivedAfter(pool: pg.Pool, hourMs: number, sinceMs: number): Promise<number[]> {
  const endMs = hourMs + HOUR_MS
  const cameIn = (block: Buffer) => {
    try {
      const { atMs, receivedAtMs } = blockOutline(block)
      return atMs.some((at, row) => at >= hourMs && at < endMs && (receivedAtMs[row] ?? 0) >= sinceMs)
    } catch {
      return true
    }
  }
  const came: number[] = []
  for (const some of someAtATime(await readKnownRigs(pool))) {
    const { rows } = await pool.query<{ rig: number; isBeside: boolean; block: Buffer | null }>(
      `SELECT * FROM (SELECT rig,
         EXISTS (${rowsOf('rig')} AND ${within(hourMs, endMs)} AND "receivedAtMs" >= $1) AS "isBeside",
         (SELECT "bytes" FROM "ReadingBlock" WHERE "rigId" = rig AND ${meeting(hourMs, endMs)} AND "receivedUntilMs" >= $1)
           AS block FROM unnest($2::int[]) AS known(rig)) AS found WHERE "isBeside" OR block IS NOT NULL ORDER BY rig`,
      [sinceMs, asArray(some)],
    )
    for (const { rig, isBeside, block } of rows) if (isBeside || (block !== null && cameIn(block))) came.push(rig)
  }
  return came
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
  const latest = new Map<number, Reading>()
  for (const some of someAtATime(await readKnownRigs(pool))) {
    const { rows: found } = await pool.query<FoundRow>(
      `SELECT found.* FROM unnest($1::int[]) AS known(rig)
       LEFT JOIN LATERAL (${rowsOf('rig')} AND ${within(sinceMs, Number.MAX_SAFE_INTEGER)} ${NEWEST_FIRST} LIMIT 1)
         AS newest ON true
       CROSS JOIN LATERAL (
         (SELECT newest.* WHERE newest."atMs" IS NOT NULL)
         UNION ALL (${blocksOf('rig')} AND ${meeting(sinceMs, Number.MAX_SAFE_INTEGER)}
           AND "spanMs" > COALESCE(newest."atMs", 0) - ${SPAN_MS} ORDER BY "spanMs" DESC LIMIT 1)
       ) AS found`,
      [asArray(some)],
    )
    const { rigs, frames } = await uniteFound(pool, found, sinceMs, Number.MAX_SAFE_INTEGER)
    for (const { damaged } of rigs.values()) for (const span of damaged) tellDamaged(span)
    const last = [...rigs.values()].flatMap(({ rows }) => rows.slice(-1))
    for (const { rigId, reading } of await readingsOf(last, frames, tellDamaged)) latest.set(rigId, reading)
  }
  return latest
}
