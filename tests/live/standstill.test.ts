import { expect, test } from 'vitest'
import { saveAssignment } from '#lib/db/assignments'
import { insertRig } from '#lib/db/rigs'
import { insertSite, saveTariff } from '#lib/db/sites'
import type { Reading } from '#lib/domain/reading'
import { chartAlgorithms } from '#lib/services/chart-algorithms'
import { closeHours } from '#lib/services/close-hours'
import { storeMarketSnapshot } from '#lib/services/market-snapshot'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database'
import { openFleetForTest } from '../services/fleet-for-test'
import { gpuReading } from './example-readings'

const SECOND = 1000
const MINUTE = 60_000
const HOUR = 3_600_000
const start = Date.UTC(2026, 10, 22, 10)

async function valuedShed() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await insertSite(database, { name: 'Shed', timeZone: 'Europe/Vienna', createdAtMs: start - HOUR })
  const windows = [{ label: 'night', days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 1410, toMinute: 390, pricePerKwh: 0.06 }]
  await saveTariff(database, siteId, 0, { pricePerKwh: 0.1, windows, fixedPerMonth: 0, overheadPercent: 0 })
  await storeMarketSnapshot(database, 'USD', start - HOUR)
  const rigId = await insertRig(database, { key: 'rig-1', name: 'Rig 1', siteId, createdAtMs: start - HOUR })
  const worker = { algorithm: 'etchash', coin: 'ETC', payer: 'pool', scheme: 'pplns', poolFeePercent: 1 } as const
  await saveAssignment(database, rigId, { ...worker, fromMs: 0, assumed: false })
  const fleet = await openFleetForTest({ database, store }, start)
  const receive = async (at: number, changes: Partial<Reading> = {}) => {
    const received = { rigId, receivedAtMs: at, reading: gpuReading(at, changes) }
    await store.append([received])
    fleet.observe([received])
  }
  const row = (nowMs: number) => fleet.snapshot(nowMs).rigs[0]
  return { database, store, fleet, receive, row }
}

const standing = (reading: Reading) => reading.work.map((work) => ({ ...work, hashesPerSecond: 0 }))

test('a rig that hashes has lost nothing, and one that fell silent loses what it earned a day before', async () => {
  const { receive, row } = await valuedShed()
  await receive(start)
  const earned = row(start + SECOND)?.perDay.revenue
  expect(earned).toBeGreaterThan(0)
  expect(row(start + SECOND)?.lostPerDay).toBeUndefined()
  const offline = row(start + 10 * MINUTE)
  expect(offline).toMatchObject({ state: 'offline', perDay: { unknown: expect.any(String) } })
  expect(offline?.lostPerDay).toBeCloseTo(earned ?? 0, 9)
})

test('a rig that answers and hashes nothing loses what it earned a day before', async () => {
  const { receive, row } = await valuedShed()
  await receive(start)
  const earned = row(start + SECOND)?.perDay.revenue ?? 0
  await receive(start + 10 * SECOND, { work: standing(gpuReading(start)) })
  const zero = row(start + 11 * SECOND)
  expect(zero?.state).toBe('zero')
  expect(zero?.lostPerDay).toBeCloseTo(earned, 9)
})

test('a pause that somebody chose is no loss, and neither is what was never earned', async () => {
  const { receive, row } = await valuedShed()
  await receive(start, { work: standing(gpuReading(start)) })
  expect(row(start + SECOND)).toMatchObject({ state: 'zero', lostPerDay: undefined })
  await receive(start + 10 * SECOND)
  await receive(start + 20 * SECOND, { state: 'paused', work: standing(gpuReading(start)) })
  expect(row(start + 21 * SECOND)).toMatchObject({ state: 'paused', lostPerDay: undefined })
})

test('the prices of a site’s day change at the windows of its tariff, by its own clock', async () => {
  const { fleet } = await valuedShed()
  const [site] = fleet.snapshot(start).sites
  const at = (clock: string) => Date.parse(`2026-11-22T${clock}:00+01:00`)
  expect(site?.pricesToday).toEqual([
    { fromMs: at('00:00'), toMs: at('06:30'), pricePerKwh: 0.06, label: 'night' },
    { fromMs: at('06:30'), toMs: at('23:30'), pricePerKwh: 0.1 },
    { fromMs: at('23:30'), toMs: at('00:00') + 24 * HOUR, pricePerKwh: 0.06, label: 'night' },
  ])
})

test('the fleet’s hash rate by quarter-hour is the same from memory and from closed hours, and null before anything', async () => {
  const { database, store, fleet, receive } = await valuedShed()
  // A standstill of a whole quarter-hour, and then the half of one.
  for (let minute = 0; minute < 60; minute += 1) {
    const stands = minute >= 15 && minute < 37
    const at = start + minute * MINUTE
    await receive(at, { intervalSeconds: 60, ...(stands ? { work: standing(gpuReading(at)) } : {}) })
  }
  const nowMs = start + HOUR + 3 * MINUTE
  const fromMemory = await chartAlgorithms({ database, fleet }, 2, nowMs)
  expect(fromMemory).toMatchObject({ fromMs: start - HOUR, stepSeconds: 900 })
  const [line] = fromMemory.algorithms
  expect(line?.algorithm).toBe('etchash')
  expect(line?.hashesPerSecond).toHaveLength(8)
  expect(line?.hashesPerSecond.slice(0, 4)).toEqual([null, null, null, null])
  const full = 779_600_000
  const expected = [full, 0, (full * 8) / 15, full]
  for (const [index, value] of expected.entries()) expect(line?.hashesPerSecond[4 + index]).toBeCloseTo(value, -3)
  await closeHours({ database, store, fleet }, nowMs)
  expect(await chartAlgorithms({ database, fleet }, 2, nowMs + 11 * SECOND)).toEqual(fromMemory)
})
