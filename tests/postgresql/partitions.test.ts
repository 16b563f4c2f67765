import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { poolPostgresql } from '#lib/db/postgresql-connection'
import { ReadingPartitions } from '#lib/db/postgresql-partitions'
import { pruneReadings } from '#lib/db/postgresql-prune-readings'
import { gpuReading } from '../db/some-readings.ts'
import { openStoreForTest, runSql, temporaryPostgresql } from '../db/temporary-database.ts'

// A Monday.
const MONDAY = Date.UTC(2026, 10, 23)
const WEEK = 7 * 86_400_000
const at = (ms: number) => ({ rigId: 1, receivedAtMs: ms, reading: gpuReading(ms) })
const TABLES = `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = '"Reading"'::regclass ORDER BY 1`

// What is long ago is seen from here.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: MONDAY + 86_400_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

test('readings of twenty years, kept for ever, are a table a year, and each is found', async () => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  // A week that was recent once has a table of its own already.
  const pool = poolPostgresql(url, 1, () => {})
  await new ReadingPartitions(pool).prepareFor([MONDAY - 500 * WEEK], MONDAY - 500 * WEEK)
  await pool.end()
  const moments = Array.from({ length: 1_040 }, (_, week) => MONDAY - week * WEEK + 1)
  // From the newest, from the oldest, and from the middle.
  const parts = [moments.slice(0, 300), moments.slice(700).reverse(), moments.slice(300, 700)]
  for (const part of parts) expect(new Set(await store.append(part.map(at)))).toEqual(new Set(['stored']))
  const tables = await runSql(url, TABLES)
  // Two years of weeks, with the week after now; eighteen of years, one of them cut in two by the week that had its own.
  expect(tables.length).toBeGreaterThan(105 + 17)
  expect(tables.length).toBeLessThan(105 + 2 + 25)
  const found = await store.readRange(1, 0, Number.MAX_SAFE_INTEGER, { limit: 2_000 })
  expect(found.map((reading) => reading.at)).toEqual(moments.toReversed())
  await store.pruneReadings(MONDAY - 400 * WEEK)
  expect((await store.readRange(1, 0, Number.MAX_SAFE_INTEGER, { limit: 1 }))[0]?.at).toBe(MONDAY - 400 * WEEK + 1)
  expect((await runSql(url, TABLES)).length).toBeLessThan(105 + 2 + 10)
  expect(await store.append([at(MONDAY - 1_000 * WEEK)])).toEqual(['stored'])
}, 120_000)

test('a week’s table is there before its first reading, also of a week long past', async () => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  expect(await store.append([at(MONDAY - 1), at(MONDAY), at(MONDAY - 9 * WEEK)])).toEqual([
    'stored',
    'stored',
    'stored',
  ])
  expect(await runSql(url, TABLES)).toEqual(
    ['20260921', '20260928', '20261116', '20261123', '20261130'].map((day) => ({ name: `"Reading_${day}"` })),
  )
  expect(await runSql(url, 'SELECT COUNT(*)::int AS count FROM "Reading_20261116"')).toEqual([{ count: 1 }])
})

test('stores that begin a week at once make its table together', async () => {
  const url = await temporaryPostgresql()
  const stores = [await openStoreForTest(url), await openStoreForTest(url), await openStoreForTest(url)]
  const answers = await Promise.all(stores.map((store, index) => store.append([at(MONDAY + index)])))
  expect(answers).toEqual([['stored'], ['stored'], ['stored']])
})

test('weeks that are over are dropped, one that is younger in part stays, and a late reading makes its table anew', async () => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  await store.append([at(MONDAY - 2 * WEEK), at(MONDAY - WEEK), at(MONDAY)])
  const pool = poolPostgresql(url, 1, () => {})
  const partitions = new ReadingPartitions(pool)
  expect(await partitions.dropBefore(MONDAY - WEEK + 1)).toBe(1)
  await pool.end()
  expect(await store.oldestMs()).toBe(MONDAY - WEEK)
  expect(await store.append([at(MONDAY - 2 * WEEK)])).toEqual(['stored'])
})

test('what is older than a moment goes by whole spans of three hours, by table where a week is over', async () => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  const HOUR = 3_600_000
  await store.append([MONDAY - 1, MONDAY, MONDAY + 5 * HOUR, MONDAY + 6 * HOUR, MONDAY + WEEK].map(at))
  const pool = poolPostgresql(url, 1, () => {})
  expect(
    await pruneReadings(
      pool,
      { readings: new ReadingPartitions(pool), blocks: new ReadingPartitions(pool, 'ReadingBlock') },
      MONDAY + 8 * HOUR,
    ),
  ).toBe(MONDAY + 6 * HOUR)
  await pool.end()
  const left = await store.readRange(1, 0, Number.MAX_SAFE_INTEGER, { limit: 9 })
  expect(left.map((reading) => reading.at)).toEqual([MONDAY + 6 * HOUR, MONDAY + WEEK])
  expect(await runSql(url, TABLES)).not.toContainEqual({ name: '"Reading_20261116"' })
})
