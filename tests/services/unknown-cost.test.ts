import { expect, test } from 'vitest'
import { saveEnergyPrices } from '#lib/db/energy-prices'
import { saveNetworks, savePrices } from '#lib/db/rates'
import { closeContractHours } from '#lib/services/contracts/close-contract-hours'
import { saveContract } from '#lib/services/contracts/save-contract'
import { reportEarnings } from '#lib/services/earnings/report-earnings'
import { earningsByPeriod } from '#lib/services/earnings-by-period'
import { auditHours } from '#lib/services/ledger/ledger-hours'
import { revalueHours } from '#lib/services/rebuild-hours'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { openFleetForTest } from './fleet-for-test'
import { FLAT, firstSite, fullHour, someRig } from './money-mine.ts'

const HOUR = 3_600_000
const day = Date.UTC(2026, 10, 22)
const dynamic = { ...FLAT, dynamic: { source: 'csv', whenMissing: 'unknown' } } as const

async function barn() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database, 'UTC', dynamic)
  const of = { hourMs: day - HOUR, source: 'test', observedAtMs: day - HOUR }
  await savePrices(database, [{ coin: 'BTC', currency: 'USD', price: 90_000, ...of }])
  await saveNetworks(database, [{ coin: 'BTC', difficulty: 1.5e14, rewardPerBlock: 3.15, ...of }])
  return { database, store, siteId }
}

async function reportOf(
  { database, store }: Pick<Awaited<ReturnType<typeof barn>>, 'database' | 'store'>,
  nowMs = day + 40 * HOUR,
) {
  const fleet = await openFleetForTest({ database, store }, day)
  const query = { period: 'day', fromDate: 20261122, toDate: 20261122, by: 'rig' } as const
  return reportEarnings({ database, fleet }, query, nowMs)
}

test('hours without a price of a kWh do not make a day cheaper unsaid: the ledger keeps their time', async () => {
  const { database, store, siteId } = await barn()
  const rigId = await someRig(database, siteId)
  await saveEnergyPrices(
    database,
    siteId,
    [{ fromMs: day, toMs: day + 2.25 * HOUR, pricePerKwh: 0.1, source: 'csv' }],
    day,
  )
  await store.saveHours([0, 1, 2, 3].map((hour) => fullHour(rigId, day + hour * HOUR)))
  await revalueHours({ database, store }, day, day + 4 * HOUR, { reason: 'closed', nowMs: day + 5 * HOUR })

  const hours = await auditHours(database, { subject: `rig:${rigId}`, fromMs: day, toMs: day + 4 * HOUR })
  expect(hours.map(({ costNano }) => costNano)).toEqual([300_000_000n, 300_000_000n, 75_000_000n, undefined])
  expect(hours[2]?.quarters.map(({ uncostedMs }) => uncostedMs)).toEqual([undefined, 900_000, 900_000, 900_000])
  expect((await reportOf({ database, store })).total).toMatchObject({ cost: 0.675, unknownCostHours: 1.75 })
  const live = await earningsByPeriod(database, { period: 'day', fromMs: day, toMs: day + 1 })
  expect(live.rows[0]).toMatchObject({ cost: 0.675, unknownCostHours: 1.75, unknownPowerShare: 0 })
})

test('a price that becomes known takes the time away again, in the month as well', async () => {
  const { database, store, siteId } = await barn()
  const rigId = await someRig(database, siteId)
  await store.saveHours([fullHour(rigId, day)])
  await revalueHours({ database, store }, day, day + HOUR, { reason: 'closed', nowMs: day + HOUR })
  expect((await reportOf({ database, store })).total).toMatchObject({ unknownCostHours: 1 })
  const price = { fromMs: day, toMs: day + HOUR, pricePerKwh: 0.2, source: 'csv' }
  await saveEnergyPrices(database, siteId, [price], day + 2 * HOUR)
  await revalueHours({ database, store }, day, day + HOUR, { reason: 'tariff changed', nowMs: day + 2 * HOUR })
  expect((await reportOf({ database, store })).total).toMatchObject({ cost: 0.6, unknownCostHours: 0 })
  expect(await database.ledgerPeriod.findMany({ where: { uncostedMs: { gt: 0 } } })).toEqual([])
})

test('a contract’s fee in a currency without a rate is time without known cost', async () => {
  const { database, store, siteId } = await barn()
  const contract = {
    ...{ name: 'Rented', provider: 'Genesis Mining', algorithm: 'sha256d', coin: 'BTC', hashesPerSecond: 1e15 },
    ...{ startsAtMs: day, fee: { perUnitDay: 0.1, currency: 'EUR' }, siteId },
  }
  expect(await saveContract(database, contract, { nowMs: day + 3 * HOUR })).toMatchObject({ ok: true })
  await closeContractHours({ database, store }, day + 3 * HOUR, day + 3 * HOUR)
  const { total } = await reportOf({ database, store }, day + 3 * HOUR)
  expect(total.cost).toBeUndefined()
  expect(total).toMatchObject({ unknownCostHours: 3, unvaluedShare: 0 })
})
