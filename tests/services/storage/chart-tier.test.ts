import fc from 'fast-check'
import { expect, test } from 'vitest'
import { figuresOf } from '#lib/domain/figures'
import { rollupHour } from '#lib/domain/rollup'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { chartRig } from '#lib/services/chart-rig'
import { rebuildHours } from '#lib/services/rebuild-hours'
import { gpuReading, MIDNIGHT } from '../../db/some-readings.ts'
import { openForTest, openStoreForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { openFleetForTest } from '../fleet-for-test'
import { firstSite, someRig } from '../money-mine.ts'

async function mineOfOne() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const rigId = await someRig(database, await firstSite(database), 'aa')
  const store = await openStoreForTest(url)
  const openFleet = () => openFleetForTest({ database, store })
  return { database, store, rigId, openFleet }
}

test('slots begin at multiples of the step whatever is asked for, and are at most 1000', async () => {
  const { database, store, rigId, openFleet } = await mineOfOne()
  const context = { database, store, fleet: await openFleet() }
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: DAY_MS }),
      fc.integer({ min: 1, max: 366 * DAY_MS }),
      fc.integer({ min: 1, max: 100_000 }),
      async (offsetMs, lengthMs, stepSeconds) => {
        const fromMs = MIDNIGHT + offsetMs
        const toMs = fromMs + lengthMs
        const charted = await chartRig(context, rigId, { fromMs, toMs, stepSeconds }, toMs)
        if (!charted.ok) throw new Error(charted.reason)
        const { atMs, ...chart } = charted.chart
        const stepMs = chart.stepSeconds * 1000
        expect(chart.stepSeconds).toBeGreaterThanOrEqual(stepSeconds)
        expect(atMs.length).toBeGreaterThan(0)
        expect(atMs.length).toBeLessThanOrEqual(1000)
        expect(atMs.every((at, index) => at === Math.floor(fromMs / stepMs) * stepMs + index * stepMs)).toBe(true)
        expect((atMs.at(-1) ?? 0) + stepMs).toBeGreaterThanOrEqual(toMs)
      },
    ),
    { numRuns: 60 },
  )
})

test('a span of more than a year is refused with what to do', async () => {
  const { database, store, rigId, openFleet } = await mineOfOne()
  const span = { fromMs: MIDNIGHT, toMs: MIDNIGHT + 400 * DAY_MS, stepSeconds: 3600 }
  const charted = await chartRig({ database, store, fleet: await openFleet() }, rigId, span)
  expect(charted).toEqual({ ok: false, reason: 'a chart spans at most a year: bring from and to nearer together' })
})

test('whole hours come from hours, and say the same as the readings they were made of', async () => {
  const { database, store, rigId, openFleet } = await mineOfOne()
  const hours = 6
  const told = Array.from({ length: hours * 60 }, (_, minute) => {
    const at = MIDNIGHT + minute * MINUTE_MS
    const rate = minute % 97 === 13 ? 2_000_000_000 : 779_600_000 + ((minute * 7_919) % 1_000) * 1_000
    return { rigId, receivedAtMs: at, reading: { ...gpuReading(at, rate), intervalSeconds: 60 } }
  })
  await store.append(told)
  const toMs = MIDNIGHT + hours * HOUR_MS
  await rebuildHours({ database, store }, MIDNIGHT, toMs)
  const span = { fromMs: MIDNIGHT, toMs, stepSeconds: 3600 }
  const charted = await chartRig({ database, store, fleet: await openFleet() }, rigId, span, toMs + DAY_MS)
  if (!charted.ok) throw new Error(charted.reason)
  expect(charted.chart.tier).toBe('hours')
  const exact = await store.figuresSeries(rigId, MIDNIGHT, toMs, HOUR_MS)
  const [fromHours] = charted.chart.hashRate
  const [fromReadings] = exact.hashRate
  expect(fromHours?.min).toEqual(fromReadings?.min)
  expect(fromHours?.max).toEqual(fromReadings?.max)
  for (const [index, mean] of (fromReadings?.mean ?? []).entries()) {
    expect((fromHours?.mean[index] ?? 0) / (mean ?? 0)).toBeCloseTo(1, 9)
  }
})

test('where readings are gone, the quarters of hours answer for them, and hours where whole hours are asked for', async () => {
  const { database, store, rigId, openFleet } = await mineOfOne()
  const fleet = await openFleet()
  const tierOf = async (oldestMs: number, stepSeconds: number) => {
    const keeper = { tooOld: (atMs: number) => (atMs < oldestMs ? 'gone' : undefined) }
    const span = { fromMs: MIDNIGHT, toMs: MIDNIGHT + HOUR_MS, stepSeconds }
    const charted = await chartRig({ database, store, fleet, keeper }, rigId, span, MIDNIGHT + DAY_MS)
    return charted.ok && [charted.chart.tier, charted.chart.stepSeconds]
  }
  expect(await tierOf(MIDNIGHT, 60)).toEqual(['readings', 60])
  expect(await tierOf(MIDNIGHT + 1, 60)).toEqual(['quarters', 900])
  expect(await tierOf(MIDNIGHT + 1, 3600)).toEqual(['hours', 3600])
})

test('days of more readings than one chart unpacks are drawn by quarter-hours, however seldom the rig reports today', async () => {
  const { database, store, rigId, openFleet } = await mineOfOne()
  const hourOf = (hour: number, readings: number) => {
    const one = gpuReading(MIDNIGHT + hour * HOUR_MS)
    return { ...rollupHour(MIDNIGHT + hour * HOUR_MS, undefined, [figuresOf(one)], one.at), rigId, readings }
  }
  const tierOf = async (readings: number) => {
    await store.saveHours(Array.from({ length: 48 }, (_, hour) => hourOf(hour, readings)))
    const span = { fromMs: MIDNIGHT, toMs: MIDNIGHT + 2 * DAY_MS, stepSeconds: 200 }
    const charted = await chartRig({ database, store, fleet: await openFleet() }, rigId, span, MIDNIGHT + 2 * DAY_MS)
    return charted.ok && charted.chart.tier
  }
  expect(await tierOf(60)).toBe('readings')
  expect(await tierOf(3_600)).toBe('quarters')
})

test('a month in 500 points comes in the next multiple of a quarter-hour', async () => {
  const { database, store, rigId, openFleet } = await mineOfOne()
  const toMs = MIDNIGHT + 30 * DAY_MS
  const hours = Array.from({ length: 30 * 24 }, (_, hour) => {
    const hourMs = MIDNIGHT + hour * HOUR_MS
    const reading = gpuReading(hourMs)
    return { ...rollupHour(hourMs, undefined, [figuresOf(reading)], reading.at), rigId, readings: 60 }
  })
  await store.saveHours(hours)
  const stepSeconds = (30 * 86_400) / 500
  const charted = await chartRig(
    { database, store, fleet: await openFleet() },
    rigId,
    { fromMs: MIDNIGHT, toMs, stepSeconds },
    toMs,
  )
  expect(charted).toMatchObject({ ok: true, chart: { tier: 'quarters', stepSeconds: 5400 } })
  expect(charted.ok && charted.chart.atMs.length).toBe(480)
})
