import { expect, test } from 'vitest'
import { openReadingStore } from '#lib/db/open-reading-store'
import { gpuReading, MIDNIGHT } from './some-readings.ts'
import { openStoreForTest, runSql, temporaryDatabase } from './temporary-database.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const received = (rigId: number, at: number, hashesPerSecond?: number) => ({
  rigId,
  receivedAtMs: at + 300,
  reading: gpuReading(at, hashesPerSecond),
})

const everyTenSeconds = (rigId: number, fromMs: number, toMs: number) =>
  Array.from({ length: (toMs - fromMs) / 10_000 }, (_, index) => received(rigId, fromMs + index * 10_000))

test('a reading sent twice is stored once, and of two different ones the first stays', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  expect(await store.append([received(1, MIDNIGHT, 800), received(2, MIDNIGHT, 900)])).toEqual(['stored', 'stored'])
  expect(await store.append([received(1, MIDNIGHT, 160), received(1, MIDNIGHT + 1, 240)])).toEqual([
    'duplicate',
    'stored',
  ])
  expect(await store.append([received(3, MIDNIGHT, 8), received(3, MIDNIGHT, 16)])).toEqual(['stored', 'duplicate'])
  expect(await store.readRange(1, MIDNIGHT, MIDNIGHT + 10, { limit: 10 })).toStrictEqual([
    gpuReading(MIDNIGHT, 800),
    gpuReading(MIDNIGHT + 1, 240),
  ])
  expect(store.stats()).toMatchObject({ appended: 6, stored: 4, duplicates: 2, commits: 3, failedCommits: 0 })
})

test('what was appended is there after closing and opening again', async () => {
  const { url } = await temporaryDatabase()
  const store = await openReadingStore(url)
  await store.append([received(1, MIDNIGHT)])
  await store.close()
  const again = await openStoreForTest(url)
  expect(await again.readRange(1, 0, Number.MAX_SAFE_INTEGER, { limit: 10 })).toStrictEqual([gpuReading(MIDNIGHT)])
  expect(await again.append([received(1, MIDNIGHT)])).toEqual(['duplicate'])
})

test('closing stores what was accepted before', async () => {
  const { url } = await temporaryDatabase()
  const store = await openReadingStore(url)
  const appended = store.append(everyTenSeconds(1, MIDNIGHT, MIDNIGHT + HOUR))
  await store.close()
  expect(new Set(await appended)).toEqual(new Set(['stored']))
  expect(await runSql(url, 'SELECT CAST(COUNT(*) AS INTEGER) AS count FROM "Reading"')).toEqual([{ count: 360 }])
})

test('appends that come while a commit runs share the next one', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  const answers: Promise<string[]>[] = []
  for (let index = 0; index < 500; index++) {
    answers.push(store.append([received(index, MIDNIGHT)]))
    if (index % 100 === 50) await new Promise((resolve) => setImmediate(resolve))
  }
  expect(store.pending().readings).toBeGreaterThan(0)
  expect(store.pending().bytes).toBeGreaterThan(0)
  expect(new Set((await Promise.all(answers)).flat())).toEqual(new Set(['stored']))
  expect(store.stats().commits).toBeLessThanOrEqual(10)
  expect(store.pending()).toEqual({ readings: 0, bytes: 0 })
})

test('a range is read oldest first, in pages, over slots and gaps', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  const early = everyTenSeconds(1, MIDNIGHT, MIDNIGHT + 7 * MINUTE)
  const late = everyTenSeconds(1, MIDNIGHT + 3 * HOUR, MIDNIGHT + 3 * HOUR + MINUTE)
  await store.append([...late, ...early.toReversed(), ...everyTenSeconds(2, MIDNIGHT, MIDNIGHT + HOUR)])
  const first = await store.readRange(1, MIDNIGHT + 1, MIDNIGHT + 4 * HOUR, { limit: 40 })
  expect(first.map(({ at }) => at)).toEqual(early.slice(1, 41).map(({ reading }) => reading.at))
  const rest = await store.readRange(1, MIDNIGHT + 1, MIDNIGHT + 4 * HOUR, {
    limit: 40,
    afterMs: first.at(-1)?.at ?? 0,
  })
  expect(rest.map(({ at }) => at)).toEqual([early[41], ...late].map((one) => one?.reading.at))
  expect(await store.readRange(1, MIDNIGHT + 8 * MINUTE, MIDNIGHT + 3 * HOUR, { limit: 9 })).toEqual([])
  expect(await store.readRange(9, 0, Number.MAX_SAFE_INTEGER, { limit: 9 })).toEqual([])
})

test('scanning an hour brings its neighbours, but none further than ten minutes', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  const at = (ms: number) => MIDNIGHT + HOUR + ms
  await store.append(
    [-11 * MINUTE, -9 * MINUTE, -1, 0, 30 * MINUTE, HOUR - 1, HOUR, HOUR + MINUTE].map((ms) => received(1, at(ms))),
  )
  await store.append([-11 * MINUTE, 5, HOUR + 11 * MINUTE].map((ms) => received(2, at(ms))))
  await store.append([received(3, at(-5 * MINUTE))])
  const moments = (scanned: Map<number, { at: number }[]>) =>
    new Map([...scanned].map(([rigId, readings]) => [rigId, readings.map((reading) => reading.at - at(0))]))
  expect(moments(await store.scanHour(at(0)))).toEqual(
    new Map([
      [1, [-1, 0, 30 * MINUTE, HOUR - 1, HOUR]],
      [2, [5]],
      [3, [-5 * MINUTE]],
    ]),
  )
  expect(moments(await store.scanHour(at(0), [2, 8]))).toEqual(new Map([[2, [5]]]))
})

test('the latest reading of each rig is found, and none from before the moment asked for', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  expect(await store.latestReadings(0)).toEqual(new Map())
  expect(await store.oldestMs()).toBeUndefined()
  await store.append([
    ...everyTenSeconds(1, MIDNIGHT, MIDNIGHT + HOUR),
    received(2, MIDNIGHT + 20 * MINUTE),
    received(2, MIDNIGHT + 10 * MINUTE),
    received(3, MIDNIGHT - HOUR),
  ])
  const latest = await store.latestReadings(MIDNIGHT)
  expect(new Map([...latest].map(([rigId, { at }]) => [rigId, at - MIDNIGHT]))).toEqual(
    new Map([
      [1, HOUR - 10_000],
      [2, 20 * MINUTE],
    ]),
  )
  expect(await store.oldestMs()).toBe(MIDNIGHT - HOUR)
})

test('readings that cannot be packed are refused together and shift nobody else’s answer', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  await store.append([received(1, MIDNIGHT)])
  const unreadable = {
    ...gpuReading(MIDNIGHT + 2),
    get powerWatts(): number {
      throw new Error('not to be read')
    },
  }
  const before = store.append([received(1, MIDNIGHT + 1)])
  const refused = store.append([received(2, MIDNIGHT), { rigId: 2, receivedAtMs: MIDNIGHT, reading: unreadable }])
  const after = store.append([received(1, MIDNIGHT)])
  await expect(refused).rejects.toThrow('not to be read')
  expect(await Promise.all([before, after])).toEqual([['stored'], ['duplicate']])
  expect(await store.readRange(2, MIDNIGHT, MIDNIGHT + 9, { limit: 9 })).toEqual([])
})

test('a reading that cannot be stored is not acknowledged, and the store goes on when it can', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  await store.append([received(1, MIDNIGHT)])
  await runSql(url, 'ALTER TABLE "Reading" RENAME TO "Elsewhere"')
  await expect(store.append([received(1, MIDNIGHT + 1)])).rejects.toThrow(/no such table|does not exist/)
  await expect(
    Promise.all([store.append([received(1, MIDNIGHT + 2)]), store.append([received(1, MIDNIGHT + 3)])]),
  ).rejects.toThrow()
  await runSql(url, 'ALTER TABLE "Elsewhere" RENAME TO "Reading"')
  expect(await store.append([received(1, MIDNIGHT + 2)])).toEqual(['stored'])
  expect((await store.readRange(1, MIDNIGHT, MIDNIGHT + 9, { limit: 9 })).map(({ at }) => at - MIDNIGHT)).toEqual([
    0, 2,
  ])
  expect(store.stats()).toMatchObject({ failedCommits: 2, stored: 2 })
})
