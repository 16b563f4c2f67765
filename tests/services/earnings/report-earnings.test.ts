import { expect, test } from 'vitest'
import { saveRigWords } from '#lib/db/inventory'
import { saveNetworks, savePrices } from '#lib/db/rates'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { closeOrderHours } from '#lib/services/contracts/close-order-hours'
import { saveOrder } from '#lib/services/contracts/save-order'
import { earningsCsv } from '#lib/services/earnings/earnings-csv'
import { hoursOfDay, subjectsOfHour } from '#lib/services/earnings/hours-of-day'
import { type ReportQuery, reportEarnings } from '#lib/services/earnings/report-earnings'
import { revalueHours } from '#lib/services/rebuild-hours'
import type { EarningsGrouping } from '#lib/wire/earnings'
import { perKwh } from '../../../app/earnings/per-kwh.ts'
import { openForTest, openStoreForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { openFleetForTest } from '../fleet-for-test'
import { anotherSite, FLAT, firstSite, fullHour, someRig } from '../money-mine.ts'

// Two months and a half in two time zones: the night of 31 October belongs to October in New York alone.
const FIRST = Date.UTC(2026, 8, 20)
const LAST = Date.UTC(2026, 10, 22)
const ALL: ReportQuery = { period: 'month', fromDate: 20260901, toDate: 20261130, by: 'site' }

async function twoSites() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const berlin = await firstSite(database, 'Europe/Berlin')
  const newYork = await anotherSite(database, 'Yard', 'America/New_York', {
    ...FLAT,
    pricePerKwh: 0.2,
    fixedPerMonth: 31,
  })
  const rates = { hourMs: FIRST - HOUR_MS, source: 'typed in a test', observedAtMs: FIRST - HOUR_MS }
  await savePrices(database, [{ coin: 'BTC', currency: 'USD', price: 90_000, ...rates }])
  await saveNetworks(database, [{ coin: 'BTC', difficulty: 1.5e14, rewardPerBlock: 3.15, ...rates }])
  const rigs = [await someRig(database, berlin), await someRig(database, berlin), await someRig(database, newYork)]
  for (const rigId of rigs.slice(0, 2)) await saveRigWords(database, rigId, { tags: ['alice'] })
  // Every thirteenth hour: all days and months have some, and the test stays quick.
  const hours = []
  for (let hourMs = FIRST; hourMs < LAST; hourMs += 13 * HOUR_MS) {
    for (const rigId of rigs) hours.push(fullHour(rigId, hourMs))
  }
  await store.saveHours(hours)
  await revalueHours({ database, store }, FIRST, LAST, { reason: 'closed', nowMs: LAST })
  const fleet = await openFleetForTest({ database, store }, LAST)
  return { database, store, fleet, rigs, hours: hours.length }
}

const sum = (amounts: (number | undefined)[]) => amounts.reduce<number>((all, one) => all + (one ?? 0), 0)

test('bars of every length and parts of every kind add up to the same amounts', async () => {
  const { hours, ...context } = await twoSites()
  const report = (change: Partial<ReportQuery>) => reportEarnings(context, { ...ALL, ...change }, LAST)
  const { total } = await report({})
  // 100 TH/s for an hour at 1.5e14: 3.6e17 ÷ (1.5e14 × 2³²) × 3.15 × 0.99 × 90,000 dollars.
  expect(total.revenue).toBeCloseTo(hours * ((3.6e17 / (1.5e14 * 2 ** 32)) * 3.15 * 0.99 * 90_000), 4)
  expect(total.energyWattHours).toBe(hours * 3000)
  for (const period of ['day', 'week', 'month', 'year'] as const) {
    const { rows } = await report({ period })
    expect(sum(rows.map(({ revenue }) => revenue))).toBeCloseTo(total.revenue ?? 0, 7)
    expect(sum(rows.map(({ cost }) => cost))).toBeCloseTo(total.cost ?? 0, 7)
  }
  for (const by of ['site', 'rig', 'coin', 'payer', 'kind', 'tag'] satisfies EarningsGrouping[]) {
    const { groups } = await report({ by })
    expect(sum(groups.map(({ revenue }) => revenue))).toBeCloseTo(total.revenue ?? 0, 7)
  }
  const { groups: sites } = await report({ by: 'site' })
  expect(sum(sites.map(({ cost }) => cost))).toBeCloseTo(total.cost ?? 0, 7)
})

test('what a coin or payer cost is not known, for energy is bought for rigs', async () => {
  const context = await twoSites()
  const { groups } = await reportEarnings(context, { ...ALL, by: 'coin' }, LAST)
  expect(groups).toMatchObject([{ key: 'BTC', revenue: expect.any(Number) }])
  expect(groups[0]).not.toHaveProperty('cost')
  const { total } = await reportEarnings(context, { ...ALL, only: { by: 'payer', key: 'pool' } }, LAST)
  expect(total).not.toHaveProperty('profit')
})

test('hash power that was rented uses no energy of one’s own, and is left out of what a kWh cost and earned', async () => {
  const context = await twoSites()
  const { total: before } = await reportEarnings(context, ALL, LAST)
  const order = { marketplace: 'nicehash' as const, algorithm: 'sha256d', coin: 'BTC', spent: 0.01 }
  const run = { startsAtMs: LAST - 2 * DAY_MS, endsAtMs: LAST - DAY_MS }
  expect(await saveOrder(context.database, { name: 'A day', ...order, ...run }, LAST)).toMatchObject({ ok: true })
  await closeOrderHours(context, LAST, LAST)
  const { total, rows } = await reportEarnings(context, ALL, LAST)
  expect(total.rented).toEqual({ revenue: 0, cost: expect.closeTo(900, 4) })
  expect(total.cost).toBeCloseTo((before.cost ?? 0) + 900, 4)
  expect(perKwh(total).cost).toBeCloseTo(perKwh(before).cost ?? 0, 9)
  expect(perKwh(total).revenue).toBeCloseTo(perKwh(before).revenue ?? 0, 9)
  expect(rows.map(({ rented }) => rented?.cost)).toEqual([undefined, undefined, expect.closeTo(900, 4)])
  const { total: own } = await reportEarnings(context, { ...ALL, only: { by: 'kind', key: 'owned' } }, LAST)
  expect(own).not.toHaveProperty('rented')
})

test('a part narrows bars and total to itself, and a tag to its rigs', async () => {
  const context = await twoSites()
  const everything = await reportEarnings(context, { ...ALL, by: 'rig' }, LAST)
  const [first] = context.rigs
  const one = await reportEarnings(context, { ...ALL, only: { by: 'rig', key: `rig:${first}` } }, LAST)
  expect(one.total.revenue).toBe(everything.groups.find(({ key }) => key === `rig:${first}`)?.revenue)
  const alice = await reportEarnings(context, { ...ALL, only: { by: 'tag', key: 'alice' } }, LAST)
  expect(alice.total.revenue).toBeCloseTo(2 * (one.total.revenue ?? 0), 7)
})

test('hours of a day add up to the day, and those who made an hour to the hour', async () => {
  const context = await twoSites()
  const only = { by: 'site', key: '1' } as const
  const day = await reportEarnings(context, { ...ALL, period: 'day', fromDate: 20261025, toDate: 20261025, only }, LAST)
  const hours = await hoursOfDay(context, { date: 20261025, timeZone: 'Europe/Berlin', only })
  // Clocks went back: one or two of its 25 hours have work.
  expect(hours.length).toBeGreaterThanOrEqual(1)
  expect(sum(hours.map(({ revenue }) => revenue))).toBeCloseTo(day.total.revenue ?? 0, 7)
  expect(sum(hours.map(({ cost }) => cost))).toBeCloseTo(day.total.cost ?? 0, 7)
  const [hour] = hours
  const subjects = await subjectsOfHour(context, { hourMs: hour?.hourMs ?? 0, only })
  expect(subjects.map(({ subject }) => subject)).toEqual([`rig:${context.rigs[0]}`, `rig:${context.rigs[1]}`])
  expect(sum(subjects.map(({ profit }) => profit))).toBeCloseTo(hour?.profit ?? 0, 9)
})

test('the file has every bar, every part and the total, and names nothing that could be run as a formula', async () => {
  const context = await twoSites()
  const [first = 0] = context.rigs
  await saveRigWords(context.database, first, { name: '=1+1' })
  await context.fleet.reloadRigs([first])
  const report = await reportEarnings(context, { ...ALL, by: 'rig' }, LAST)
  const lines = earningsCsv(report).split('\r\n')
  expect(lines[0]).toBe(
    'what,name,currency,revenue,cost,profit,energy_kwh,work_without_rate_percent,time_without_power_percent,hours_without_cost,coin_BTC',
  )
  expect(lines.filter((line) => line.startsWith('month,'))).toHaveLength(3)
  expect(lines.filter((line) => line.includes('=1+1'))).toEqual([expect.stringMatching(/^rig,"?'=1\+1"?,USD,/)])
  expect(lines.at(-1)).toContain(`total,2026-09-01 to 2026-11-30,USD,${report.total.revenue}`)
})

test('a span without anything has bars and no amounts', async () => {
  const context = await twoSites()
  const { rows, total, groups } = await reportEarnings(context, { ...ALL, fromDate: 20200101, toDate: 20200331 }, LAST)
  expect(rows.map(({ label }) => label)).toEqual(['2020-01', '2020-02', '2020-03'])
  expect([total.revenue, total.cost, groups.length]).toEqual([undefined, undefined, 0])
  expect(rows.every(({ toMs, fromMs }) => toMs - fromMs >= 28 * DAY_MS)).toBe(true)
})
