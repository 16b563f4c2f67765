import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SPAN_MS } from '#lib/db/block-span'
import { hoursOf } from '#lib/db/hours'
import { steadyHour, steadyWork } from './some-hours.ts'
import { gpuReading, MIDNIGHT } from './some-readings.ts'
import { openForTest, openStoreForTest, runSql, temporaryDatabase } from './temporary-database.ts'

const HOUR = 3_600_000
const received = (rigId: number, at: number, hashesPerSecond: number) => ({
  rigId,
  receivedAtMs: at,
  reading: gpuReading(at, hashesPerSecond),
})

test('a rig’s history moves to another, which keeps its own readings of the same moments', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  const minutes = Array.from({ length: 150 }, (_, index) => MIDNIGHT + index * 60_000)
  await store.append(minutes.map((at) => received(1, at, 800)))
  await store.append([
    received(2, MIDNIGHT + 60_000, 1600),
    received(2, MIDNIGHT + 5 * HOUR, 1600),
    received(3, MIDNIGHT, 8),
  ])

  expect(await store.moveHistory(1, 2)).toEqual({
    movedReadings: 149,
    hoursMs: [MIDNIGHT, MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR],
  })
  const all = await store.readRange(2, 0, Number.MAX_SAFE_INTEGER, { limit: 1000 })
  expect(all).toStrictEqual([
    ...minutes.map((at) => gpuReading(at, at === MIDNIGHT + 60_000 ? 1600 : 800)),
    gpuReading(MIDNIGHT + 5 * HOUR, 1600),
  ])
  expect(await store.readRange(1, 0, Number.MAX_SAFE_INTEGER, { limit: 9 })).toEqual([])
  expect(await store.readRange(3, 0, Number.MAX_SAFE_INTEGER, { limit: 9 })).toHaveLength(1)

  expect(await runSql(url, 'SELECT DISTINCT "rigId" FROM "Reading" ORDER BY "rigId"')).toEqual([
    { rigId: 2 },
    { rigId: 3 },
  ])
  // What it remembered of the rig's frames is gone too, so that one that reports again can be read.
  await store.append([received(1, MIDNIGHT + 9 * HOUR, 800)])
  expect(await store.readRange(1, 0, Number.MAX_SAFE_INTEGER, { limit: 9 })).toStrictEqual([
    gpuReading(MIDNIGHT + 9 * HOUR, 800),
  ])
})

test('the hour after a reading that may speak into it is among those to recompute', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  await store.append([received(1, MIDNIGHT + HOUR - 1000, 8)])
  expect(await store.moveHistory(1, 2)).toEqual({ movedReadings: 1, hoursMs: [MIDNIGHT, MIDNIGHT + HOUR] })
  expect(await store.moveHistory(1, 2)).toEqual({ movedReadings: 0, hoursMs: [] })
})

test('whatever of both rigs is packed, the same is the other rig’s afterwards', async () => {
  const store = await openStoreForTest((await temporaryDatabase()).url)
  const plain = await openStoreForTest((await temporaryDatabase()).url)
  let round = 0
  const minutes = fc.uniqueArray(fc.nat(400), { maxLength: 12 })
  const history = fc.record({ from: minutes, into: minutes, lateFrom: minutes, lateInto: minutes })
  await fc.assert(
    fc.asyncProperty(history, fc.nat(2), async ({ from, into, lateFrom, lateInto }, spans) => {
      const [fromRigId, intoRigId] = [++round, ++round]
      const fill = (some: number[], rigId: number) =>
        some.map((minute) => received(rigId, MIDNIGHT + minute * 60_000, rigId === fromRigId ? 8 : 16))
      for (const one of [store, plain]) await one.append([...fill(from, fromRigId), ...fill(into, intoRigId)])
      await store.sealReadings(MIDNIGHT + spans * SPAN_MS)
      for (const one of [store, plain]) await one.append([...fill(lateFrom, fromRigId), ...fill(lateInto, intoRigId)])
      const [given, wanted] = [
        await store.moveHistory(fromRigId, intoRigId),
        await plain.moveHistory(fromRigId, intoRigId),
      ]
      expect(given.movedReadings).toBe(wanted.movedReadings)
      expect(given.hoursMs).toEqual(expect.arrayContaining(wanted.hoursMs))
      const kept = (one: typeof store, rigId: number) =>
        one.readRange(rigId, 0, Number.MAX_SAFE_INTEGER, { limit: 1000 })
      expect(await kept(store, intoRigId)).toStrictEqual(await kept(plain, intoRigId))
      expect(await kept(store, fromRigId)).toEqual([])
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('hours whose readings are gone are added to the other rig’s', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  const database = await openForTest(url)
  const half = { seconds: [900, 900, 0, 0] as [number, number, number, number], readings: 180, hashingSeconds: 1800 }
  await store.saveHours([
    steadyHour(1, MIDNIGHT),
    steadyHour(1, MIDNIGHT + HOUR, {
      ...half,
      powerWatts: { min: 1, mean: 2000, max: 9000 },
      work: [steadyWork({ seconds: 1800 }), steadyWork({ algorithm: 'x11' })],
    }),
    steadyHour(2, MIDNIGHT + HOUR, { ...half, temperatureCelsius: undefined }),
  ])
  await store.moveHistory(1, 2)
  expect(await hoursOf(database, 1, 0, MIDNIGHT + 9 * HOUR)).toEqual([])
  const hours = await hoursOf(database, 2, 0, MIDNIGHT + 9 * HOUR)
  expect(hours[0]).toEqual({ ...steadyHour(2, MIDNIGHT), rigId: undefined })
  expect(hours[1]).toMatchObject({
    readings: 360,
    seconds: [1800, 1800, 0, 0],
    hashingSeconds: 3600,
    energyWattHours: [1500, 1500, 1500, 1500],
    powerWatts: { min: 1, mean: 2500, max: 9000 },
    temperatureCelsius: { min: 60, mean: 65, max: 71 },
  })
  expect(hours[1]?.work.map(({ algorithm, seconds, accepted }) => [algorithm, seconds, accepted])).toEqual([
    ['sha256d', 5400, 480],
    ['x11', 3600, 240],
  ])
})
