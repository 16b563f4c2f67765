import { expect, test } from 'vitest'
import { saveNetworks, savePrices } from '#lib/db/rates'
import type { Reading } from '#lib/domain/reading'
import type { RigHour } from '#lib/domain/rig-hour'
import type { Tariff } from '#lib/domain/tariff'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { saveNextDifficulty } from '#lib/services/next-difficulties'
import { planAlternatives } from '#lib/services/planner/plan-alternatives'
import { planHours } from '#lib/services/planner/plan-hours'
import { planMachines } from '#lib/services/planner/plan-machines'
import { planScope } from '#lib/services/planner/plan-scope'
import { whatChanged } from '#lib/services/planner/what-changed'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { openFleetForTest } from './fleet-for-test'
import { FLAT, firstSite, fullHour, someRig } from './money-mine.ts'

const NOW = Date.UTC(2026, 10, 25, 14, 20)
const HOUR = Date.UTC(2026, 10, 25, 14)

/** 100 TH/s at difficulty 1e14, 3.125 a block and $100,000, less the assumed fee of 1 %. */
const REVENUE = 6.28642738 * 0.99

async function mine({ tariff = FLAT, timeZone = 'UTC', hours = [] as RigHour[] } = {}) {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database, timeZone, tariff)
  const rigId = await someRig(database, siteId)
  const price = (value: number, atMs: number) => ({
    ...{ coin: 'BTC', currency: 'USD', price: value, source: 'coingecko', observedAtMs: atMs },
    hourMs: Math.floor(atMs / HOUR_MS) * HOUR_MS,
  })
  await savePrices(database, [price(90_000, NOW - DAY_MS - HOUR_MS), price(100_000, NOW - MINUTE_MS)])
  await saveNetworks(database, [
    {
      ...{ coin: 'BTC', difficulty: 1e14, height: 1_049_000, rewardPerBlock: 3.125, source: 'mempool' },
      ...{ hourMs: HOUR, observedAtMs: NOW - MINUTE_MS },
    },
  ])
  await store.saveHours(hours.map((hour) => ({ ...hour, rigId })))
  const fleet = await openFleetForTest({ database, store }, NOW)
  const report = (changes: Partial<Reading> = {}) => {
    const reading: Reading = { ...HASHING, at: NOW - 10_000, ...changes }
    fleet.observe([{ rigId, receivedAtMs: reading.at, reading }])
  }
  return { database, fleet, siteId, rigId, report }
}

const quarters = (each: number): RigHour['seconds'] => [each, each, each, each]

const HASHING: Omit<Reading, 'at'> = {
  state: 'hashing',
  miner: { name: 'antminer', model: 'Antminer S19', uptimeSeconds: 100_000 },
  work: [{ algorithm: 'sha256d', hashesPerSecond: 100e12 }],
  powerWatts: 3000,
  powerSource: 'metered',
}

const NIGHT: Tariff = {
  ...{ pricePerKwh: 0.2, fixedPerMonth: 300, overheadPercent: 0 },
  windows: [{ label: 'Night', days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 17 * 60, toMinute: 7 * 60, pricePerKwh: 0.05 }],
}

test('the plan runs through the cheap hours and pauses in the dear ones, whatever the standing charge', async () => {
  const { database, fleet, report } = await mine({ tariff: NIGHT })
  report()
  const { sites } = await planHours({ database, fleet }, { hours: 24 }, NOW)
  const [site] = sites
  // A kWh brings $6.22 ÷ 72 kWh = $0.0864.
  expect(site?.hours[0]?.breakEvenPerKwh).toBeCloseTo(REVENUE / 72, 6)
  const run = site?.hours.filter((hour) => hour.run).map(({ from }) => new Date(from).getUTCHours())
  expect(run).toEqual([17, 18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5, 6])
  expect(site?.hours[3]).toMatchObject({ label: 'Night', pricePerKwh: 0.05 })
  expect(site?.kinds).toMatchObject([{ kind: 'Antminer S19 · BTC', rigs: 1 }])
})

test('a rig that the plan has paused is planned for by its last full hour', async () => {
  const { database, fleet, report } = await mine({ tariff: NIGHT, hours: [fullHour(0, HOUR - 5 * HOUR_MS)] })
  report({ state: 'paused', work: [{ algorithm: 'sha256d', hashesPerSecond: 0 }], powerWatts: 20 })
  const { sites } = await planHours({ database, fleet }, { hours: 6 }, NOW)
  expect(sites[0]?.rigs[0]?.breakEvenPerKwh).toBeCloseTo(REVENUE / 72, 6)
  expect(sites[0]?.rigs[0]?.run).toEqual([false, false, false, true, true, true])
})

test('a site where nothing ran decides nothing, and says so', async () => {
  const { database, fleet } = await mine()
  const { sites } = await planHours({ database, fleet }, { hours: 1 }, NOW)
  expect(sites[0]?.hours).toMatchObject([
    { pricePerKwh: 0.1, run: null, reason: 'No rig ran here within the last 30 days' },
  ])
})

test('hours are those of the clock on the wall, also where it is half an hour off', async () => {
  const { database, fleet } = await mine({ timeZone: 'Asia/Kolkata' })
  const { sites } = await planHours({ database, fleet }, { hours: 2 }, NOW)
  expect(sites[0]?.hours.map(({ from }) => from)).toEqual(['2026-11-25T13:30:00.000Z', '2026-11-25T14:30:00.000Z'])
})

test('a price window that begins within an hour counts for its part of it', async () => {
  const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 14 * 60 + 45, toMinute: 15 * 60, pricePerKwh: 0.5 }]
  const { database, fleet } = await mine({ tariff: { ...FLAT, windows } })
  const { sites } = await planHours({ database, fleet }, { hours: 1 }, NOW)
  expect(sites[0]?.hours[0]?.pricePerKwh).toBeCloseTo(0.75 * 0.1 + 0.25 * 0.5, 12)
})

test('what changed: yesterday’s price, the next difficulty and the halving, in money a day', async () => {
  const { database, fleet, report } = await mine()
  report()
  const next = { coin: 'BTC', height: 1_050_336, atMs: NOW + 9 * DAY_MS, change: 0.25, source: 'mempool.space' }
  await saveNextDifficulty(database, { ...next, observedAtMs: NOW })
  const told = await whatChanged({ database, fleet }, NOW)
  expect(told.revenuePerDay).toBeCloseTo(REVENUE, 6)
  expect(told.changes.map(({ kind }) => kind)).toEqual(['price', 'subsidy', 'difficulty'])
  const effects = told.changes.map(({ effectPerDay }) => effectPerDay)
  expect(effects[0]).toBeCloseTo(REVENUE * 0.1, 6)
  expect(effects[1]).toBeCloseTo(-REVENUE / 2, 6)
  expect(effects[2]).toBeCloseTo(-REVENUE / 5, 6)
})

test('a rig is known for what it mined before, at the hash rate and power it had then', async () => {
  const before: RigHour = {
    ...fullHour(0, HOUR - 48 * HOUR_MS),
    energyWattHours: [250, 250, 250, 250],
    work: [
      { algorithm: 'scrypt', hashes: [9e12, 9e12, 9e12, 9e12], seconds: 3600, accepted: 1, rejected: 0, stale: 0 },
    ],
  }
  const { database, fleet, rigId, report } = await mine({ hours: [before, fullHour(0, HOUR - HOUR_MS)] })
  report()
  const told = await planAlternatives({ database, fleet }, rigId, NOW)
  const rows = told?.options.map(({ coin, rate, present, watts }) => [coin, rate.kind, present, watts])
  expect(rows).toEqual([
    ['BTC', 'measured', true, 3000],
    ['LTC', 'measured', false, 1000],
    ['DOGE', 'measured', false, 1000],
    ['BCH', 'measured', false, 3000],
  ])
  expect(told?.options[0]?.profit).toBeCloseTo(REVENUE - 7.2, 6)
  expect(await planAlternatives({ database, fleet }, 999, NOW)).toBeUndefined()
})

test('of a rig without a history its maker’s figures speak', async () => {
  const { database, fleet, rigId, report } = await mine()
  report()
  const told = await planAlternatives({ database, fleet }, rigId, NOW)
  expect(told?.options[0]).toMatchObject({ coin: 'BTC', rate: { kind: 'maker', model: 'Antminer S19' }, watts: 3250 })
})

test('a rig’s own curve comes from hours at different powers', async () => {
  const hours = Array.from({ length: 24 }, (_, index) => {
    const hour = fullHour(0, HOUR - (index + 1) * HOUR_MS)
    if (index % 2 === 0) return hour
    const work = hour.work.map((each) => ({ ...each, hashes: quarters(8e16) }))
    return { ...hour, work, energyWattHours: quarters(500) }
  })
  const { database, fleet, rigId, report } = await mine({ hours, tariff: NIGHT })
  report()
  const { basis, rig } = await planScope({ database, fleet }, { rigId }, NOW)
  expect(basis.fixedPerDay).toBe(0)
  expect(rig?.curve).toMatchObject({ ok: true, curve: { points: [{ watts: 2000 }, { watts: 3000 }] } })
  const all = await planScope({ database, fleet }, {}, NOW)
  expect(all.basis.fixedPerDay).toBeCloseTo(10, 6)
})

test('machines are compared at present rates and the tariff of the first site', async () => {
  const { fleet } = await mine()
  const told = planMachines(fleet, NOW)
  expect(told.pricePerKwh).toBeCloseTo(0.1, 10)
  const machine = told.machines.find(({ model }) => model === 'Antminer S19')
  expect(machine?.best?.revenue).toBeCloseTo(REVENUE * 0.95, 6)
  expect(told.machines.find(({ algorithm }) => algorithm === 'kheavyhash')?.best?.unknown).toContain('KAS')
})
