import { setImmediate } from 'node:timers/promises'
import type pg from 'pg'
import type { Reading } from '#lib/domain/reading'
import { FigureReader } from './figure-bytes.ts'
import { asArray } from './postgresql-bulk.ts'
import { moldFromText, type ReadingMold, readingFrom } from './reading-mold.ts'
import { SLOT_MS, slotOf } from './reading-slot.ts'
import type { ReceivedReading } from './reading-store.ts'

const HOUR_MS = 3_600_000

/** How far outside of an hour its neighbours are looked for: beyond it, a reading no longer speaks. */
const NEIGHBOUR_MS = 600_000

// About two milliseconds of work, after which everything else has its turn.
const READINGS_PER_TURN = 250

type Row = { rigId: number; atMs: number; receivedAtMs: number; frameId: number; figures: Buffer }

// Readings lie by rig, then slot, then moment. What is asked of several rigs is asked once for each, by its key.
const COLUMNS = '"rigId", "atMs", "receivedAtMs", "frameId", "figures"'
const OF_RIG = `SELECT ${COLUMNS} FROM "Reading" WHERE "rigId" = rig`
const OLDEST_FIRST = 'ORDER BY "slotMs", "atMs"'
const NEWEST_FIRST = 'ORDER BY "slotMs" DESC, "atMs" DESC'
// Rigs that ever reported.
const KNOWN_RIGS = '(SELECT DISTINCT "rigId" FROM "ReadingFrame") AS known(rig)'

/** `"atMs"` within a span, told to the key as slots, and so to the partitions. */
function within(fromMs: number, toMs: number): string {
  const [from, to] = [whole(fromMs), whole(toMs)]
  const [first, last] = [slotOf(from), slotOf(to) + SLOT_MS]
  return `"slotMs" >= ${first} AND "slotMs" < ${last} AND "atMs" >= ${from} AND "atMs" < ${to}`
}

// Part of a statement's text, and therefore nothing but a number: a planner that knows the span prunes partitions.
function whole(atMs: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER - SLOT_MS, Math.max(Number.MIN_SAFE_INTEGER + SLOT_MS, Math.ceil(atMs)))
}

/** A rig's readings of `[fromMs, toMs)`, oldest first, at most `limit`. */
export async function readRange(pool: pg.Pool, rigId: number, fromMs: number, toMs: number, limit: number) {
  const { rows } = await pool.query<Row>(
    `SELECT ${COLUMNS} FROM "Reading" WHERE "rigId" = $1 AND ${within(fromMs, toMs)} ${OLDEST_FIRST} LIMIT $2`,
    [rigId, limit],
  )
  return unpack(pool, rows)
}

/** Readings of these rigs in `[fromMs, toMs)`, by rig in the order given, oldest first. */
export async function readReceived(pool: pg.Pool, rigIds: number[], fromMs: number, toMs: number) {
  const { rows } = await pool.query<Row>(
    `SELECT found.* FROM unnest($1::int[]) WITH ORDINALITY AS wanted(rig, place)
     CROSS JOIN LATERAL (${OF_RIG} AND ${within(fromMs, toMs)}) AS found ORDER BY place, "atMs"`,
    [asArray(rigIds)],
  )
  return unpack(pool, rows)
}

/** An hour's readings by rig, with the last one before and the first one after it. */
export async function readHour(pool: pg.Pool, hourMs: number, rigIds?: number[]) {
  const endMs = hourMs + HOUR_MS
  const rigs = rigIds === undefined ? KNOWN_RIGS : 'unnest($1::int[]) AS wanted(rig)'
  const { rows } = await pool.query<Row>(
    `SELECT found.* FROM ${rigs} CROSS JOIN LATERAL (
       (${OF_RIG} AND ${within(hourMs - NEIGHBOUR_MS, hourMs)} ${NEWEST_FIRST} LIMIT 1)
       UNION ALL (${OF_RIG} AND ${within(hourMs, endMs)})
       UNION ALL (${OF_RIG} AND ${within(endMs, endMs + NEIGHBOUR_MS)} ${OLDEST_FIRST} LIMIT 1)
     ) AS found ORDER BY "rigId", "atMs"`,
    rigIds === undefined ? [] : [asArray(rigIds)],
  )
  return unpack(pool, rows)
}

/** The rigs with a reading of the hour that was received at `sinceMs` or later. */
export async function readRigsReceivedAfter(pool: pg.Pool, hourMs: number, sinceMs: number): Promise<number[]> {
  const { rows } = await pool.query<{ rig: number }>(
    `SELECT rig FROM ${KNOWN_RIGS} WHERE EXISTS (
       ${OF_RIG} AND ${within(hourMs, hourMs + HOUR_MS)} AND "receivedAtMs" >= $1) ORDER BY rig`,
    [sinceMs],
  )
  return rows.map(({ rig }) => rig)
}

/** The last reading of each rig at or after `sinceMs`. */
export async function readLatest(pool: pg.Pool, sinceMs: number) {
  const { rows } = await pool.query<Row>(
    `SELECT found.* FROM ${KNOWN_RIGS} CROSS JOIN LATERAL (
       ${OF_RIG} AND ${within(sinceMs, Number.MAX_SAFE_INTEGER)} ${NEWEST_FIRST} LIMIT 1) AS found`,
  )
  return unpack(pool, rows)
}

/** A rig's readings of `[fromMs, toMs)`, after the last one before them, if that is near. */
export async function readSeries(pool: pg.Pool, rigId: number, fromMs: number, toMs: number): Promise<Reading[]> {
  const { rows } = await pool.query<Row>(
    `(SELECT ${COLUMNS} FROM "Reading" WHERE "rigId" = $1 AND ${within(fromMs - NEIGHBOUR_MS, fromMs)} ${NEWEST_FIRST} LIMIT 1)
     UNION ALL SELECT ${COLUMNS} FROM "Reading" WHERE "rigId" = $1 AND ${within(fromMs, toMs)} ORDER BY "atMs"`,
    [rigId],
  )
  return (await unpack(pool, rows)).map(({ reading }) => reading)
}

/** The moment of the oldest reading, undefined when there is none. */
export async function readOldestMs(pool: pg.Pool): Promise<number | undefined> {
  const { rows } = await pool.query<{ atMs: number | null }>(
    `SELECT MIN("atMs") AS "atMs" FROM ${KNOWN_RIGS} CROSS JOIN LATERAL (
       SELECT "atMs" FROM "Reading" WHERE "rigId" = rig ${OLDEST_FIRST} LIMIT 1) AS oldest`,
  )
  return rows[0]?.atMs ?? undefined
}

async function unpack(pool: pg.Pool, rows: Row[]): Promise<ReceivedReading[]> {
  const molds = await moldsOf(pool, rows)
  const readings: ReceivedReading[] = []
  for (const [index, { rigId, atMs, receivedAtMs, frameId, figures }] of rows.entries()) {
    if (index > 0 && index % READINGS_PER_TURN === 0) await setImmediate()
    const mold = molds.get(`${rigId}/${frameId}`)
    if (mold === undefined) throw new Error(`The frame ${frameId} of rig ${rigId} is missing.`)
    readings.push({ rigId, receivedAtMs, reading: readingFrom(mold, atMs, new FigureReader(figures, atMs)) })
  }
  return readings
}

async function moldsOf(pool: pg.Pool, rows: Row[]): Promise<Map<string, ReadingMold>> {
  const wanted = new Map(rows.map(({ rigId, frameId }) => [`${rigId}/${frameId}`, { rigId, frameId }]))
  if (wanted.size === 0) return new Map()
  const keys = [...wanted.values()]
  const found = await pool.query<{ rigId: number; frameId: number; frame: string }>(
    `SELECT "rigId", "frameId", "frame" FROM unnest($1::int[], $2::bigint[]) AS wanted(rig, id)
     JOIN "ReadingFrame" ON "rigId" = rig AND "frameId" = id`,
    [asArray(keys.map(({ rigId }) => rigId)), asArray(keys.map(({ frameId }) => frameId))],
  )
  return new Map(found.rows.map(({ rigId, frameId, frame }) => [`${rigId}/${frameId}`, moldFromText(frame)]))
}
