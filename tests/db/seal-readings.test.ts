import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { SPAN_MS } from '#lib/db/block-span'
import { everything, expectSameHistory } from './same-history.ts'
import { gpuReading, MIDNIGHT } from './some-readings.ts'
import { isOnPostgresql, openStoreForTest, runSql, temporaryDatabase } from './temporary-database.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const received = (rigId: number, at: number, hashesPerSecond?: number) => ({
  rigId,
  receivedAtMs: at + 300,
  reading: gpuReading(at, hashesPerSecond),
})

const everyMinute = (rigId: number, fromMs: number, toMs: number) =>
  Array.from({ length: (toMs - fromMs) / MINUTE }, (_, index) =>
    received(rigId, fromMs + index * MINUTE, index * 80_000),
  )

const counts = async (url: string) => {
  const [counted] = await runSql(
    url,
    `SELECT CAST((SELECT COUNT(*) FROM "Reading") AS INTEGER) AS hot,
       CAST((SELECT COUNT(*) FROM "ReadingBlock" WHERE "piece" = 0) AS INTEGER) AS blocks`,
  )
  return counted
}

const zeroBlocks = (url: string, which: string) => {
  const zeros = isOnPostgresql() ? `decode(repeat('00', octet_length("bytes")), 'hex')` : 'zeroblob(length("bytes"))'
  return runSql(url, `UPDATE "ReadingBlock" SET "bytes" = ${zeros} WHERE ${which}`)
}

/** One bit of a rig's first block. */
async function flipBit(url: string, rigId: number): Promise<void> {
  if (isOnPostgresql()) {
    const flipped = 'set_byte("bytes", 40, get_byte("bytes", 40) # 1)'
    await runSql(url, `UPDATE "ReadingBlock" SET "bytes" = ${flipped} WHERE "rigId" = ${rigId}`)
    return
  }
  const [block] = await runSql(url, `SELECT hex(bytes) AS hex FROM ReadingBlock WHERE rigId = ${rigId} AND piece = 0`)
  const bytes = Buffer.from(z.object({ hex: z.string() }).parse(block).hex, 'hex')
  bytes[40] = (bytes[40] ?? 0) ^ 1
  await runSql(url, `UPDATE ReadingBlock SET bytes = x'${bytes.toString('hex')}' WHERE rigId = ${rigId} AND piece = 0`)
}

const cutReading = (url: string, rigId: number, at: number) =>
  runSql(url, `UPDATE "Reading" SET "figures" = substr("figures", 1, 5) WHERE "rigId" = ${rigId} AND "atMs" = ${at}`)

test('readings of a span that is over are packed, and read as before', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  const readings = [...everyMinute(1, MIDNIGHT, MIDNIGHT + 4 * HOUR), ...everyMinute(2, MIDNIGHT, MIDNIGHT + HOUR)]
  await store.append(readings)
  const look = async () => ({
    all: await everything(store, 1),
    page: await store.readRange(1, MIDNIGHT + HOUR, MIDNIGHT + 4 * HOUR, {
      limit: 130,
      afterMs: MIDNIGHT + 90 * MINUTE,
    }),
    hour: await store.scanHour(MIDNIGHT + 3 * HOUR),
    first: await store.scanHour(MIDNIGHT + HOUR, [2, 1]),
    latest: await store.latestReadings(MIDNIGHT),
    latestWithin: await store.latestReadings(MIDNIGHT + 2 * HOUR),
    series: await store.figuresSeries(1, MIDNIGHT + 2 * HOUR, MIDNIGHT + 4 * HOUR, 7 * MINUTE),
    received: await store.receivedBetween([2, 1], MIDNIGHT + 50 * MINUTE, MIDNIGHT + 190 * MINUTE),
    oldest: await store.oldestMs(),
  })
  const before = await look()
  expect(before.all).toHaveLength(240)
  expect(await store.sealReadings(MIDNIGHT + SPAN_MS - 1)).toBe(0)
  expect(await store.sealReadings(MIDNIGHT + SPAN_MS)).toBe(240)
  expect(await counts(url)).toEqual({ hot: 60, blocks: 2 })
  expect(await look()).toStrictEqual(before)
})

test('a reading that is packed already is not stored a second time; a late one is, and is packed with the others', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  await store.append(everyMinute(1, MIDNIGHT, MIDNIGHT + HOUR))
  await store.sealReadings(MIDNIGHT + SPAN_MS)
  expect(
    await store.append([received(1, MIDNIGHT, 16), received(1, MIDNIGHT + 1, 24), received(1, MIDNIGHT + 1, 32)]),
  ).toEqual(['duplicate', 'stored', 'duplicate'])
  expect(await counts(url)).toEqual({ hot: 1, blocks: 1 })
  const all = await everything(store, 1)
  expect(all.slice(0, 2)).toStrictEqual([gpuReading(MIDNIGHT, 0), gpuReading(MIDNIGHT + 1, 24)])
  expect(await store.sealReadings(MIDNIGHT + SPAN_MS)).toBe(1)
  expect(await counts(url)).toEqual({ hot: 0, blocks: 1 })
  expect(await everything(store, 1)).toStrictEqual(all)
})

test('another process that packs readings is noticed by one that stores them', async () => {
  const { url } = await temporaryDatabase()
  const [store, other] = [await openStoreForTest(url), await openStoreForTest(url)]
  await store.append([received(1, MIDNIGHT), received(1, MIDNIGHT + MINUTE)])
  await other.sealReadings(MIDNIGHT + SPAN_MS)
  expect(await store.append([received(1, MIDNIGHT)])).toEqual(['duplicate'])
  await other.append([received(1, MIDNIGHT + 2 * MINUTE)])
  await other.sealReadings(MIDNIGHT + SPAN_MS)
  expect(await store.append([received(1, MIDNIGHT + 2 * MINUTE)])).toEqual(['duplicate'])
})

test('a rig that fell silent is known by its last reading, packed or late', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  await store.append([received(1, MIDNIGHT + HOUR), received(2, MIDNIGHT + HOUR)])
  await store.sealReadings(MIDNIGHT + SPAN_MS)
  await store.append([received(1, MIDNIGHT), received(2, MIDNIGHT + 2 * HOUR), received(3, MIDNIGHT + 9 * HOUR)])
  const latest = await store.latestReadings(MIDNIGHT)
  expect([...latest].map(([rigId, { at }]) => [rigId, (at - MIDNIGHT) / HOUR]).sort()).toEqual([
    [1, 1],
    [2, 2],
    [3, 9],
  ])
  expect([...(await store.latestReadings(MIDNIGHT + 2 * HOUR)).keys()].sort()).toEqual([2, 3])
})

test('packed history moves to another rig; where both have a moment, the one that was there stays', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  await store.append([received(1, MIDNIGHT, 8), received(1, MIDNIGHT + MINUTE, 8), received(1, MIDNIGHT + 5 * HOUR, 8)])
  await store.append([received(2, MIDNIGHT, 16), received(2, MIDNIGHT + 4 * HOUR, 16)])
  await store.sealReadings(MIDNIGHT + SPAN_MS)
  await store.append([received(1, MIDNIGHT + 2 * MINUTE, 8)])
  const moved = await store.moveHistory(1, 2)
  expect(moved.movedReadings).toBe(3)
  expect(moved.hoursMs).toEqual(expect.arrayContaining([MIDNIGHT, MIDNIGHT + 5 * HOUR]))
  expect(await everything(store, 1)).toEqual([])
  const told = (await everything(store, 2)).map(({ at, work }) => [at - MIDNIGHT, work[0]?.hashesPerSecond])
  expect(told).toEqual([
    [0, 16],
    [MINUTE, 8],
    [2 * MINUTE, 8],
    [4 * HOUR, 16],
    [5 * HOUR, 8],
  ])
  await store.sealReadings(MIDNIGHT + 2 * SPAN_MS)
  expect(await counts(url)).toEqual({ hot: 0, blocks: 2 })
  expect(await everything(store, 2)).toHaveLength(5)
})

test('in whatever order readings come, doubled or late, packed in between or not, the same is read', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  const { url: plainUrl } = await temporaryDatabase()
  const plain = await openStoreForTest(plainUrl)
  let round = 0
  const arrival = fc.record({
    minutes: fc.uniqueArray(fc.nat(420), { minLength: 1, maxLength: 40 }),
    again: fc.array(fc.nat(420), { maxLength: 20 }),
    sealAfter: fc.array(fc.nat(60), { maxLength: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(arrival, async ({ minutes, again, sealAfter }) => {
      const rigId = ++round
      const reading = (minute: number) => received(rigId, MIDNIGHT + minute * MINUTE, minute * 1_000)
      const repeated = again.filter((minute) => minutes.includes(minute))
      const order = [...minutes, ...repeated]
      for (const [index, minute] of order.entries()) {
        await store.append([reading(minute)])
        if (sealAfter.includes(index)) await store.sealReadings(MIDNIGHT + 2 * SPAN_MS)
      }
      await plain.append([...minutes].sort((one, other) => one - other).map(reading))
      await expectSameHistory(store, plain, rigId, [0, 1, 2, 3, 5, 6])
    }),
    { numRuns: 40 },
  )
}, 60_000)

test('readings older than asked are removed by whole spans, packed or not; younger ones stay', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  for (const rigId of [1, 2]) await store.append(everyMinute(rigId, MIDNIGHT, MIDNIGHT + 7 * HOUR))
  await store.sealReadings(MIDNIGHT + 2 * SPAN_MS)
  expect(await store.pruneReadings(MIDNIGHT + 2 * SPAN_MS - 1)).toBe(MIDNIGHT + SPAN_MS)
  expect(await counts(url)).toEqual({ hot: 120, blocks: 2 })
  expect((await everything(store, 2))[0]?.at).toBe(MIDNIGHT + SPAN_MS)
  expect(await store.oldestMs()).toBe(MIDNIGHT + SPAN_MS)
  await store.pruneReadings(MIDNIGHT + 3 * SPAN_MS)
  expect(await counts(url)).toEqual({ hot: 0, blocks: 0 })
  expect(await store.oldestMs()).toBeUndefined()
})

test('a damaged block, or a damaged reading, keeps no other from being packed, and is told once', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  for (const rigId of [1, 2, 3]) await store.append(everyMinute(rigId, MIDNIGHT, MIDNIGHT + HOUR))
  await store.sealReadings(MIDNIGHT + SPAN_MS)
  // Late ones beside a block of which a byte has flipped, and one whose own bytes are cut.
  await store.append([1, 2].map((rigId) => received(rigId, MIDNIGHT + 90 * MINUTE)))
  for (const rigId of [1, 2, 3]) await store.append(everyMinute(rigId, MIDNIGHT + SPAN_MS, MIDNIGHT + SPAN_MS + HOUR))
  await flipBit(url, 1)
  await cutReading(url, 3, MIDNIGHT + SPAN_MS + MINUTE)
  const told: [rigId: number, spans: number][] = []
  const seal = () =>
    store.sealReadings(
      MIDNIGHT + 2 * SPAN_MS,
      () => true,
      (damaged) =>
        told.push(...damaged.map(({ rigId, spanMs }): [number, number] => [rigId, (spanMs - MIDNIGHT) / SPAN_MS])),
    )
  expect(await seal()).toBe(1 + 60 + 60)
  expect(await counts(url)).toEqual({ hot: 1 + 60, blocks: 5 })
  expect(told).toEqual([
    [1, 0],
    [3, 1],
  ])
  await store.append([received(2, MIDNIGHT + SPAN_MS + 90 * MINUTE)])
  expect(await seal()).toBe(1)
  expect(told).toHaveLength(2)
  const { damaged, bytesPerReading } = await store.storage()
  expect(damaged?.map(({ why }) => why)).toEqual([expect.stringMatching(/damaged.*backup/), expect.any(String)])
  expect(bytesPerReading).toBeGreaterThan(1)
  // A server that starts now knows the last of every rig that can be read.
  expect([...(await store.latestReadings(MIDNIGHT)).keys()].sort()).toEqual([1, 2, 3])
})

test('a damaged block keeps nothing from being stored: late readings of its span lie beside it', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  await store.append(everyMinute(1, MIDNIGHT, MIDNIGHT + HOUR))
  await store.sealReadings(MIDNIGHT + SPAN_MS)
  await zeroBlocks(url, '"rigId" = 1')
  expect(await store.append([received(1, MIDNIGHT + 90 * MINUTE), received(2, MIDNIGHT)])).toEqual(['stored', 'stored'])
  expect(await counts(url)).toEqual({ hot: 2, blocks: 1 })
  expect(await everything(store, 2)).toHaveLength(1)
})

test('a damaged block keeps no other rig from having its hours made anew, and is told', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  for (const rigId of [1, 2]) await store.append(everyMinute(rigId, MIDNIGHT, MIDNIGHT + 2 * SPAN_MS))
  await store.sealReadings(MIDNIGHT + 2 * SPAN_MS)
  await zeroBlocks(url, `"rigId" = 1 AND "spanMs" = ${MIDNIGHT}`)
  const scanned = async (hourMs: number) => [...(await store.scanHour(hourMs, [1, 2])).keys()]
  expect(await scanned(MIDNIGHT + HOUR)).toEqual([2])
  // Without the reading before it the first hour of the next span would not be what it was; the second needs none of them.
  expect(await scanned(MIDNIGHT + SPAN_MS)).toEqual([2])
  expect(await scanned(MIDNIGHT + SPAN_MS + HOUR)).toEqual([1, 2])
  const told: { spanMs: number; rigId: number }[] = []
  const seal = () =>
    store.sealReadings(
      MIDNIGHT + 2 * SPAN_MS,
      () => true,
      (damaged) => told.push(...damaged),
    )
  await seal()
  await seal()
  expect(told).toMatchObject([{ spanMs: MIDNIGHT, rigId: 1 }])
})

test('a damaged reading, be it the last of its rig, keeps no server from starting and no other rig from its hours', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  for (const rigId of [1, 2]) await store.append(everyMinute(rigId, MIDNIGHT, MIDNIGHT + HOUR))
  await cutReading(url, 1, MIDNIGHT + HOUR - MINUTE)
  expect([...(await store.latestReadings(MIDNIGHT)).keys()]).toEqual([2])
  expect([...(await store.scanHour(MIDNIGHT, [1, 2])).keys()]).toEqual([2])
  expect((await store.storage()).damaged).toMatchObject([{ spanMs: MIDNIGHT, rigId: 1 }])
})
