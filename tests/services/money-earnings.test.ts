import { expect, test } from 'vitest'
import type { Database } from '#lib/db/database'
import { fromNano } from '#lib/domain/money'
import type { Tariff } from '#lib/domain/tariff'
import { HOUR_MS } from '#lib/domain/units'
import { changeCurrency } from '#lib/services/change-currency'
import { datedRates } from '#lib/services/dated-rates'
import { earningsByPeriod } from '#lib/services/earnings-by-period'
import { editRigs } from '#lib/services/edit-rigs'
import { explainPeriod } from '#lib/services/explain-period'
import { loadFleetSettings } from '#lib/services/fleet-settings'
import { typeRate } from '#lib/services/type-rate'
import { valueHours } from '#lib/services/value-hours'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { anotherSite, FLAT, firstSite, fullHour, someRig } from './money-mine.ts'

const DAY = 24 * HOUR_MS
// Of 100 TH/s in an hour at this difficulty: 4.97851e-5 BTC a day (the vector of docs/earnings.md) ÷ 24, less 1 % fee.
const DIFFICULTY = 126271255279306.8
const REVENUE_PER_HOUR = (4.97851e-5 / 24) * 0.99 * 100_000
const COST_PER_HOUR = 3 * 0.1

async function mine(timeZone: string, tariff = FLAT) {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database, timeZone, tariff)
  await typeRate(database, { kind: 'price', coin: 'BTC', currency: 'USD', price: 100_000, fromMs: 0 })
  await typeRate(database, { kind: 'network', coin: 'BTC', difficulty: DIFFICULTY, height: 900_000, fromMs: 0 })
  const write = async (rigIds: number[], fromMs: number, hours: number) => {
    const settings = await loadFleetSettings(database)
    const rates = await datedRates(database, settings, fromMs, fromMs + hours * HOUR_MS)
    const slots = []
    const work = []
    for (let hour = 0; hour < hours; hour += 1) {
      const hourMs = fromMs + hour * HOUR_MS
      const rows = rigIds.map((rigId) => fullHour(rigId, hourMs))
      await store.saveHours(rows)
      const valued = valueHours(settings, rates, hourMs, rows)
      slots.push(...valued.slots)
      work.push(...valued.work)
    }
    await store.saveSiteSlots(slots, work)
  }
  return { database, store, siteId, write }
}

const earningsOf = (database: Database, fromMs: number, toMs: number) =>
  earningsByPeriod(database, { period: 'day', fromMs, toMs }, { nowMs: toMs })

// Days that do not begin on a UTC hour, and days of 25 and 23 hours.
test.each([
  ['Asia/Kolkata', '2026-11-22', Date.UTC(2026, 10, 21, 18, 30), 24],
  ['Europe/Berlin', '2026-10-25', Date.UTC(2026, 9, 24, 22), 25],
  ['America/New_York', '2026-03-08', Date.UTC(2026, 2, 8, 5), 23],
])('a day in %s earns its own hours', async (timeZone, label, startMs, hours) => {
  const { database, siteId, write } = await mine(timeZone)
  const rigId = await someRig(database, siteId)
  await write([rigId], startMs - (startMs % HOUR_MS) - 2 * HOUR_MS, hours + 5)
  const { rows } = await earningsOf(database, startMs, startMs + hours * HOUR_MS)
  expect(rows.map((row) => row.label)).toEqual([label])
  const [day] = rows
  expect(day?.toMs).toBe(startMs + hours * HOUR_MS)
  expect(day?.cost).toBeCloseTo(hours * COST_PER_HOUR, 6)
  expect(day?.revenue).toBeCloseTo(hours * REVENUE_PER_HOUR, 4)
  expect(day?.profit).toBeCloseTo(hours * (REVENUE_PER_HOUR - COST_PER_HOUR), 4)
  expect(day?.energyWattHours).toBeCloseTo(hours * 3000, 6)
  expect(day?.coins).toEqual([{ coin: 'BTC', amount: expect.closeTo(((4.97851e-5 / 24) * hours * 99) / 100, 9) }])
})

test('a night tariff over midnight is charged by the quarter-hour of the site', async () => {
  const night = { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 22 * 60, toMinute: 6 * 60, pricePerKwh: 0.05 }
  const tariff: Tariff = { ...FLAT, pricePerKwh: 0.2, windows: [night], overheadPercent: 10 }
  const { database, siteId, write } = await mine('Asia/Kolkata', tariff)
  const startMs = Date.UTC(2026, 10, 21, 18, 30)
  await write([await someRig(database, siteId)], startMs - 30 * 60_000, 25)
  const [day] = (await earningsOf(database, startMs, startMs + DAY)).rows
  expect(day?.cost).toBeCloseTo(3 * 1.1 * (8 * 0.05 + 16 * 0.2), 6)
})

test('a fixed cost is spread over the month, with or without rigs', async () => {
  const { database, write } = await mine('UTC', { ...FLAT, fixedPerMonth: 30 })
  const startMs = Date.UTC(2026, 10, 1)
  await write([], startMs, 48)
  const earnings = await earningsByPeriod(database, { period: 'month', fromMs: startMs, toMs: startMs + 2 * DAY })
  expect(earnings.rows[0]?.cost).toBeCloseTo(2, 6)
})

test('a rig that was put aside and still runs does not hide another’s outage', async () => {
  const { database, siteId } = await mine('UTC')
  const [expectedId, asideId] = [await someRig(database, siteId), await someRig(database, siteId)]
  const settings = await loadFleetSettings(database)
  const aside = settings.rigs.get(asideId)
  if (!aside) throw new Error('no rig')
  const rigs = new Map(settings.rigs).set(asideId, { ...aside, lifecycles: [{ fromMs: 0, lifecycle: 'stored' }] })
  const rates = await datedRates(database, settings, 0, HOUR_MS)
  const half = { ...fullHour(expectedId, 0), hashingSeconds: 1800 }
  const { slots } = valueHours({ ...settings, rigs }, rates, 0, [half, fullHour(asideId, 0)])
  const hour = slots.find(({ levelSeconds }) => levelSeconds === 3600)
  expect(hour).toMatchObject({ expectedSeconds: 3600, hashingSeconds: 1800, seconds: 7200 })
})

test('the hour is exactly the sum of its quarters, in whole billionths', async () => {
  const { database, siteId } = await mine('UTC')
  const rigIds = [await someRig(database, siteId), await someRig(database, siteId), await someRig(database, siteId)]
  const settings = await loadFleetSettings(database)
  const rates = await datedRates(database, settings, 0, HOUR_MS)
  const hours = rigIds.map((rigId) => ({ ...fullHour(rigId, 0), energyWattHours: [1 / 3, 1 / 7, 1e-7, 750] as const }))
  const { slots } = valueHours(
    settings,
    rates,
    0,
    hours.map((hour) => ({ ...hour, energyWattHours: [...hour.energyWattHours] })),
  )
  const level = (seconds: number) => slots.filter(({ levelSeconds }) => levelSeconds === seconds)
  const quarters = level(900).reduce((sum, { costNano = 0n }) => sum + costNano, 0n)
  expect(level(3600)[0]?.costNano).toBe(quarters)
  expect(fromNano(quarters)).toBeCloseTo(3 * 0.1 * (750 + 1 / 3 + 1 / 7 + 1e-7) * 1e-3, 7)
  expect(level(3600)[0]?.expectedSeconds).toBe(3 * 3600)
})

test('another coin from now on leaves the past as it was; asked to, it rewrites it', async () => {
  const { database, siteId, write } = await mine('UTC')
  const rigId = await someRig(database, siteId)
  const startMs = Date.UTC(2026, 10, 20)
  const nowMs = startMs + DAY
  const toBch = { assignments: [{ algorithm: 'sha256d', coin: 'BCH', poolFeePercent: 0 }] }
  const changed = await editRigs(database, { rigIds: [rigId], change: toBch }, nowMs)
  expect(changed).toEqual({ ok: true, changes: [{ kind: 'rig', rigId }], recompute: undefined })
  await write([rigId], startMs, 48)
  const days = (await earningsOf(database, startMs, startMs + 2 * DAY)).rows
  expect(days.map(({ coins }) => coins.map(({ coin }) => coin))).toEqual([['BTC'], []])
  // Nothing is known of BCH: unknown, not 0.
  expect(days[1]).toMatchObject({ revenue: undefined, profit: undefined, unvaluedShare: 1 })
  const again = await editRigs(database, { rigIds: [rigId], change: toBch, fromMs: startMs }, nowMs)
  expect(again).toMatchObject({ recompute: { what: 'money', fromMs: startMs, toMs: nowMs, rigIds: [rigId] } })
})

test('a moved rig earns at each site what it mined there', async () => {
  const { database, siteId, write } = await mine('UTC')
  const dear = await anotherSite(database, 'Cellar', 'UTC', { ...FLAT, pricePerKwh: 0.3 })
  const rigId = await someRig(database, siteId)
  const startMs = Date.UTC(2026, 10, 20)
  await editRigs(database, { rigIds: [rigId], change: { siteId: dear }, fromMs: startMs + 18 * HOUR_MS }, startMs + DAY)
  await write([rigId], startMs, 24)
  const costAt = async (id: number) => {
    const query = { period: 'day' as const, fromMs: startMs, toMs: startMs + DAY, siteId: id }
    return (await earningsByPeriod(database, query)).rows[0]?.cost
  }
  expect(await costAt(siteId)).toBeCloseTo(18 * 3 * 0.1, 6)
  expect(await costAt(dear)).toBeCloseTo(6 * 3 * 0.3, 6)
})

test('what was valued in another currency is not added up with this one', async () => {
  const { database, siteId, write } = await mine('UTC')
  const rigId = await someRig(database, siteId)
  const startMs = Date.UTC(2026, 10, 20)
  await changeCurrency(database, { currency: 'EUR', fromMs: startMs + DAY }, startMs + DAY)
  await write([rigId], startMs, 48)
  const { currency, rows } = await earningsOf(database, startMs, startMs + 2 * DAY)
  expect(currency).toBe('EUR')
  expect(rows[0]).toMatchObject({ revenue: undefined, cost: undefined, unvaluedShare: 1 })
  expect(rows[0]?.energyWattHours).toBeCloseTo(72_000, 6)
  // No price in euro is known: the work of the second day is not valued, its energy is.
  expect(rows[1]?.revenue).toBeUndefined()
  expect(rows[1]?.cost).toBeCloseTo(24 * COST_PER_HOUR, 6)
})

test('the open hour is added where it is given', async () => {
  const { database, siteId } = await mine('UTC')
  const hourMs = Date.UTC(2026, 10, 20, 5)
  const sums = { energyWh: 100, seconds: 900, workSeconds: 900, unvaluedSeconds: 0, unpoweredSeconds: 0 }
  const openHours = [{ siteId, hourMs, revenueNano: 3_000_000_000n, costNano: 1_000_000_000n, ...sums }]
  const query = { period: 'day' as const, fromMs: hourMs, toMs: hourMs + 1 }
  const { rows } = await earningsByPeriod(database, query, { nowMs: hourMs, openHours })
  expect(rows).toMatchObject([{ label: '2026-11-20', revenue: 3, cost: 1, profit: 2, open: true }])
})

test('a day of a rig taken apart adds up to its bar', async () => {
  const { database, siteId, write } = await mine('Europe/Berlin')
  const rigId = await someRig(database, siteId)
  const startMs = Date.UTC(2026, 10, 19, 23)
  await write([rigId], startMs, 24)
  const money = await explainPeriod(database, { rigId, fromMs: startMs, toMs: startMs + DAY })
  const [day] = (await earningsOf(database, startMs, startMs + DAY)).rows
  expect(money?.profit).toBeCloseTo(day?.profit ?? Number.NaN, 6)
  expect(money?.revenueParts).toMatchObject([{ coin: 'BTC', poolFeePercent: 1, price: 100_000, priceSource: 'typed' }])
  expect(await explainPeriod(database, { rigId: 999, fromMs: 0, toMs: 1 })).toBeUndefined()
})

test('400 days of two sites are summed day by day', { timeout: 60_000 }, async () => {
  const { database, store, siteId } = await mine('Asia/Kolkata')
  const other = await anotherSite(database, 'Cellar', 'Europe/Berlin')
  const endMs = Date.UTC(2026, 10, 22)
  const startMs = endMs - 400 * DAY
  const sums = { rigs: 1, seconds: 900, hashingSeconds: 900, pausedSeconds: 0, expectedSeconds: 900 }
  const more = { poweredSeconds: 900, energyWh: 750, workSeconds: 900, unvaluedSeconds: 0, unpoweredSeconds: 0 }
  for (let dayMs = startMs; dayMs < endMs; dayMs += 10 * DAY) {
    const slots = []
    for (const id of [siteId, other]) {
      for (let slotMs = dayMs; slotMs < dayMs + 10 * DAY; slotMs += 900_000) {
        const money = { revenueNano: 1_000_000n, costNano: 500_000n }
        slots.push({ siteId: id, levelSeconds: 900, slotMs, ...sums, ...more, ...money })
        if (slotMs % HOUR_MS === 0) slots.push({ siteId: id, levelSeconds: 3600, slotMs, ...sums, ...more, ...money })
      }
    }
    await store.saveSiteSlots(slots, [])
  }
  const { rows } = await earningsOf(database, startMs, endMs)
  expect(rows.length).toBeGreaterThanOrEqual(401)
})
