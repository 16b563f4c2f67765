import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hoursBetween, hoursOf } from '#lib/db/hours'
import { quarterSparklines } from '#lib/db/sparklines'
import { steadyHour, steadyWork } from './some-hours.ts'
import { MIDNIGHT } from './some-readings.ts'
import { openForTest, openStoreForTest, temporaryDatabase } from './temporary-database.ts'

const HOUR = 3_600_000

async function opened() {
  const { url } = await temporaryDatabase()
  return { store: await openStoreForTest(url), database: await openForTest(url) }
}

test('hours come back as they were saved, and saving again replaces them with their work', async () => {
  const { store, database } = await opened()
  const bare = steadyHour(1, MIDNIGHT + HOUR, { powerWatts: undefined, temperatureCelsius: undefined, work: [] })
  const dual = steadyHour(1, MIDNIGHT, {
    work: [steadyWork({ algorithm: 'kawpow', hashesPerSecond: undefined }), steadyWork()],
  })
  await store.saveHours([bare, dual, steadyHour(2, MIDNIGHT)])
  expect(await hoursOf(database, 1, MIDNIGHT, MIDNIGHT + 2 * HOUR)).toEqual([withoutRig(dual), withoutRig(bare)])
  expect(await hoursOf(database, 1, MIDNIGHT, MIDNIGHT + HOUR)).toEqual([withoutRig(dual)])

  await store.saveHours([steadyHour(1, MIDNIGHT, { readings: 7 })])
  expect(await hoursOf(database, 1, MIDNIGHT, MIDNIGHT + HOUR)).toEqual([
    withoutRig(steadyHour(1, MIDNIGHT, { readings: 7 })),
  ])
  const both = await hoursBetween(database, MIDNIGHT, MIDNIGHT + HOUR)
  expect(both.map(({ rigId, readings }) => [rigId, readings])).toEqual([
    [1, 7],
    [2, 360],
  ])
  expect(await hoursBetween(database, MIDNIGHT, MIDNIGHT + HOUR, [2])).toEqual([steadyHour(2, MIDNIGHT)])
})

test('figures come back to the last digit', async () => {
  const { store, database } = await opened()
  const figure = fc.double({ min: 0, max: 1e25, noNaN: true }).map((value) => value + 0)
  const quarters = fc.tuple(figure, figure, figure, figure)
  await fc.assert(
    fc.asyncProperty(quarters, quarters, figure, async (hashes, energyWattHours, watts) => {
      const hour = steadyHour(1, MIDNIGHT, {
        energyWattHours,
        powerWatts: { min: watts, mean: watts / 3, max: watts * 7 },
        work: [steadyWork({ hashes })],
      })
      await store.saveHours([hour])
      expect(await hoursBetween(database, MIDNIGHT, MIDNIGHT + HOUR)).toEqual([hour])
    }),
    { numRuns: 60 },
  )
})

function withoutRig({ rigId: _, ...hour }: ReturnType<typeof steadyHour>) {
  return hour
}

test('a chart of quarters tells each quarter’s work and power, and leaves a gap where the rig was not seen', async () => {
  const { store } = await opened()
  await store.saveHours([
    steadyHour(1, MIDNIGHT, {
      seconds: [900, 450, 0, 900],
      poweredSeconds: [900, 450, 0, 0],
      energyWattHours: [750, 300, 0, 0],
      work: [steadyWork({ hashes: [9e16, 4.5e16, 0, 4.5e16], seconds: 2250 })],
    }),
  ])
  const chart = await store.hoursChart({ rigId: 1, fromMs: MIDNIGHT, toMs: MIDNIGHT + HOUR, stepSeconds: 900 })
  expect(chart).toMatchObject({ tier: 'quarters', stepSeconds: 900, fromMs: MIDNIGHT, toMs: MIDNIGHT + HOUR })
  expect(chart.atMs).toEqual([0, 1, 2, 3].map((quarter) => MIDNIGHT + quarter * 900_000))
  expect(chart.hashRate).toEqual([
    {
      algorithm: 'sha256d',
      min: [95e12, 95e12, null, 95e12],
      mean: [1e14, 1e14, null, 5e13],
      max: [104e12, 104e12, null, 104e12],
    },
  ])
  expect(chart.powerWatts).toEqual({
    min: [2900, 2900, null, null],
    mean: [3000, 2400, null, null],
    max: [3100, 3100, null, null],
  })
  expect(chart.temperatureCelsius.mean).toEqual([65, 65, null, 65])
})

test('a chart of days keeps the smallest and largest of all their hours', async () => {
  const { store } = await opened()
  await store.saveHours([
    steadyHour(1, MIDNIGHT),
    steadyHour(1, MIDNIGHT + HOUR, {
      energyWattHours: [250, 250, 250, 250],
      powerWatts: { min: 10, mean: 1000, max: 3500 },
      work: [steadyWork({ hashes: [0, 0, 0, 0], hashesPerSecond: { min: 0, mean: 0, max: 0 } })],
    }),
  ])
  const chart = await store.hoursChart({
    rigId: 1,
    fromMs: MIDNIGHT + 5,
    toMs: MIDNIGHT + 48 * HOUR,
    stepSeconds: 86_400,
  })
  expect(chart).toMatchObject({ tier: 'hours', fromMs: MIDNIGHT })
  expect(chart.hashRate).toEqual([{ algorithm: 'sha256d', min: [0, null], mean: [5e13, null], max: [104e12, null] }])
  expect(chart.powerWatts).toEqual({ min: [10, null], mean: [2000, null], max: [3500, null] })
})

test('slots of one and a half hours have their own work and power, and the extremes of each hour they touch', async () => {
  const { store } = await opened()
  const [mean, max] = [1e14, 104e12]
  await store.saveHours([
    steadyHour(1, MIDNIGHT),
    steadyHour(1, MIDNIGHT + HOUR, {
      energyWattHours: [750, 750, 1500, 1500],
      powerWatts: { min: 2900, mean: 4500, max: 9000 },
      work: [steadyWork({ hashes: [9e16, 9e16, 0, 0], hashesPerSecond: { min: 0, mean: mean / 2, max } })],
    }),
    steadyHour(1, MIDNIGHT + 2 * HOUR),
  ])
  const chart = await store.hoursChart({ rigId: 1, fromMs: MIDNIGHT, toMs: MIDNIGHT + 3 * HOUR, stepSeconds: 5400 })
  expect(chart).toMatchObject({ tier: 'quarters', stepSeconds: 5400, atMs: [MIDNIGHT, MIDNIGHT + 1.5 * HOUR] })
  expect(chart.hashRate).toEqual([{ algorithm: 'sha256d', min: [0, 0], mean: [mean, (4 / 6) * mean], max: [max, max] }])
  expect(chart.powerWatts).toEqual({ min: [2900, 2900], mean: [3000, 4000], max: [9000, 9000] })
})

test('a chart that ends within a stored hour tells its quarters until then, and a larger step the same hours', async () => {
  const { store } = await opened()
  await store.saveHours([steadyHour(1, MIDNIGHT, { energyWattHours: [250, 250, 1000, 1000] })])
  const chart = async (toMs: number, stepSeconds: number) =>
    (await store.hoursChart({ rigId: 1, fromMs: MIDNIGHT, toMs: toMs, stepSeconds: stepSeconds })).powerWatts.mean
  expect(await chart(MIDNIGHT + HOUR / 2, 3600)).toEqual([1000])
  expect(await chart(MIDNIGHT + HOUR / 2, 1800)).toEqual([1000])
  expect(await chart(MIDNIGHT + HOUR, 1800)).toEqual([1000, 4000])
  expect(await chart(MIDNIGHT + HOUR, 7200)).toEqual([2500])
})

test('a chart in steps that hours cannot make is refused', async () => {
  const { store } = await opened()
  await expect(store.hoursChart({ rigId: 1, fromMs: 0, toMs: HOUR, stepSeconds: 60 })).rejects.toThrow('not 60 s')
  await expect(store.hoursChart({ rigId: 1, fromMs: 0, toMs: 400 * 24 * HOUR, stepSeconds: 3600 })).rejects.toThrow(
    'a year',
  )
})

test('sparklines tell each rig’s quarters, and nothing of rigs without hours', async () => {
  const { store, database } = await opened()
  await store.saveHours([
    steadyHour(1, MIDNIGHT, { seconds: [900, 900, 0, 900], work: [steadyWork({ seconds: 2700 })] }),
    steadyHour(3, MIDNIGHT),
  ])
  const lines = await quarterSparklines(database, [1, 2], MIDNIGHT + 900_000, MIDNIGHT + HOUR + 900_000)
  expect(lines).toEqual(new Map([[1, [{ algorithm: 'sha256d', hashesPerSecond: [1e14, null, 1e14, null] }]]]))
  await expect(quarterSparklines(database, Array(201).fill(1), 0, HOUR)).rejects.toThrow('at most 200 rigs')
})
