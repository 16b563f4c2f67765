import { expect, test } from 'vitest'
import type { Database } from '#lib/db/database'
import { insertIncomeSource } from '#lib/db/income-sources'
import { addReceipts } from '#lib/db/receipts'
import { insertRig } from '#lib/db/rigs'
import { compareMonth } from '#lib/services/income/reconcile'
import { openForTest, temporaryDatabase } from '../../db/temporary-database.ts'

const DAY = Date.UTC(2026, 9, 10)
const HOUR = 3_600_000
const NOVEMBER = Date.UTC(2026, 10, 20)
const COIN = 10n ** 12n

/** A rig that worked for three quarters of 10 October, and was paused for a tenth of it. */
async function mineInOctober(
  payer = 'pool',
  assigned: { pool?: string; scheme?: string; poolFeePercent?: number } = {},
) {
  const database = await openForTest((await temporaryDatabase()).url)
  const site = await database.site.create({ data: { name: 'Home', timeZone: 'UTC', createdAtMs: 0n } })
  const rigId = await insertRig(database, { key: 'rig', name: 'rig', siteId: site.id, createdAtMs: DAY })
  const pool = payer === 'pool' ? null : payer
  await database.assignment.create({
    data: {
      ...{ rigId, algorithm: 'sha256d', fromMs: 0n, payer: 'pool', coin: 'BTC', scheme: 'fpps', assumed: false, pool },
      ...{ poolFeePercent: 0, ...assigned },
    },
  })
  // It is sold at the end of the day: nothing is expected of it later.
  await database.rigLifecycle.create({ data: { rigId, fromMs: BigInt(DAY + 24 * HOUR), lifecycle: 'sold' } })
  for (let hour = 0; hour < 24; hour += 1) await workedHour(database, rigId, DAY + hour * HOUR)
  await ledgerDay(database, { rigId, siteId: site.id, day: 20261010, payer })
  const source = async (kind: string) =>
    insertIncomeSource(database, { name: kind, kind, coin: 'BTC', settings: {}, secrets: undefined, enabled: false }, 0)
  return { database, rigId, siteId: site.id, poolId: await source('braiins'), walletId: await source('esplora') }
}

/** 1 kW while it works, 100 W while it rests; one share in a hundred is rejected. The first hour knows no pause. */
async function workedHour(database: Database, rigId: number, hourMs: number) {
  const rests = hourMs !== DAY
  const energyWh = rests ? 200 : 250
  await database.rigHour.create({
    data: {
      ...{ rigId, hourMs: BigInt(hourMs), readings: 60, hashingSeconds: rests ? 2700 : 3600 },
      pausedSeconds: rests ? 360 : 0,
      ...{ seconds0: 900, seconds1: 900, seconds2: 900, seconds3: 900 },
      ...{ poweredSeconds0: 900, poweredSeconds1: 900, poweredSeconds2: 900, poweredSeconds3: 900 },
      ...{ energyWh0: energyWh, energyWh1: energyWh, energyWh2: energyWh, energyWh3: energyWh },
    },
  })
  await database.workHour.create({
    data: {
      ...{ rigId, hourMs: BigInt(hourMs), algorithm: 'sha256d', seconds: 2700, accepted: 99, rejected: 1, stale: 0 },
      ...{ hashes0: 1e15, hashes1: 1e15, hashes2: 1e15, hashes3: 1e15 },
    },
  })
}

/** 10 BTC, worth 100 each, and 10 kWh for 2. */
async function ledgerDay(
  database: Database,
  { rigId, siteId, day, payer }: { rigId: number; siteId: number; day: number; payer: string },
) {
  const key = { level: 1, period: day, subject: `rig:${rigId}`, siteId, currency: 'USD' }
  const none = { seenMs: 0n, workMs: 0n, unvaluedMs: 0n, unpoweredMs: 0n }
  await database.ledgerPeriod.createMany({
    data: [
      {
        ...{ ...key, ...none, payer, coin: 'BTC', algorithm: 'sha256d', energyMilliWh: 0n },
        ...{ coinPico: 10n * COIN, revenueNano: 1_000n * 10n ** 9n },
      },
      { ...key, ...none, payer: '', coin: '', algorithm: '', energyMilliWh: 10_000_000n, costNano: 2n * 10n ** 9n },
    ],
  })
}

test('credits are compared with the month’s ledger; payouts and a watched wallet are not added to them', async () => {
  const { database, poolId, walletId } = await mineInOctober()
  const receipt = { coin: 'BTC', receivedAtMs: DAY }
  await addReceipts(database, [
    { ...receipt, sourceId: poolId, externalId: 'day', kind: 'credit', amountPico: 9n * COIN },
    { ...receipt, sourceId: poolId, externalId: 'tx', kind: 'payout', amountPico: 8n * COIN },
    { ...receipt, sourceId: walletId, externalId: 'tx:0', kind: 'payout', amountPico: 8n * COIN },
  ])
  const [compared, ...others] = await compareMonth(database, '2026-10', NOVEMBER)
  expect(others).toEqual([])
  expect(compared).toMatchObject({ payer: 'pool', coin: 'BTC', by: 'credits', paidPico: 8n * COIN, luck: 'none' })
  expect(compared).toMatchObject({ rejectedFraction: 0.01, days: { first: 20261001, last: 20261031 } })
  const { potentialPico, expectedPico, creditedPico, parts } = compared?.reconciliation ?? {}
  // One share in a hundred was rejected; this payer’s scheme leaves nothing to luck.
  expect([expectedPico, creditedPico]).toEqual([(99n * COIN) / 10n, 9n * COIN])
  expect(parts?.slice(-2)).toEqual([
    { kind: 'luck', pico: 0n },
    { kind: 'unexplained', pico: (9n * COIN) / 10n },
  ])
  // A day less what it worked and rested is a day of faults.
  const worked = 3600 + 23 * 2700
  expect(Number(potentialPico) / 1e12).toBeCloseTo((10 * 24 * 3600) / worked, 5)
})

test('a month or a coin without receipts says nothing', async () => {
  const { database, poolId } = await mineInOctober()
  await addReceipts(database, [
    {
      sourceId: poolId,
      externalId: 'x',
      kind: 'credit',
      coin: 'BTC',
      receivedAtMs: Date.UTC(2026, 8, 30),
      amountPico: COIN,
    },
  ])
  expect(await compareMonth(database, '2026-10', NOVEMBER)).toEqual([])
})

test('work for a named pool is compared with what that pool credited, and with no other', async () => {
  const { database, poolId } = await mineInOctober('braiins')
  const receipt = { kind: 'credit', coin: 'BTC', receivedAtMs: DAY, amountPico: 9n * COIN }
  await addReceipts(database, [{ ...receipt, sourceId: poolId, externalId: 'day' }])
  const [compared] = await compareMonth(database, '2026-10', NOVEMBER)
  expect(compared).toMatchObject({ payer: 'braiins', reconciliation: { creditedPico: 9n * COIN } })
  const other = await mineInOctober('f2pool')
  await addReceipts(other.database, [{ ...receipt, sourceId: other.poolId, externalId: 'day' }])
  expect(await compareMonth(other.database, '2026-10', NOVEMBER)).toEqual([])
})

test('a chosen pause tells the power it saved, at what power cost', async () => {
  const { database, poolId } = await mineInOctober()
  const receipt = { kind: 'credit', coin: 'BTC', receivedAtMs: DAY, amountPico: 9n * COIN }
  await addReceipts(database, [{ ...receipt, sourceId: poolId, externalId: 'day' }])
  const [compared] = await compareMonth(database, '2026-10', NOVEMBER)
  // 23 hours of 800 Wh instead of 1,000; a kWh cost 0.20.
  expect(compared?.saved?.energyWattHours).toBeCloseTo(4_600, 6)
  expect(compared?.saved?.cost).toEqual({ amount: expect.closeTo(0.92, 6), currency: 'USD' })
})

test('what the price did between the work and its pay is told apart', async () => {
  const { database, poolId } = await mineInOctober()
  const value = { price: 110, priceCurrency: 'USD', priceSource: 'file', priceAtMs: DAY, valueNano: 990n * 10n ** 9n }
  const receipt = { kind: 'credit', coin: 'BTC', receivedAtMs: DAY, amountPico: 9n * COIN, value }
  await addReceipts(database, [{ ...receipt, sourceId: poolId, externalId: 'day' }])
  const [compared] = await compareMonth(database, '2026-10', NOVEMBER)
  expect(compared?.price).toEqual({ currency: 'USD', workPrice: 100, receivedPrice: 110, difference: 90 })
})

test('a fee that changed in the month counts for the time it held', async () => {
  const { database, rigId, poolId } = await mineInOctober('braiins', { poolFeePercent: 4 })
  const changed = { rigId, algorithm: 'sha256d', payer: 'pool', coin: 'BTC', scheme: 'fpps', assumed: false }
  // Half of October’s 31 days.
  const fromMs = BigInt(Date.UTC(2026, 9, 16, 12))
  await database.assignment.create({ data: { ...changed, fromMs, pool: 'braiins', poolFeePercent: 0 } })
  const receipt = { kind: 'credit', coin: 'BTC', receivedAtMs: DAY, amountPico: 9n * COIN }
  await addReceipts(database, [{ ...receipt, sourceId: poolId, externalId: 'day' }])
  const [compared] = await compareMonth(database, '2026-10', NOVEMBER)
  expect(Number(compared?.reconciliation.claimedPico) / 1e12).toBeCloseTo(10 / 0.98, 6)
})

test('where blocks are shared out, luck has an error bar by the shares found', async () => {
  const { database, poolId } = await mineInOctober('pool', { scheme: 'pplns' })
  const receipt = { sourceId: poolId, kind: 'credit', coin: 'BTC', amountPico: 2_450_000_000_000n }
  await addReceipts(
    database,
    [0, 1, 2, 3].map((hour) => ({ ...receipt, externalId: `block ${hour}`, receivedAtMs: DAY + hour * HOUR })),
  )
  const [compared] = await compareMonth(database, '2026-10', NOVEMBER)
  expect(compared?.luck).toBe('by own shares')
  const { deviationPico, expectedPico, deviations = 0 } = compared?.reconciliation ?? {}
  // 24 hours of 99 accepted shares.
  expect(Number(deviationPico) / Number(expectedPico)).toBeCloseTo(1 / Math.sqrt(24 * 99), 6)
  // 9.8 came of 9.9: less than was expected.
  expect(deviations).toBeCloseTo(-0.492, 3)
})

test('a miner that tells no share leaves the luck of shared blocks unknown, and not nothing', async () => {
  const { database, poolId } = await mineInOctober('pool', { scheme: 'pplns' })
  await database.workHour.updateMany({ data: { accepted: 0, rejected: 0, stale: 0 } })
  const receipt = { sourceId: poolId, kind: 'credit', coin: 'BTC', amountPico: 9n * COIN, receivedAtMs: DAY }
  await addReceipts(database, [{ ...receipt, externalId: 'day' }])
  expect((await compareMonth(database, '2026-10', NOVEMBER))[0]?.luck).toBe('shares not known')
})

test('where nobody knows how a pool shares out, luck is not known, and not nothing', async () => {
  const { database, poolId } = await mineInOctober('pool', { scheme: 'unknown' })
  const receipt = { sourceId: poolId, kind: 'credit', coin: 'BTC', amountPico: 9n * COIN, receivedAtMs: DAY }
  await addReceipts(database, [{ ...receipt, externalId: 'day' }])
  expect((await compareMonth(database, '2026-10', NOVEMBER))[0]?.luck).toBe('scheme not known')
})

test('of a month that is not over, only days that can have been credited are compared', async () => {
  const { database, poolId } = await mineInOctober()
  const receipt = { kind: 'credit', coin: 'BTC', receivedAtMs: DAY, amountPico: 9n * COIN }
  await addReceipts(database, [{ ...receipt, sourceId: poolId, externalId: 'day' }])
  const [compared] = await compareMonth(database, '2026-10', Date.UTC(2026, 9, 14, 15))
  expect(compared?.days).toEqual({ first: 20261001, last: 20261011 })
  expect(await compareMonth(database, '2026-10', Date.UTC(2026, 9, 2))).toEqual([])
})

test('a payer of payouts alone is compared from one payout to another', async () => {
  const { database, poolId } = await mineInOctober()
  const receipt = { sourceId: poolId, kind: 'payout', coin: 'BTC', amountPico: 9n * COIN }
  await addReceipts(database, [
    { ...receipt, externalId: 'before', receivedAtMs: Date.UTC(2026, 8, 28, 3) },
    { ...receipt, externalId: 'in it', receivedAtMs: Date.UTC(2026, 9, 12, 3) },
  ])
  const [compared] = await compareMonth(database, '2026-10', NOVEMBER)
  expect(compared).toMatchObject({ by: 'payouts', days: { first: 20260928, last: 20261011 } })
  expect(compared?.reconciliation.creditedPico).toBe(9n * COIN)
})

test('what came for a contract is not held against the rigs’ work', async () => {
  const { database, poolId } = await mineInOctober()
  const receipt = { kind: 'credit', coin: 'BTC', receivedAtMs: DAY, amountPico: 9n * COIN }
  await addReceipts(database, [{ ...receipt, sourceId: poolId, externalId: 'day' }])
  await database.receipt.updateMany({ data: { subject: 'contract:1' } })
  expect(await compareMonth(database, '2026-10', NOVEMBER)).toEqual([])
})
