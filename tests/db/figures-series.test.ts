import { expect, test } from 'vitest'
import type { Reading } from '#lib/domain/reading'
import { MIDNIGHT } from './some-readings.ts'
import { openStoreForTest, temporaryDatabase } from './temporary-database.ts'

const MINUTE = 60_000

const bitaxe = (
  at: number,
  hashesPerSecond: number | undefined,
  powerWatts?: number,
): { rigId: number; receivedAtMs: number; reading: Reading } => ({
  rigId: 1,
  receivedAtMs: at,
  reading: {
    at,
    intervalSeconds: 30,
    state: 'hashing',
    miner: { name: 'bitaxe' },
    work: [{ algorithm: 'sha256d', ...(hashesPerSecond === undefined ? {} : { hashesPerSecond }) }],
    ...(powerWatts === undefined ? {} : { powerWatts, powerSource: 'output' as const }),
    devices: [{ index: 0, kind: 'board', temperatureCelsius: 61 }],
  },
})

test('means are weighted with the time a reading speaks, spikes are kept, and silence is a gap', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  await store.append([
    bitaxe(MIDNIGHT - 15_000, 1e12, 15),
    bitaxe(MIDNIGHT + 15_000, 2e12, 15),
    bitaxe(MIDNIGHT + 45_000, 5e12, 18),
    // Nothing follows: it speaks for three of its intervals, to 2 min 15 s.
    bitaxe(MIDNIGHT + 4 * MINUTE, undefined),
  ])
  const chart = await store.figuresSeries(1, MIDNIGHT, MIDNIGHT + 6 * MINUTE, MINUTE)
  expect(chart).toMatchObject({
    tier: 'readings',
    stepSeconds: 60,
    atMs: [0, 1, 2, 3, 4, 5].map((index) => MIDNIGHT + index * MINUTE),
  })
  expect(chart.hashRate).toEqual([
    {
      algorithm: 'sha256d',
      min: [1e12, 5e12, 5e12, null, null, null],
      mean: [(1e12 + 2 * 2e12 + 5e12) / 4, 5e12, 5e12, null, null, null],
      max: [5e12, 5e12, 5e12, null, null, null],
    },
  ])
  expect(chart.powerWatts.max).toEqual([18, 18, 18, null, null, null])
  expect(chart.temperatureCelsius.mean).toEqual([61, 61, 61, null, 61, 61])
})

test('watts are those at the wall, by the correction that held at the time', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  await store.append([bitaxe(MIDNIGHT, 1e12, 18), bitaxe(MIDNIGHT + MINUTE, 1e12, 18)])
  const corrections = [{ fromMs: 0 }, { fromMs: MIDNIGHT + MINUTE, supplyEfficiency: 0.9, overheadWatts: 1 }]
  const chart = await store.figuresSeries(1, MIDNIGHT, MIDNIGHT + 2 * MINUTE, MINUTE, { corrections })
  expect(chart.powerWatts.mean).toEqual([18, 21])
})

test('a rig without readings has gaps only, and more points than a chart can show are refused', async () => {
  const { url } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  const chart = await store.figuresSeries(1, MIDNIGHT, MIDNIGHT + 2 * MINUTE, MINUTE)
  expect(chart).toMatchObject({
    hashRate: [],
    powerWatts: { min: [null, null], mean: [null, null], max: [null, null] },
  })
  await expect(store.figuresSeries(1, 0, 6_000_000, 1000)).rejects.toThrow('more than 5000 points')
  await expect(store.figuresSeries(1, 0, 1, 0)).rejects.toThrow('points')
})
