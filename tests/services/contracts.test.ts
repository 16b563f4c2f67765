import { expect, test } from 'vitest'
import { findCloudContract } from '#lib/db/cloud-contracts'
import { saveFiatRates } from '#lib/db/fiat-rates'
import { CLOSED_UNTIL, saveCursor } from '#lib/db/job-cursors'
import { saveNetworks, savePrices } from '#lib/db/rates'
import { listSites } from '#lib/db/sites'
import { emptyQuarter } from '#lib/domain/ledger/entry'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { changeCurrency } from '#lib/services/change-currency'
import { chartFleet } from '#lib/services/chart-fleet'
import { closeContractHours } from '#lib/services/contracts/close-contract-hours'
import { closeOrderHours } from '#lib/services/contracts/close-order-hours'
import { deleteContract } from '#lib/services/contracts/delete-contract'
import { endContract } from '#lib/services/contracts/end-contract'
import { listContracts } from '#lib/services/contracts/list-contracts'
import { listOrders } from '#lib/services/contracts/list-orders'
import { type ContractInput, saveContract } from '#lib/services/contracts/save-contract'
import { deleteOrder, saveOrder } from '#lib/services/contracts/save-order'
import { deleteSite } from '#lib/services/delete-site'
import { reportEarnings } from '#lib/services/earnings/report-earnings'
import { investmentOverview } from '#lib/services/investment/investment-overview'
import { saveInvestment } from '#lib/services/investment/save-investment'
import { recordEntries } from '#lib/services/ledger/record-entries'
import { sumLedger } from '#lib/services/ledger/sum-ledger'
import { loadRates } from '#lib/services/load-rates'
import { planScope } from '#lib/services/planner/plan-scope'
import { recomputePast } from '#lib/services/recompute-past'
import { typeRate } from '#lib/services/type-rate'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { openFleetForTest } from './fleet-for-test'
import { anotherSite, FLAT, firstSite } from './money-mine.ts'

const MIDNIGHT = Date.UTC(2026, 10, 20)
const NOW = MIDNIGHT + 6.5 * HOUR_MS
const OPEN = MIDNIGHT + 6 * HOUR_MS

/** A site in UTC, BTC at $100,000 and a difficulty of 10¹⁴ for a hundred days. */
async function someInstallation() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database)
  const hourMs = MIDNIGHT - 100 * DAY_MS
  const seen = { hourMs, source: 'test', observedAtMs: hourMs }
  await savePrices(database, [{ coin: 'BTC', currency: 'USD', price: 100_000, ...seen }])
  await saveNetworks(database, [{ coin: 'BTC', difficulty: 1e14, rewardPerBlock: 3.125, ...seen }])
  const openFleet = () => openFleetForTest({ database, store }, NOW)
  return { database, store, siteId, openFleet }
}

function petahash(siteId: number, change: Partial<ContractInput> = {}): ContractInput {
  return {
    name: 'Open-ended PH',
    provider: 'Genesis Mining',
    algorithm: 'sha256d',
    coin: 'BTC',
    hashesPerSecond: 1e15,
    startsAtMs: MIDNIGHT - 50 * DAY_MS,
    fee: { perUnitDay: 0.14, currency: 'USD' },
    rule: { consecutiveDaysBelowFee: 0, graceDays: 60 },
    siteId,
    ...change,
  }
}

async function save(database: Parameters<typeof saveContract>[0], input: ContractInput, contractId?: number) {
  const saved = await saveContract(database, input, { nowMs: NOW, ...(contractId ? { contractId } : {}) })
  if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
  return saved.contractId
}

const all = { level: 'month', fromPeriod: 202601, toPeriod: 202612, groupBy: [] } as const

test('a contract entered with an earlier start changes live totals and history by exactly its amounts', async () => {
  const { database, store, siteId, openFleet } = await someInstallation()
  const fleet = await openFleet()
  expect(fleet.snapshot(NOW)).toMatchObject({ contracts: [], totals: { perDay: {}, expectedRigs: 0 } })
  await save(database, petahash(siteId))
  expect(await closeContractHours({ database, store }, OPEN, NOW)).toBe(50 * 24 + 6)
  await fleet.refresh([{ kind: 'contracts' }], NOW)
  const { totals, contracts } = fleet.snapshot(NOW)
  expect(contracts).toMatchObject([
    { name: 'Open-ended PH', state: 'below-fee', daysBelowFee: 50, daysToTermination: 60 },
  ])
  expect(totals.perDay.revenue).toBeCloseTo(62.8642738, 5)
  expect(totals.perDay.cost).toBeCloseTo(140, 9)
  // Six closed hours and half of the open one.
  expect(totals.today.revenue).toBeCloseTo((62.8642738 * 6.5) / 24, 5)
  expect(totals.today.cost).toBeCloseTo((140 * 6.5) / 24, 6)
  expect(totals.yesterdayByNow.cost).toBeCloseTo((140 * 6.5) / 24, 6)
  expect(totals).toMatchObject({ contracts: 1, expectedRigs: 0, runningRigs: 0, powerWatts: 0 })
  expect(totals.availability24h).toBeUndefined()
  expect(totals.algorithms).toMatchObject([
    { algorithm: 'sha256d', hashesPerSecond: 0, rigs: 0, rented: { hashesPerSecond: 1e15, contracts: 1 } },
  ])
  const [sum] = await sumLedger(database, all)
  // A quarter-hour of $140 a day is $1.458333333; 50 days and 6 hours have 4,824 of them.
  expect(sum?.costNano).toBe(1_458_333_333n * 4_824n)
  expect(await closeContractHours({ database, store }, OPEN, NOW)).toBe(0)
})

test('an ended contract leaves the live totals and stays in history', async () => {
  const { database, store, siteId, openFleet } = await someInstallation()
  const contractId = await save(database, petahash(siteId))
  await closeContractHours({ database, store }, OPEN, NOW)
  const endedAtMs = MIDNIGHT - 10 * DAY_MS
  expect(await endContract(database, { contractId, endedAtMs, reason: 'terminated' }, NOW)).toMatchObject({ ok: true })
  await closeContractHours({ database, store }, OPEN, NOW)
  expect(await findCloudContract(database, contractId)).toMatchObject({ endsAtMs: endedAtMs, endReason: 'terminated' })
  const { contracts, totals } = (await openFleet()).snapshot(NOW)
  expect(contracts).toEqual([])
  expect(totals).toMatchObject({ perDay: { revenue: undefined, cost: undefined }, algorithms: [] })
  const [sum] = await sumLedger(database, all)
  expect(sum?.costNano).toBe(1_458_333_333n * 96n * 40n)
})

test('changed terms correct what was written; a deleted contract takes it all back', async () => {
  const { database, store, siteId } = await someInstallation()
  const contractId = await save(database, petahash(siteId, { startsAtMs: MIDNIGHT - 2 * DAY_MS }))
  await closeContractHours({ database, store }, OPEN, NOW)
  await save(database, petahash(siteId, { startsAtMs: MIDNIGHT - DAY_MS }), contractId)
  await closeContractHours({ database, store }, OPEN, NOW)
  const [later] = await sumLedger(database, all)
  expect(later?.costNano).toBe(1_458_333_333n * (96n + 24n))
  expect(await deleteContract({ database, store }, contractId, NOW)).toMatchObject({ ok: true })
  await closeContractHours({ database, store }, OPEN, NOW)
  const rest = await sumLedger(database, all)
  expect(rest.every(({ costNano, revenueNano }) => !costNano && !revenueNano)).toBe(true)
})

test('hours before any rate was known are kept without an amount', async () => {
  const { database, store, siteId } = await someInstallation()
  const fee = { perUnitDay: 0.000001, currency: 'BTC' }
  await save(
    database,
    petahash(siteId, { startsAtMs: MIDNIGHT - 101 * DAY_MS, termEndsAtMs: MIDNIGHT - 99 * DAY_MS, fee }),
  )
  await closeContractHours({ database, store }, OPEN, NOW)
  const days = await sumLedger(database, {
    ...all,
    level: 'day',
    fromPeriod: 20260101,
    toPeriod: 20261231,
    groupBy: ['period'],
  })
  expect(days.map(({ period, unvaluedMs }) => ({ period, unvaluedMs }))).toEqual([
    { period: 20260811, unvaluedMs: DAY_MS },
    { period: 20260812, unvaluedMs: 0 },
  ])
  expect(days[0]?.costNano).toBeUndefined()
  expect(days[0]?.revenueNano).toBeUndefined()
  // 0.000001 BTC × 1000 TH/s × $100,000 = $100 a day, rounded in each of its 96 quarter-hours.
  expect(days[1]?.costNano).toBe(1_041_666_667n * 96n)
})

test('Ethereum can be entered for a past before the Merge, and explains itself afterwards', async () => {
  const { database, siteId } = await someInstallation()
  const ether = { coin: 'ETH', algorithm: 'ethash', startsAtMs: Date.UTC(2021, 0, 1) }
  const past = petahash(siteId, { ...ether, termEndsAtMs: Date.UTC(2022, 8, 15) })
  expect(await saveContract(database, past, { nowMs: NOW })).toMatchObject({ ok: true })
  const open = await saveContract(database, petahash(siteId, ether), { nowMs: NOW })
  expect(open).toMatchObject({ ok: false, problems: { coin: expect.stringContaining('2022-09-15') } })
  const wrong = await saveContract(database, petahash(siteId, { coin: 'XMR' }), { nowMs: NOW })
  expect(wrong).toMatchObject({ problems: { coin: 'XMR is not mined with SHA-256' } })
})

test('an order shows what it spent, and its net once receipts told to belong to it came', async () => {
  const { database } = await someInstallation()
  const order = {
    name: 'Evening order',
    marketplace: 'nicehash' as const,
    externalId: 'a1',
    algorithm: 'sha256d',
    coin: 'BTC',
    spent: 0.002,
    startsAtMs: MIDNIGHT - 99 * DAY_MS,
  }
  expect(await saveOrder(database, order, NOW)).toMatchObject({ ok: true })
  expect(await saveOrder(database, order, NOW)).toMatchObject({ ok: true })
  const [before, second] = await listOrders(database, 'USD')
  expect(second).toBeUndefined()
  expect(before).toMatchObject({ earnedPico: [], spentValue: 200 })
  const source = { name: 'Pool', kind: 'file', coin: 'BTC', settings: '{}', createdAtMs: 0n }
  const { id: sourceId } = await database.incomeSource.create({ data: source })
  const receipt = { sourceId, kind: 'payout', coin: 'BTC', subject: `order:${before?.order.id}` }
  const value = {
    price: 50_000,
    priceSource: 'file',
    priceAtMs: 1n,
    priceCurrency: 'USD',
    valueNano: 250_000_000_000n,
    receivedAtMs: BigInt(NOW),
  }
  await database.receipt.create({ data: { ...receipt, ...value, externalId: 'x', amountPico: 2_500_000_000n } })
  expect(await listOrders(database, 'USD')).toMatchObject([
    { netPico: 500_000_000n, earnedValueNano: 250_000_000_000n, unvalued: 0 },
  ])
})

test('a contract tells its net against its outlay and when its provider would end it', async () => {
  const { database, store, siteId } = await someInstallation()
  await save(database, petahash(siteId, { paid: { amount: 10_000, currency: 'USD' } }))
  await closeContractHours({ database, store }, OPEN, NOW)
  const rates = await loadRates(database, 'USD', NOW)
  const sites = new Map((await listSites(database)).map((site) => [site.id, site]))
  const [standing] = await listContracts({ database, rates, sites }, NOW)
  expect(standing).toMatchObject({ state: 'running', daysBelowFee: 50 })
  expect(standing?.forecast[0]).toMatchObject({ days: 10, by: 'rule' })
  // 50 days and 6 hours of 62.8643 − 140 against 10,000: −1.3876
  expect(standing?.returned).toBeCloseTo(-1.387607, 5)
  expect(standing?.daysToPayBack).toBeUndefined()
  expect(standing?.breakEvenPrice).toBeCloseTo(222_702.01, 1)
})

test('a price corrected for the past corrects the hours of contracts, with its reason', async () => {
  const { database, store, siteId, openFleet } = await someInstallation()
  await save(database, petahash(siteId, { startsAtMs: MIDNIGHT }))
  await closeContractHours({ database, store }, OPEN, NOW)
  const fromMs = MIDNIGHT + 4 * HOUR_MS
  const typed = await typeRate(database, { kind: 'price', coin: 'BTC', currency: 'USD', price: 50_000, fromMs }, NOW)
  if (!typed.ok || !typed.recompute) throw new Error('The price was not taken')
  await saveCursor(database, CLOSED_UNTIL, OPEN)
  await recomputePast({ database, store, fleet: await openFleet() }, typed.recompute, NOW)
  expect(await closeContractHours({ database, store }, OPEN, NOW)).toBe(2)
  const hours = await database.ledgerHour.findMany({ where: { subject: 'contract:1' }, orderBy: { hourMs: 'asc' } })
  expect(hours.map(({ version, reason }) => `${version} ${reason}`)).toEqual([
    ...Array(4).fill('1 closed'),
    ...Array(2).fill('2 rates changed'),
  ])
  expect(Number(hours[5]?.revenueNano) * 2).toBeCloseTo(Number(hours[0]?.revenueNano), -1)
})

test('an order is booked by the hour over its run: spent as cost, what its hashes earned as revenue, exact in all', async () => {
  const { database, store } = await someInstallation()
  const context = { database, store }
  const order = {
    name: 'A day of Scrypt',
    marketplace: 'nicehash',
    externalId: 'o-1',
    algorithm: 'sha256d',
    coin: 'BTC',
  }
  const run = { startsAtMs: MIDNIGHT - DAY_MS + 1_234_567, endsAtMs: MIDNIGHT + 2.5 * HOUR_MS }
  expect(await saveOrder(database, { ...order, ...run, marketplace: 'nicehash', spent: 0.001 }, NOW)).toMatchObject({
    ok: true,
  })
  const orderSums = async () => {
    const filter = { subjects: ['order:1'] }
    const sums = await sumLedger(database, {
      level: 'month',
      fromPeriod: 0,
      toPeriod: 999_999,
      groupBy: ['coin'],
      filter,
    })
    return {
      coinPico: sums.find(({ coin }) => coin === 'BTC')?.coinPico,
      costNano: sums.find(({ coin }) => coin === '')?.costNano,
      unvaluedMs: sums.reduce((all, sum) => all + sum.unvaluedMs, 0),
    }
  }
  expect(await closeOrderHours(context, OPEN, NOW)).toBeGreaterThan(24)
  expect(await orderSums()).toEqual({
    coinPico: undefined,
    costNano: 100_000_000_000n,
    unvaluedMs: run.endsAtMs - run.startsAtMs,
  })

  const source = await database.incomeSource.create({
    data: { name: 'Pool', kind: 'file', coin: 'BTC', settings: '{}', createdAtMs: 0n },
  })
  const receipt = { sourceId: source.id, externalId: 'r', kind: 'payout', coin: 'BTC', receivedAtMs: BigInt(MIDNIGHT) }
  await database.receipt.create({ data: { ...receipt, amountPico: 1_100_000_007n, subject: 'order:1' } })
  await closeOrderHours(context, OPEN, NOW)
  expect(await orderSums()).toEqual({ coinPico: 1_100_000_007n, costNano: 100_000_000_000n, unvaluedMs: 0 })
  expect(await closeOrderHours(context, OPEN, NOW)).toBe(0)

  await deleteOrder(database, 1)
  await closeOrderHours(context, OPEN, NOW)
  expect(await orderSums()).toEqual({ coinPico: undefined, costNano: undefined, unvaluedMs: 0 })
})

test('an order that ends before it began is refused', async () => {
  const { database } = await someInstallation()
  const order = { name: 'Back', marketplace: 'nicehash' as const, algorithm: 'sha256d', coin: 'BTC', spent: 0.001 }
  expect(await saveOrder(database, { ...order, startsAtMs: MIDNIGHT, endsAtMs: MIDNIGHT }, NOW)).toMatchObject({
    ok: false,
    problems: { endsAtMs: expect.any(String) },
  })
  expect(await listOrders(database, 'USD')).toEqual([])
})

test('hours of a running order close as any other, and only a change of the order is told as one', async () => {
  const { database, store } = await someInstallation()
  const run = { startsAtMs: MIDNIGHT, endsAtMs: MIDNIGHT + 10 * HOUR_MS }
  const order = {
    ...{ name: 'Running', externalId: 'o-2', algorithm: 'sha256d', coin: 'BTC', spent: 0.001, ...run },
    marketplace: 'nicehash' as const,
  }
  const written = async () =>
    (await database.ledgerHour.findMany({ where: { subject: 'order:1' }, orderBy: { hourMs: 'asc' } })).map(
      ({ version, reason }) => `${version} ${reason}`,
    )
  await saveOrder(database, order, NOW)
  for (const hour of [2, 3, 4]) {
    await closeOrderHours({ database, store }, MIDNIGHT + hour * HOUR_MS, MIDNIGHT + (hour + 0.1) * HOUR_MS)
  }
  expect(await written()).toEqual(Array(4).fill('1 closed'))
  await saveOrder(database, { ...order, spent: 0.002 }, NOW)
  await closeOrderHours({ database, store }, MIDNIGHT + 5 * HOUR_MS, MIDNIGHT + 5.1 * HOUR_MS)
  expect(await written()).toEqual([...Array(4).fill('2 order changed'), '1 closed'])
  await closeOrderHours({ database, store }, MIDNIGHT + 20 * HOUR_MS, MIDNIGHT + 20.1 * HOUR_MS)
  expect(await written()).toEqual([...Array(4).fill('2 order changed'), ...Array(6).fill('1 closed')])
  expect(await closeOrderHours({ database, store }, MIDNIGHT + 21 * HOUR_MS, MIDNIGHT + 21.1 * HOUR_MS)).toBe(0)
})

test('an open hour of a contract stands in earnings and on the chart of the day before it is closed, and once after', async () => {
  const { database, store, siteId, openFleet } = await someInstallation()
  await save(database, petahash(siteId, { startsAtMs: MIDNIGHT }))
  await closeContractHours({ database, store }, OPEN, NOW)
  const earned = async (nowMs: number, untilMs: number) => {
    const fleet = await openFleet()
    await fleet.hoursClosedUntil(untilMs, nowMs)
    const query = { period: 'day', fromDate: 20261120, toDate: 20261120, by: 'kind' } as const
    const report = await reportEarnings({ database, fleet }, query, nowMs)
    const span = { fromMs: MIDNIGHT, toMs: MIDNIGHT + DAY_MS, stepSeconds: 900 }
    const chart = await chartFleet({ database, fleet }, span, nowMs)
    const onChart = chart.ok ? chart.chart.cost.reduce<number>((sum, cost) => sum + (cost ?? 0), 0) : undefined
    return { cost: report.total.cost, ofRented: report.groups.find(({ key }) => key === 'cloud')?.cost, onChart }
  }
  const half = (140 * 6.5) / 24
  expect(await earned(NOW, OPEN)).toEqual({
    cost: expect.closeTo(half, 6),
    ofRented: expect.closeTo(half, 6),
    onChart: expect.closeTo(half, 6),
  })
  await closeContractHours({ database, store }, OPEN + HOUR_MS, OPEN + HOUR_MS)
  const seven = (140 * 7) / 24
  expect(await earned(OPEN + HOUR_MS, OPEN + HOUR_MS)).toEqual({
    cost: expect.closeTo(seven, 6),
    ofRented: expect.closeTo(seven, 6),
    onChart: expect.closeTo(seven, 6),
  })
})

test('what was paid for a contract counts among the investments, with what it brought and its return', async () => {
  const { database, store, siteId, openFleet } = await someInstallation()
  const paid = { amount: 1000, currency: 'USD' }
  await save(database, petahash(siteId, { startsAtMs: MIDNIGHT - DAY_MS, fee: undefined, paid }))
  await closeContractHours({ database, store }, MIDNIGHT, NOW)
  const assumptions = { growths: [0], drifts: [0], writeOffMonths: 36 }
  const { all, rigs } = await investmentOverview({ database, fleet: await openFleet() }, { assumptions }, NOW)
  expect(all).toMatchObject({ outlay: 1000, held: 0 })
  expect(all.earned).toBeCloseTo(62.8642738, 5)
  expect(all.returnSoFar).toBeCloseTo((62.8642738 - 1000) / 1000, 8)
  expect(rigs).toMatchObject([{ subject: 'contract:1', name: 'Open-ended PH', siteName: 'Rented hash power' }])
})

test('a contract that its provider will end before it pays back says when, and what is back by then', async () => {
  const { database, store, siteId, openFleet } = await someInstallation()
  const paid = { amount: 10_000, currency: 'USD' }
  // Its fee has been above its output for fifty of the sixty days that end it.
  await save(database, petahash(siteId, { paid }))
  // Three more days of 62.8643 until its term.
  const term = { termEndsAtMs: NOW + 3 * DAY_MS, startsAtMs: MIDNIGHT - DAY_MS }
  await save(database, petahash(siteId, { name: 'Free of fees', fee: undefined, rule: undefined, paid, ...term }))
  await closeContractHours({ database, store }, OPEN, NOW)
  const assumptions = { growths: [-0.02, 0, 0.06], drifts: [-0.2, 0, 0.2], writeOffMonths: 36 }
  const { rigs } = await investmentOverview({ database, fleet: await openFleet() }, { assumptions }, NOW)
  const never = { soonest: null, steady: null, latest: null }
  expect(rigs).toMatchObject([
    { name: 'Free of fees', payback: never, ending: { atMs: NOW + 3 * DAY_MS, isPast: false } },
    { name: 'Open-ended PH', payback: never, ending: { atMs: NOW + 10 * DAY_MS, isPast: false } },
  ])
  // A day and six hours are in the ledger.
  expect(rigs[0]?.ending?.returned).toBeCloseTo((62.8642738 * 4.25) / 10_000, 6)
  expect(rigs[1]?.ending?.returned).toBeCloseTo(-0.387607 - 10 * 0.00771357, 4)
})

test('an order that is over says when it ended, and what came back of what was spent', async () => {
  const { database, store, openFleet } = await someInstallation()
  const run = { startsAtMs: MIDNIGHT - DAY_MS, endsAtMs: MIDNIGHT }
  const order = { name: 'A day', marketplace: 'nicehash' as const, algorithm: 'sha256d', coin: 'BTC', spent: 0.001 }
  const began = { hourMs: run.startsAtMs, observedAtMs: run.startsAtMs, source: 'test' }
  await savePrices(database, [{ coin: 'BTC', currency: 'USD', price: 100_000, ...began }])
  await saveOrder(database, { ...order, ...run }, NOW)
  const { id: sourceId } = await database.incomeSource.create({
    data: { name: 'Pool', kind: 'file', coin: 'BTC', settings: '{}', createdAtMs: 0n },
  })
  const receipt = { sourceId, externalId: 'r', kind: 'payout', coin: 'BTC', receivedAtMs: BigInt(MIDNIGHT) }
  await database.receipt.create({ data: { ...receipt, amountPico: 900_000_000n, subject: 'order:1' } })
  await closeOrderHours({ database, store }, OPEN, NOW)
  const assumptions = { growths: [0], drifts: [0], writeOffMonths: 36 }
  const { rigs } = await investmentOverview({ database, fleet: await openFleet() }, { assumptions }, NOW)
  expect(rigs).toMatchObject([{ subject: 'order:1', outlay: 100, ending: { atMs: MIDNIGHT, isPast: true } }])
  expect(rigs[0]?.ending?.returned).toBeCloseTo(0.9, 8)
})

test('an ended contract says when it did, and what came back', async () => {
  const { database, store, siteId, openFleet } = await someInstallation()
  const paid = { amount: 1000, currency: 'USD' }
  const term = { startsAtMs: MIDNIGHT - 2 * DAY_MS, termEndsAtMs: MIDNIGHT - DAY_MS }
  await save(database, petahash(siteId, { fee: undefined, paid, ...term }))
  await closeContractHours({ database, store }, OPEN, NOW)
  const assumptions = { growths: [0], drifts: [0], writeOffMonths: 36 }
  const { rigs } = await investmentOverview({ database, fleet: await openFleet() }, { assumptions }, NOW)
  expect(rigs).toMatchObject([{ payback: { soonest: null }, ending: { atMs: MIDNIGHT - DAY_MS, isPast: true } }])
  expect(rigs[0]?.ending?.returned).toBeCloseTo(0.0628642738, 8)
})

test('a plan for a contract starts from its output and its fee', async () => {
  const { database, siteId, openFleet } = await someInstallation()
  const contractId = await save(database, petahash(siteId))
  const plan = await planScope({ database, fleet: await openFleet() }, { contractId }, NOW)
  expect(plan).toMatchObject({
    basis: { rigs: 0, contracts: 1, fees: [{ costPerDay: 140 }] },
    contract: { hashesPerSecond: 1e15 },
  })
  expect(plan.basis.revenuePerDay).toBeCloseTo(62.8642738, 5)
})

test('a contract deleted while its first week is being written leaves nothing in the ledger', async () => {
  const { database, store, siteId } = await someInstallation()
  const contractId = await save(database, petahash(siteId))
  const meanwhile: typeof store = Object.create(store, {
    saveLedger: {
      value: async (batch: Parameters<typeof store.saveLedger>[0]) => {
        if (await findCloudContract(database, contractId)) await deleteContract({ database, store }, contractId, NOW)
        return store.saveLedger(batch)
      },
    },
  })
  await closeContractHours({ database, store: meanwhile }, OPEN, NOW)
  expect(await sumLedger(database, all)).toEqual([])
})

test('the net of a contract over a change of currency is in the present one, or not told', async () => {
  const { database, store, siteId, openFleet } = await someInstallation()
  await save(database, petahash(siteId, { startsAtMs: MIDNIGHT - DAY_MS, fee: undefined }))
  await closeContractHours({ database, store }, MIDNIGHT, NOW)
  expect(await changeCurrency(database, { currency: 'EUR' }, NOW)).toMatchObject({ ok: true })
  const standing = async () => {
    const fleet = await openFleet()
    return (await listContracts({ database, rates: fleet.rates, sites: fleet.sites }, NOW))[0]
  }
  expect(await standing()).toMatchObject({ soFar: { unknownCurrency: 'USD' } })
  expect((await standing())?.netNano).toBeUndefined()
  const hourMs = Date.UTC(2026, 10, 14)
  await saveFiatRates(database, [
    { currency: 'USD', quote: 'EUR', hourMs, rate: 0.5, source: 'test', observedAtMs: hourMs },
  ])
  expect(Number((await standing())?.netNano) / 1e9).toBeCloseTo(62.8642738 / 2, 6)
})

test('a site whose calendar a contract uses is not deleted, and names it; another takes its ledger and outlay along', async () => {
  const { database, store, siteId } = await someInstallation()
  const other = await anotherSite(database, 'Shed', 'UTC', { ...FLAT, fixedPerMonth: 30 })
  const contractId = await save(database, petahash(other))
  expect(await deleteSite(database, other)).toMatchObject({
    ok: false,
    problems: { form: expect.stringContaining('Open-ended PH') },
  })
  await save(database, petahash(siteId), contractId)
  const quarter = { ...emptyQuarter(other), costNano: 10_000_000n }
  const hour = { subject: `site:${other}`, hourMs: MIDNIGHT, currency: 'USD', basis: {} } as const
  await recordEntries({ database, store }, [{ ...hour, quarters: [quarter, quarter, quarter, quarter] }], 'closed', NOW)
  const shelf = {
    subject: `site:${other}`,
    kind: 'purchase',
    amount: 100,
    currency: 'USD',
    date: '2026-11-01',
  } as const
  expect(await saveInvestment(database, shelf, NOW)).toMatchObject({ ok: true })
  expect(await deleteSite(database, other)).toMatchObject({ ok: true })
  expect(await database.ledgerHour.count({ where: { subject: `site:${other}` } })).toBe(0)
  expect(await sumLedger(database, { ...all, filter: { subjects: [`site:${other}`] } })).toEqual([])
  expect(await database.investment.count()).toBe(0)
})
