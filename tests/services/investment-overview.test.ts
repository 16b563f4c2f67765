import { expect, test } from 'vitest'
import { saveFiatRates } from '#lib/db/fiat-rates'
import { savePrices } from '#lib/db/rates'
import { emptyQuarter, type LedgerQuarter, type Subject } from '#lib/domain/ledger/entry'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { changeCurrency } from '#lib/services/change-currency'
import { investmentOverview } from '#lib/services/investment/investment-overview'
import { saveInvestment } from '#lib/services/investment/save-investment'
import { recordEntries } from '#lib/services/ledger/record-entries'
import { typeRate } from '#lib/services/type-rate'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { openFleetForTest } from './fleet-for-test'
import { firstSite, someRig } from './money-mine.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const BOUGHT = Date.UTC(2026, 2, 1)
const NANO = 1_000_000_000n
const PICO = 1_000_000_000_000n
const ASSUMPTIONS = { growths: [-0.02, 0, 0.06], drifts: [-0.2, 0, 0.2], writeOffMonths: 36 }

async function barn() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database)
  const rigId = await someRig(database, siteId)
  const priceOf = (atMs: number, price: number) => ({ coin: 'BTC', currency: 'USD', hourMs: atMs, price })
  const observed = { source: 'test', observedAtMs: 0 }
  await savePrices(database, [
    { ...priceOf(BOUGHT, 80_000), ...observed },
    { ...priceOf(NOW, 100_000), ...observed },
  ])
  const earn = async (subject: Subject, atMs: number, figures: Partial<LedgerQuarter>) => {
    const quarter = { ...emptyQuarter(siteId), seenMs: 900_000, ...figures }
    const rest = emptyQuarter(siteId)
    const entry = { subject, hourMs: Math.floor(atMs / HOUR_MS) * HOUR_MS, currency: 'USD', basis: {} }
    await recordEntries({ database, store }, [{ ...entry, quarters: [quarter, rest, rest, rest] }], 'closed', NOW)
  }
  const line = { payer: 'pool', coin: 'BTC', algorithm: 'sha256d', workMs: 900_000, unvaluedMs: 0 }
  const look = async (shown?: string) => {
    const fleet = await openFleetForTest({ database, store }, NOW)
    return investmentOverview({ database, fleet }, { shown, assumptions: ASSUMPTIONS }, NOW)
  }
  return { database, siteId, rigId, earn, line, look }
}

const bought = { kind: 'purchase', amount: 4000, currency: 'USD', date: '2026-03-01' } as const

test('a rig: outlay, what it earned by the ledger, what it is held at, its return, and the coin instead', async () => {
  const { database, rigId, earn, line, look } = await barn()
  const subject: Subject = `rig:${rigId}`
  await saveInvestment(database, { ...bought, subject, writeOffMonths: 40, residual: 400 }, NOW)
  await saveInvestment(database, { ...bought, subject, kind: 'repair', amount: 80 }, NOW)
  // 0.01 BTC worth 900 (90,000 each) for 300 of energy.
  const earned = { ...line, coinPico: PICO / 100n, revenueNano: 900n * NANO }
  await earn(subject, Date.UTC(2026, 3, 10), { lines: [earned], costNano: 300n * NANO })
  const { rigs, all, course } = await look(subject)
  // Eight months have ended since March: 4000 − 8 × 3600 ÷ 40.
  expect(rigs).toMatchObject([{ subject, spent: 4080, resold: 0, outlay: 4080, earned: 600, held: 3280 }])
  expect(rigs[0]?.returnSoFar).toBeCloseTo((600 + 3280 - 4080) / 4080, 12)
  expect(rigs[0]).toMatchObject({ perDayUnknown: 'The rig was never seen' })
  expect(rigs[0]?.payback).toBeUndefined()
  // Bought: 4080 ÷ 80,000. Mined: 0.01 − 300 ÷ 90,000.
  expect(rigs[0]?.instead?.coin).toBe('BTC')
  expect(rigs[0]?.instead?.boughtCoins).toBeCloseTo(0.051, 12)
  expect(rigs[0]?.instead?.minedCoins).toBeCloseTo(0.01 - 300 / 90_000, 12)
  expect(rigs[0]?.instead?.price).toBe(100_000)
  expect(all).toMatchObject({ outlay: 4080, earned: 600 })
  expect(course.outlay.at(-1)).toEqual({ atMs: NOW, amount: 4080 })
  expect(course.earned.map(({ amount }) => amount)).toEqual([0, 600, 600])
})

test('what has earned its outlay back pays back in 0 days, though it stands still', async () => {
  const { database, rigId, earn, line, look } = await barn()
  const subject: Subject = `rig:${rigId}`
  await saveInvestment(database, { ...bought, subject }, NOW)
  await saveInvestment(database, { ...bought, subject, kind: 'resale', amount: 1000, date: '2026-10-01' }, NOW)
  const earned = { ...line, coinPico: PICO / 30n, revenueNano: 3000n * NANO }
  await earn(subject, Date.UTC(2026, 3, 10), { lines: [earned] })
  const { rigs } = await look()
  expect(rigs).toMatchObject([{ outlay: 3000, resold: 1000, held: 0, payback: { soonest: 0, steady: 0, latest: 0 } }])
})

test('a site counts rigs that something was paid for, all of them once it was bought as a whole, and its own charges', async () => {
  const { database, siteId, rigId, earn, line, look } = await barn()
  const other = await someRig(database, siteId)
  await saveInvestment(database, { ...bought, subject: `rig:${rigId}` }, NOW)
  const month = Date.UTC(2026, 4, 1)
  for (const id of [rigId, other]) await earn(`rig:${id}`, month, { lines: [{ ...line, revenueNano: 100n * NANO }] })
  await earn(`site:${siteId}`, month, { costNano: 30n * NANO, seenMs: 0 })
  const alone = await look()
  expect(alone.sites).toMatchObject([{ outlay: 4000, earned: 70, notes: ['1 rig without a purchase is not counted'] }])
  await saveInvestment(database, { ...bought, subject: `site:${siteId}`, amount: 500 }, NOW)
  const whole = await look()
  expect(whole.sites).toMatchObject([{ outlay: 4500, earned: 170, notes: [] }])
  expect(whole.rigs).toHaveLength(1)
})

test('another currency counts at the rate of its day, and without one the outlay is unknown, never 0', async () => {
  const { database, rigId, look } = await barn()
  await saveInvestment(database, { ...bought, subject: `rig:${rigId}`, currency: 'EUR' }, NOW)
  const [unknown] = (await look()).rigs
  expect(unknown).toMatchObject({ outlayUnknown: 'what EUR was worth on 1 Mar 2026 is not known' })
  expect(unknown?.outlay).toBeUndefined()
  const rate = { currency: 'EUR', quote: 'USD', hourMs: BOUGHT + DAY_MS, rate: 1.25, source: 'test' }
  await saveFiatRates(database, [{ ...rate, observedAtMs: BOUGHT + DAY_MS }])
  expect((await look()).rigs).toMatchObject([{ spent: 5000, outlay: 5000 }])
})

test('without a price of the day the coin instead is unknown, with the day', async () => {
  const { database, rigId, look } = await barn()
  await saveInvestment(database, { ...bought, subject: `rig:${rigId}`, date: '2025-03-03' }, NOW)
  const [row] = (await look()).rigs
  expect(row).toMatchObject({ outlay: 4000, insteadUnknown: 'the price of BTC on 3 Mar 2025 is not known' })
  await typeRate(database, { kind: 'price', coin: 'BTC', currency: 'USD', price: 50_000, fromMs: 0 })
  expect((await look()).rigs[0]?.instead?.boughtCoins).toBeCloseTo(0.08, 12)
})

test('after a change of currency the words of a rig and its rows are not mixed up', async () => {
  const { database, rigId, look } = await barn()
  await saveInvestment(database, { ...bought, subject: `rig:${rigId}` }, NOW)
  await changeCurrency(database, { currency: 'EUR' }, NOW - DAY_MS)
  expect((await look()).rigs).toMatchObject([{ outlayUnknown: expect.stringContaining('USD') }])
})
