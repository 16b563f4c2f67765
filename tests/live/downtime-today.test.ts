import { expect, test } from 'vitest'
import { saveAssignment } from '#lib/db/assignments'
import { insertRig } from '#lib/db/rigs'
import { insertSite, saveTariff } from '#lib/db/sites'
import type { Reading } from '#lib/domain/reading'
import { closeHours } from '#lib/services/close-hours'
import { storeMarketSnapshot } from '#lib/services/market-snapshot'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database'
import { openFleetForTest } from '../services/fleet-for-test'
import { gpuReading } from './example-readings'

const MINUTE = 60_000
const HOUR = 3_600_000
/** 01:00 in Berlin, where the night tariff holds until 06:30. */
const START = Date.UTC(2026, 10, 22, 0)

async function shed({ pricePerKwh = 0.1, nightPrice = 0.1 } = {}) {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await insertSite(database, { name: 'Shed', timeZone: 'Europe/Berlin', createdAtMs: 0 })
  const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 420, pricePerKwh: nightPrice }]
  await saveTariff(database, siteId, 0, { pricePerKwh, windows, fixedPerMonth: 0, overheadPercent: 0 })
  await storeMarketSnapshot(database, 'USD', START - HOUR)
  const rigId = await insertRig(database, { key: 'rig-1', name: 'Rig 1', siteId, createdAtMs: START - 30 * HOUR })
  const worker = { algorithm: 'etchash', coin: 'ETC', payer: 'pool', scheme: 'pplns', poolFeePercent: 1 } as const
  await saveAssignment(database, rigId, { ...worker, fromMs: 0, assumed: false })
  const fleet = await openFleetForTest({ database, store }, START - HOUR)
  const report = async (fromMs: number, toMs: number, changes: Partial<Reading> = {}) => {
    const moments = Array.from({ length: (toMs - fromMs) / 10_000 }, (_, index) => fromMs + index * 10_000)
    const received = moments.map((at) => ({ rigId, receivedAtMs: at, reading: gpuReading(at, changes) }))
    await store.append(received)
    fleet.observe(received)
  }
  const close = (nowMs: number) => closeHours({ database, store, fleet }, nowMs)
  return { fleet, report, close }
}

const nothing: Partial<Reading> = { work: gpuReading(0).work.map((work) => ({ ...work, hashesPerSecond: 0 })) }

test('a day without a standstill has lost nothing, and neither has one that was paused by choice', async () => {
  const { fleet, report, close } = await shed()
  await report(START - HOUR, START + HOUR)
  await close(START + HOUR + 5 * MINUTE)
  await report(START + HOUR, START + HOUR + 30 * MINUTE, { ...nothing, state: 'paused' })
  const { totals } = fleet.snapshot(START + HOUR + 30 * MINUTE)
  expect(totals.downtimeToday).toBeUndefined()
})

test('half an hour at no hash rate loses half an hour of revenue, less at most half an hour of energy', async () => {
  const { fleet, report, close } = await shed()
  await report(START - HOUR, START + 30 * MINUTE)
  const usual = fleet.snapshot(START + 29 * MINUTE).rigs[0]?.perDay
  await report(START + 30 * MINUTE, START + HOUR, nothing)
  await report(START + HOUR, START + 2 * HOUR)
  await close(START + HOUR + 5 * MINUTE)
  const { totals } = fleet.snapshot(START + 2 * HOUR)
  expect(totals.downtimeToday).toMatchObject({ rigs: 1, unknownRigs: 0 })
  expect(totals.downtimeToday?.seconds).toBeCloseTo(1800, 0)
  expect(totals.downtimeToday?.lostRevenue).toBeCloseTo((usual?.revenue ?? 0) / 48, 6)
  expect(totals.downtimeToday?.savedAtMost).toBeCloseTo((usual?.cost ?? 0) / 48, 6)
})

test('a rig that fell silent goes on losing, and a closed hour counts once', async () => {
  const { fleet, report, close } = await shed()
  await report(START - HOUR, START + 30 * MINUTE)
  // Its last word holds for three of its intervals.
  const silentMs = START + 30 * MINUTE + 20_000
  const secondsAt = (nowMs: number) => fleet.snapshot(nowMs).totals.downtimeToday?.seconds
  expect(secondsAt(START + 52 * MINUTE)).toBeCloseTo((START + 52 * MINUTE - silentMs) / 1000, 0)
  await close(START + HOUR + 5 * MINUTE)
  expect(secondsAt(START + HOUR + 52 * MINUTE)).toBeCloseTo((START + HOUR + 52 * MINUTE - silentMs) / 1000, 0)
})

test('a rig loses money in the hours in which its power is dear, whatever the day is worth', async () => {
  const { fleet, report } = await shed({ pricePerKwh: 0.02, nightPrice: 3 })
  const at = START + 4 * HOUR + 30 * MINUTE
  await report(at, at + MINUTE)
  const night = fleet.snapshot(at + 1000).rigs[0]
  expect(night).toMatchObject({ losesMoney: true })
  expect(night?.profitThisHour).toBeCloseTo(
    (night?.perDay.revenue ?? 0) / 24 - ((night?.powerWatts ?? 0) / 1000) * 3,
    9,
  )
  const day = START + 7 * HOUR
  await report(day, day + MINUTE)
  expect(fleet.snapshot(day + 1000).rigs[0]).toMatchObject({ losesMoney: false })
})
