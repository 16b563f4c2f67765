import { expect, test } from 'vitest'
import { energyPricesOf } from '#lib/db/energy-prices'
import type { Tariff } from '#lib/domain/tariff'
import { importEnergyPrices, previewEnergyPrices } from '#lib/services/energy/import-energy-prices'
import { openForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { FLAT, firstSite } from '../money-mine.ts'

const CSV: Tariff = { ...FLAT, dynamic: { source: 'csv', whenMissing: 'unknown' } }
const NOW = Date.UTC(2026, 10, 27, 10, 20)
const FILE = `from,minutes,price
2026-11-27T00:00:00Z,60,0.21
2026-11-27T02:00:00+01:00,15,-0.03
`

async function installation(tariff = CSV) {
  const database = await openForTest((await temporaryDatabase()).url)
  return { database, siteId: await firstSite(database, 'UTC', tariff) }
}

test('a file is looked at first, taken once, and the same file again changes nothing', async () => {
  const { database, siteId } = await installation()
  const preview = await previewEnergyPrices(database, { siteId, csv: FILE })
  expect(preview).toMatchObject({ ok: true, count: 2, news: 2, lowest: -0.03, highest: 0.21 })
  expect(await database.energyPrice.count()).toBe(0)
  const first = await importEnergyPrices(database, { siteId, csv: FILE }, NOW)
  expect(first).toMatchObject({
    ok: true,
    taken: 2,
    recompute: { what: 'money', reason: 'tariff changed', siteIds: [siteId], fromMs: Date.UTC(2026, 10, 27) },
  })
  expect((await energyPricesOf(database, siteId)).at(Date.UTC(2026, 10, 27, 1, 10))?.pricePerKwh).toBe(-0.03)
  expect(await previewEnergyPrices(database, { siteId, csv: FILE })).toMatchObject({ count: 2, news: 0 })
  expect(await importEnergyPrices(database, { siteId, csv: FILE }, NOW)).toEqual({ ok: true, changes: [], taken: 0 })
})

test('columns from and to, semicolons and decimal commas are understood', async () => {
  const { database, siteId } = await installation()
  const csv = 'From;To;Price\n2026-11-27T12:00Z;2026-11-27T13:00Z;0,305\n'
  expect(await importEnergyPrices(database, { siteId, csv }, NOW)).toMatchObject({ taken: 1, recompute: undefined })
  expect((await energyPricesOf(database, siteId)).at(Date.UTC(2026, 10, 27, 12))?.pricePerKwh).toBe(0.305)
})

test('prices at a site whose own tariff speaks are kept and alter no closed hour', async () => {
  const { database, siteId } = await installation(FLAT)
  expect(await importEnergyPrices(database, { siteId, csv: FILE }, NOW)).toMatchObject({
    taken: 2,
    recompute: undefined,
  })
})

test('one bad row and nothing is taken; each is named by its line', async () => {
  const { database, siteId } = await installation()
  const csv = `from,to,minutes,price
2026-11-27T00:00:00Z,,60,0.21
2026-11-27T00:30:00Z,,60,0.22
2026-11-27T03:05:00Z,,10,0.22
2026-11-27 04:00,,60,0.22
2026-11-27T05:00:00Z,,60,
2026-11-27T06:00:00Z,,,0.2
2026-11-27T07:00:00Z,2026-11-27T06:00:00Z,,0.2
`
  expect(await importEnergyPrices(database, { siteId, csv }, NOW)).toEqual({
    ok: false,
    problems: {
      'line 3': 'overlaps with line 2',
      'line 4': 'is not on quarter-hours',
      'line 5': expect.stringContaining('with a zone'),
      'line 6': 'price must be a number',
      'line 7': 'to or minutes: one of both is needed',
      'line 8': 'ends before it begins',
    },
  })
  expect(await database.energyPrice.count()).toBe(0)
})

test.each([
  ['', 'no column'],
  ['from,price\n', 'no rows'],
  ['time,cost\n1,2\n', 'no column from and price'],
])('the file %j is refused', async (csv, words) => {
  const { database, siteId } = await installation()
  const refused = await previewEnergyPrices(database, { siteId, csv })
  expect(refused).toMatchObject({ ok: false, problems: { csv: expect.stringContaining(words) } })
})
