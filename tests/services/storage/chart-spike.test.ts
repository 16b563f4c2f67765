import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { chartRig } from '#lib/services/chart-rig'
import { rebuildHours } from '#lib/services/rebuild-hours'
import { gpuReading, MIDNIGHT } from '../../db/some-readings.ts'
import { openForTest, openStoreForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { openFleetForTest } from '../fleet-for-test'
import { firstSite, someRig } from '../money-mine.ts'

test('a spike of one reading is in the chart of the day, the week, the month and the year, packed or not', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const rigId = await someRig(database, await firstSite(database), 'aa')
  const usual = 779_600_000
  const spike = 2_000_000_000
  const spikeMs = MIDNIGHT + 5 * HOUR_MS + 17 * MINUTE_MS
  const told = Array.from({ length: 12 * 60 }, (_, minute) => {
    const at = MIDNIGHT + minute * MINUTE_MS
    const reading = { ...gpuReading(at, at === spikeMs ? spike : usual), intervalSeconds: 60 }
    return { rigId, receivedAtMs: at, reading }
  })
  await store.append(told)
  await rebuildHours({ database, store }, MIDNIGHT, MIDNIGHT + 12 * HOUR_MS)
  const fleet = await openFleetForTest({ database, store })
  const toMs = MIDNIGHT + 12 * HOUR_MS
  const charts = async () => {
    const drawn = []
    for (const [days, step] of [
      [1, 86],
      [7, 900],
      [30, 3600],
      [365, 3600],
    ] as const) {
      const span = { fromMs: toMs - days * DAY_MS, toMs, stepSeconds: step }
      const charted = await chartRig({ database, store, fleet }, rigId, span, toMs)
      if (!charted.ok) throw new Error(charted.reason)
      const { tier, atMs, hashRate } = charted.chart
      expect(atMs.length).toBeLessThanOrEqual(1000)
      drawn.push({ tier, points: atMs.length, most: Math.max(...(hashRate[0]?.max ?? []).map((rate) => rate ?? 0)) })
    }
    return drawn
  }
  const before = await charts()
  expect(before.map(({ tier, most }) => [tier, most])).toEqual([
    ['readings', spike],
    ['readings', spike],
    ['hours', spike],
    ['hours', spike],
  ])
  await store.sealReadings(toMs)
  expect(await charts()).toEqual(before)
})
