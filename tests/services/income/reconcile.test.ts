import { expect, test } from 'vitest'
import { insertIncomeSource } from '#lib/db/income-sources'
import { addReceipts } from '#lib/db/receipts'
import { compareMonth } from '#lib/services/income/reconcile'
import { openForTest, temporaryDatabase } from '../../db/temporary-database.ts'

const DAY = Date.UTC(2026, 9, 10)
const COIN = 10n ** 12n

async function mineInOctober(payer = 'pool') {
  const database = await openForTest((await temporaryDatabase()).url)
  const site = await database.site.create({ data: { name: 'Home', timeZone: 'UTC', createdAtMs: 0n } })
  const times = { seconds: 3600, hashingSeconds: 2700, pausedSeconds: 360, expectedSeconds: 3600, poweredSeconds: 3600 }
  const unknown = { energyWh: 0, workSeconds: 2700, unvaluedSeconds: 0, unpoweredSeconds: 0 }
  await database.siteSlot.create({
    data: { siteId: site.id, levelSeconds: 3600, slotMs: BigInt(DAY), rigs: 1, ...times, ...unknown },
  })
  await database.ledgerPeriod.create({
    data: {
      ...{ level: 2, period: 202610, subject: 'rig:1', siteId: site.id, currency: 'USD', payer, coin: 'BTC' },
      ...{ algorithm: 'sha256d', coinPico: 10n * COIN, revenueNano: 1n, energyMilliWh: 0n },
      ...{ seenMs: 0n, workMs: 0n, unvaluedMs: 0n, unpoweredMs: 0n },
    },
  })
  const source = async (kind: string) =>
    insertIncomeSource(database, { name: kind, kind, coin: 'BTC', settings: {}, secrets: undefined, enabled: false }, 0)
  return { database, poolId: await source('braiins'), walletId: await source('esplora') }
}

test('credits are compared with the month’s ledger; payouts and a watched wallet are not added to them', async () => {
  const { database, poolId, walletId } = await mineInOctober()
  const receipt = { coin: 'BTC', receivedAtMs: DAY }
  await addReceipts(database, [
    { ...receipt, sourceId: poolId, externalId: 'day', kind: 'credit', amountPico: 9n * COIN },
    { ...receipt, sourceId: poolId, externalId: 'tx', kind: 'payout', amountPico: 8n * COIN },
    { ...receipt, sourceId: walletId, externalId: 'tx:0', kind: 'payout', amountPico: 8n * COIN },
  ])
  const [compared, ...others] = await compareMonth(database, '2026-10')
  expect(others).toEqual([])
  expect(compared).toMatchObject({ payer: 'pool', coin: 'BTC', paidPico: 8n * COIN })
  const { potentialPico, expectedPico, creditedPico, parts } = compared?.reconciliation ?? {}
  expect([expectedPico, creditedPico]).toEqual([10n * COIN, 9n * COIN])
  // 2,700 s of work, 360 s paused, 540 s down.
  expect(Number(potentialPico) / 1e12).toBeCloseTo(10 * (3600 / 2700), 6)
  expect(parts?.at(-1)).toEqual({ kind: 'unexplained', pico: COIN })
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
  expect(await compareMonth(database, '2026-10')).toEqual([])
})

test('work for a named pool is compared with what that pool credited, and with no other', async () => {
  const { database, poolId } = await mineInOctober('braiins')
  const receipt = { kind: 'credit', coin: 'BTC', receivedAtMs: DAY, amountPico: 9n * COIN }
  await addReceipts(database, [{ ...receipt, sourceId: poolId, externalId: 'day' }])
  const [compared] = await compareMonth(database, '2026-10')
  expect(compared).toMatchObject({ payer: 'braiins', reconciliation: { creditedPico: 9n * COIN } })
  const other = await mineInOctober('f2pool')
  await addReceipts(other.database, [{ ...receipt, sourceId: other.poolId, externalId: 'day' }])
  expect(await compareMonth(other.database, '2026-10')).toEqual([])
})
