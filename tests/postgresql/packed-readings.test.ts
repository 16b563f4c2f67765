import fc from 'fast-check'
import pg from 'pg'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { SPAN_MS } from '#lib/db/block-span'
import { encodeReading } from '#lib/db/reading-codec'
import { slotOf } from '#lib/db/reading-slot'
import type { ReadingStore } from '#lib/db/reading-store'
import { everything, expectSameHistory } from '../db/same-history'
import { gpuReading, MIDNIGHT } from '../db/some-readings.ts'
import { openStoreForTest, runSql, temporaryPostgresql } from '../db/temporary-database.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const EVER = Number.MAX_SAFE_INTEGER

const received = (rigId: number, at: number, hashesPerSecond = 800) => ({
  rigId,
  receivedAtMs: at + 300,
  reading: gpuReading(at, hashesPerSecond),
})
const everyMinute = (rigId: number, fromMs: number, toMs: number) =>
  Array.from({ length: (toMs - fromMs) / MINUTE }, (_, index) => received(rigId, fromMs + index * MINUTE))
const hotRows = async (url: string) => (await runSql(url, 'SELECT FROM "Reading"')).length

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

/** What a node stores that looked for it in a block before it was packed: another reading of the same moment, beside the block. */
function besideItsBlock(url: string, rigId: number, at: number): Promise<unknown[]> {
  const { frame, figures } = encodeReading(gpuReading(at, 160))
  return runSql(
    url,
    `INSERT INTO "Reading" VALUES (${slotOf(at)}, ${rigId}, ${at}, ${at + 9 * HOUR}, ${frame.id},
       '\\x${Buffer.from(figures).toString('hex')}') ON CONFLICT DO NOTHING`,
  )
}

afterEach(() => {
  vi.useRealTimers()
})

test('a reading that was stored again while it was packed is read once, as it was first, and goes at the next turn', async () => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  await store.append(everyMinute(1, MIDNIGHT, MIDNIGHT + 2 * HOUR))
  const look = async () => ({
    all: await everything(store, 1),
    page: await store.readRange(1, MIDNIGHT, EVER, { limit: 50, afterMs: MIDNIGHT + 30 * MINUTE }),
    hour: await store.scanHour(MIDNIGHT + HOUR),
    latest: await store.latestReadings(MIDNIGHT),
    series: await store.figuresSeries(1, MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR, 7 * MINUTE),
    received: await store.receivedBetween([1], MIDNIGHT, MIDNIGHT + 3 * HOUR),
  })
  const before = await look()
  await store.sealReadings(MIDNIGHT + SPAN_MS)
  for (const minute of [0, 31, 59, 60, 119]) await besideItsBlock(url, 1, MIDNIGHT + minute * MINUTE)
  expect(await hotRows(url)).toBe(5)
  expect(await look()).toStrictEqual(before)
  expect(await store.sealReadings(MIDNIGHT + SPAN_MS)).toBe(0)
  expect(await hotRows(url)).toBe(0)
  expect(await look()).toStrictEqual(before)
})

test('in whatever order readings come, doubled in both places, packed in between or not, the same is read', async () => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  const plain = await openStoreForTest(await temporaryPostgresql())
  let round = 0
  const arrival = fc.record({
    minutes: fc.uniqueArray(fc.nat(420), { minLength: 1, maxLength: 30 }),
    again: fc.array(fc.tuple(fc.nat(60), fc.nat(29)), { maxLength: 15 }),
    sealAfter: fc.array(fc.nat(40), { maxLength: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(arrival, async ({ minutes, again, sealAfter }) => {
      const rigId = ++round
      const reading = (minute: number) => received(rigId, MIDNIGHT + minute * MINUTE, minute * 1_000)
      for (const [index, minute] of minutes.entries()) {
        await store.append([reading(minute)])
        if (sealAfter.includes(index)) await store.sealReadings(MIDNIGHT + 2 * SPAN_MS)
        for (const [when, which] of again) {
          const came = which <= index ? minutes[which] : undefined
          if (when === index && came !== undefined) await besideItsBlock(url, rigId, MIDNIGHT + came * MINUTE)
        }
      }
      await plain.append([...minutes].sort((one, other) => one - other).map(reading))
      await expectSameHistory(store, plain, rigId, [0, 2, 3, 5, 6])
    }),
    { numRuns: 30 },
  )
}, 60_000)

test('two nodes that store into a span while it is packed lose and double nothing, and whoever reads sees each once', async () => {
  const url = await temporaryPostgresql()
  const [one, other, packer] = await Promise.all([openStoreForTest(url), openStoreForTest(url), openStoreForTest(url)])
  const minutes = Array.from({ length: 180 }, (_, minute) => MIDNIGHT + minute * MINUTE)
  let stored = 0
  // Each sends its half, and then what the other sent.
  const send = async (store: ReadingStore, even: boolean) => {
    const half = minutes.filter((_, minute) => (minute % 2 === 0) === even)
    const rest = minutes.filter((_, minute) => (minute % 2 === 0) !== even)
    for (const at of [...half, ...rest]) {
      const answers = await store.append([received(1, at), received(2, at)])
      stored += answers.filter((answer) => answer === 'stored').length
    }
  }
  let isStoring = true
  const storing = Promise.all([send(one, true), send(other, false)]).finally(() => {
    isStoring = false
  })
  let packings = 0
  let seen = 0
  while (isStoring) {
    await packer.sealReadings(MIDNIGHT + SPAN_MS)
    packings += 1
    const found = (await everything(one, 1)).map(({ at }) => at)
    expect(new Set(found).size).toBe(found.length)
    expect(found.length).toBeGreaterThanOrEqual(seen)
    seen = found.length
  }
  await storing
  expect(packings).toBeGreaterThan(3)
  for (const rigId of [1, 2]) expect((await everything(one, rigId)).map(({ at }) => at)).toEqual(minutes)
  expect(stored).toBeGreaterThanOrEqual(360)
  await packer.sealReadings(MIDNIGHT + SPAN_MS)
  expect(await hotRows(url)).toBe(0)
  for (const rigId of [1, 2]) expect((await everything(other, rigId)).map(({ at }) => at)).toEqual(minutes)
})

const GATE = 42

test.each([
  ['before readings are taken away', 'BEFORE DELETE ON "Reading" FOR EACH STATEMENT'],
  ['in the middle of taking them away', 'BEFORE DELETE ON "Reading_20261116" FOR EACH ROW WHEN (OLD."atMs" % 7 = 0)'],
  ['after they were taken away', 'AFTER DELETE ON "Reading" FOR EACH STATEMENT'],
  ['before the block is written', 'BEFORE INSERT ON "ReadingBlock" FOR EACH STATEMENT'],
  ['after the block was written', 'AFTER INSERT ON "ReadingBlock" FOR EACH STATEMENT'],
  ['at the commit', 'AFTER INSERT OR UPDATE ON "ReadingBlock" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW'],
])('a packer that is cut off %s leaves every reading once, and the next one packs them', async (_, when) => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  await store.append(everyMinute(1, MIDNIGHT, MIDNIGHT + HOUR))
  await store.sealReadings(MIDNIGHT + SPAN_MS)
  // A block that is replaced is the most that can go wrong.
  await store.append(everyMinute(1, MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR))
  const before = await everything(store, 1)
  expect(before).toHaveLength(120)
  const kind = when.includes('DEFERRABLE') ? 'CONSTRAINT TRIGGER' : 'TRIGGER'
  await runSql(
    url,
    `CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN PERFORM pg_advisory_xact_lock(${GATE}); IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$`,
  )
  await runSql(url, `CREATE ${kind} gate ${when} EXECUTE FUNCTION wait_at_gate()`)
  const gate = await connect(url)
  await gate.query(`SELECT pg_advisory_lock(${GATE})`)
  const packing = store.sealReadings(MIDNIGHT + SPAN_MS)
  const cutOff = expect(packing).rejects.toThrow(/terminat/i)
  const waiting = `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = ${GATE} AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
  while ((await gate.query(waiting)).rowCount === 0);
  expect(await everything(store, 1)).toStrictEqual(before)
  await gate.query(`SELECT pg_terminate_backend(pid) FROM (${waiting}) AS packer`)
  await cutOff
  expect(await everything(store, 1)).toStrictEqual(before)
  expect(await hotRows(url)).toBe(60)
  await gate.query(`SELECT pg_advisory_unlock(${GATE})`)
  expect(await store.sealReadings(MIDNIGHT + SPAN_MS)).toBe(60)
  expect(await hotRows(url)).toBe(0)
  expect(await everything(store, 1)).toStrictEqual(before)
})

test('weeks that are over go with their blocks, and of the week that is cut the older ones', async () => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  const WEEK = 7 * 24 * HOUR
  for (const ms of [MIDNIGHT - 2 * WEEK, MIDNIGHT, MIDNIGHT + SPAN_MS])
    await store.append(everyMinute(1, ms, ms + HOUR))
  await store.sealReadings(MIDNIGHT + 2 * SPAN_MS)
  const tables = () =>
    runSql(
      url,
      `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
       WHERE inhparent = '"ReadingBlock"'::regclass ORDER BY 1`,
    )
  expect(await tables()).toContainEqual({ name: 'ReadingBlock_20261102' })
  expect(await store.oldestMs()).toBe(MIDNIGHT - 2 * WEEK)
  expect(await store.pruneReadings(MIDNIGHT + SPAN_MS + HOUR)).toBe(MIDNIGHT + SPAN_MS)
  expect(await tables()).not.toContainEqual({ name: 'ReadingBlock_20261102' })
  expect(await store.oldestMs()).toBe(MIDNIGHT + SPAN_MS)
  expect((await everything(store, 1)).map(({ at }) => at)).toEqual(
    everyMinute(1, MIDNIGHT + SPAN_MS, MIDNIGHT + SPAN_MS + HOUR).map(({ reading }) => reading.at),
  )
})

test('which rigs have a reading that came late is known of packed ones too', async () => {
  const store = await openStoreForTest(await temporaryPostgresql())
  await store.append([1, 2, 3].flatMap((rigId) => everyMinute(rigId, MIDNIGHT, MIDNIGHT + 2 * HOUR)))
  const lateMs = MIDNIGHT + 9 * HOUR
  const late = (rigId: number, at: number) => ({ ...received(rigId, at), receivedAtMs: lateMs })
  await store.append([late(2, MIDNIGHT + 1), late(3, MIDNIGHT + HOUR + 1)])
  await store.sealReadings(MIDNIGHT + SPAN_MS)
  expect(await store.rigsReceivedAfter(MIDNIGHT, lateMs)).toEqual([2])
  expect(await store.rigsReceivedAfter(MIDNIGHT + HOUR, lateMs)).toEqual([3])
  expect(await store.rigsReceivedAfter(MIDNIGHT, lateMs + 1)).toEqual([])
  expect(await store.rigsReceivedAfter(MIDNIGHT, MIDNIGHT)).toEqual([1, 2, 3])
})

test('a late reading of long ago is packed within an hour, one of the last two days at once', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: MIDNIGHT + 300 * HOUR })
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  const endedByMs = MIDNIGHT + 270 * HOUR
  await store.sealReadings(endedByMs)
  await store.append([received(1, MIDNIGHT), received(2, endedByMs - 40 * HOUR)])
  expect(await store.sealReadings(endedByMs)).toBe(1)
  expect(await hotRows(url)).toBe(1)
  vi.setSystemTime(MIDNIGHT + 301 * HOUR)
  expect(await store.sealReadings(endedByMs)).toBe(1)
  expect(await hotRows(url)).toBe(0)
})

test('a frame that is missing costs the readings that need it, and is told; other rigs go on', async () => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  for (const rigId of [1, 2]) await store.append(everyMinute(rigId, MIDNIGHT, MIDNIGHT + HOUR))
  const { frame } = encodeReading({ ...gpuReading(MIDNIGHT), state: 'paused' })
  const paused = { ...gpuReading(MIDNIGHT + HOUR), state: 'paused' as const }
  await store.append([{ rigId: 1, receivedAtMs: MIDNIGHT, reading: paused }])
  await runSql(url, `DELETE FROM "ReadingFrame" WHERE "rigId" = 1 AND "frameId" = ${frame.id}`)
  expect([...(await store.scanHour(MIDNIGHT, [1, 2])).keys()]).toEqual([2])
  expect([...(await store.latestReadings(MIDNIGHT)).keys()]).toEqual([2])
  expect(await store.receivedBetween([1, 2], MIDNIGHT, MIDNIGHT + 2 * HOUR)).toHaveLength(120)
  const told: string[] = []
  await store.sealReadings(
    MIDNIGHT + SPAN_MS,
    () => true,
    (damaged) => told.push(...damaged.map(({ rigId, why }) => `${rigId}: ${why}`)),
  )
  expect(told).toEqual([`1: The frame ${frame.id} of rig 1 is missing.`])
  expect(await hotRows(url)).toBe(61)
})

test('a week that is over and packed gives its room back, once it was vacuumed', async () => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  const readings = Array.from({ length: 30_000 }, (_, index) => received(1 + (index % 100), MIDNIGHT + index * 100))
  await store.append(readings)
  await store.sealReadings(MIDNIGHT + SPAN_MS)
  await runSql(url, 'VACUUM "Reading_20261116"')
  const size = () => runSql(url, `SELECT pg_total_relation_size('"Reading_20261116"')::int AS bytes`)
  const [before] = z.array(z.object({ bytes: z.number() })).parse(await size())
  expect(before?.bytes).toBeGreaterThan(1_000_000)
  const laterStore = await openStoreForTest(url)
  // Not while the week goes on, and not while somebody has the table.
  await laterStore.sealReadings(MIDNIGHT + SPAN_MS)
  expect(await size()).toEqual([before])
  const reader = await connect(url)
  await reader.query('BEGIN')
  await reader.query('LOCK TABLE "Reading_20261116" IN ROW EXCLUSIVE MODE')
  await (await openStoreForTest(url)).sealReadings(MIDNIGHT + 48 * HOUR)
  expect(await size()).toEqual([before])
  await reader.query('COMMIT')
  await (await openStoreForTest(url)).sealReadings(MIDNIGHT + 48 * HOUR)
  const [after] = z.array(z.object({ bytes: z.number() })).parse(await size())
  expect(after?.bytes).toBeLessThan(100_000)
  expect(await everything(store, 1)).toHaveLength(300)
})

test('a rig’s history that moves beside something damaged lies as it came there, and what is damaged stays', async () => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  await store.append(everyMinute(1, MIDNIGHT, MIDNIGHT + HOUR))
  await store.append(everyMinute(1, MIDNIGHT + SPAN_MS, MIDNIGHT + SPAN_MS + HOUR))
  await store.append(everyMinute(2, MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR))
  await store.sealReadings(MIDNIGHT + 2 * SPAN_MS)
  await store.append([received(2, MIDNIGHT + SPAN_MS)])
  await runSql(
    url,
    `UPDATE "ReadingBlock" SET "bytes" = set_byte("bytes", 40, get_byte("bytes", 40) # 1)
     WHERE ("rigId", "spanMs") IN ((2, ${MIDNIGHT}), (1, ${MIDNIGHT + SPAN_MS}))`,
  )
  expect(await store.moveHistory(1, 2)).toMatchObject({ movedReadings: 60 })
  expect(await runSql(url, 'SELECT "rigId", "spanMs"::float AS "spanMs" FROM "ReadingBlock" ORDER BY 1')).toEqual([
    { rigId: 1, spanMs: MIDNIGHT + SPAN_MS },
    { rigId: 2, spanMs: MIDNIGHT },
  ])
  expect(await runSql(url, 'SELECT "rigId", COUNT(*)::int AS rows FROM "Reading" GROUP BY 1')).toEqual([
    { rigId: 2, rows: 61 },
  ])
  // What is whole is read on, and packed no more beside what is not.
  expect(await store.readRange(2, MIDNIGHT + SPAN_MS, EVER, { limit: 9 })).toHaveLength(1)
  await expect(everything(store, 2)).rejects.toThrow(/damaged/)
  expect(await store.sealReadings(MIDNIGHT + SPAN_MS)).toBe(0)
  expect(await hotRows(url)).toBe(61)
})
