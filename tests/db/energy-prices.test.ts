import { expect, test } from 'vitest'
import { energyPricesOf, saveEnergyPrices } from '#lib/db/energy-prices'
import { findSite, insertSite, saveTariff } from '#lib/db/sites'
import type { Tariff } from '#lib/domain/tariff'
import { openForTest, temporaryDatabase } from './temporary-database.ts'

const HOUR = 3_600_000
const price = (hour: number, pricePerKwh: number, source = 'octopus') => ({
  fromMs: hour * HOUR,
  toMs: (hour + 1) * HOUR,
  pricePerKwh,
  source,
})

async function site(tariff: Tariff) {
  const database = await openForTest((await temporaryDatabase()).url)
  const siteId = await insertSite(database, { name: 'Shed', timeZone: 'UTC', createdAtMs: 0 })
  await saveTariff(database, siteId, 0, tariff)
  return { database, siteId }
}

const OLD: Tariff = { pricePerKwh: 0.1, windows: [], fixedPerMonth: 0, overheadPercent: 0 }
const DYNAMIC: Tariff = { ...OLD, dynamic: { source: 'csv', whenMissing: 'unknown' } }

test('a price told twice is stored once, and only a changed one is news', async () => {
  const { database, siteId } = await site(DYNAMIC)
  expect(await saveEnergyPrices(database, siteId, [price(1, 0.2), price(2, -0.03)], 10)).toHaveLength(2)
  expect(await saveEnergyPrices(database, siteId, [price(1, 0.2), price(2, -0.04)], 20)).toEqual([price(2, -0.04)])
  const stored = await database.energyPrice.findMany({ orderBy: { fromMs: 'asc' } })
  expect(stored.map((row) => row.pricePerKwh)).toEqual([0.2, -0.04])
})

test('what came by a file stays against what a service says of the same hour', async () => {
  const { database, siteId } = await site(DYNAMIC)
  await saveEnergyPrices(database, siteId, [price(1, 0.5, 'csv')], 10)
  expect(await saveEnergyPrices(database, siteId, [price(1, 0.2)], 20)).toEqual([])
  expect((await energyPricesOf(database, siteId)).at(HOUR)).toMatchObject({ pricePerKwh: 0.5, source: 'csv' })
})

test('a site with a dynamic tariff has its prices beside it, anew once some were written', async () => {
  const { database, siteId } = await site(DYNAMIC)
  await saveEnergyPrices(database, siteId, [price(1, 0.2)], 10)
  const before = (await findSite(database, siteId))?.energyPrices
  expect((await findSite(database, siteId))?.energyPrices).toBe(before)
  await saveEnergyPrices(database, siteId, [price(2, 0.3)], 20)
  const after = (await findSite(database, siteId))?.energyPrices
  expect([before?.at(2 * HOUR), after?.at(2 * HOUR)?.pricePerKwh]).toEqual([undefined, 0.3])
})

test('a tariff as it was stored before there were seasons reads as it did, without prices', async () => {
  const { database, siteId } = await site(OLD)
  const found = await findSite(database, siteId)
  expect(found?.tariffs).toEqual([{ fromMs: 0, tariff: OLD }])
  expect(found?.energyPrices).toBeUndefined()
})
