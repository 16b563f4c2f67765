import { expect, test } from 'vitest'
import { saveFiatRates } from '#lib/db/fiat-rates'
import { savePrices } from '#lib/db/rates'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { fiatRate } from '#lib/services/fiat-rate'
import { importRatesCsv } from '#lib/services/import-rates-csv'
import { loadRates } from '#lib/services/load-rates'
import { priceAt } from '#lib/services/price-at'
import { typeRate } from '#lib/services/type-rate'
import { openForTest, temporaryDatabase } from '../db/temporary-database.ts'

const DAY = Date.UTC(2026, 5, 10)

async function empty() {
  const { url } = await temporaryDatabase()
  return openForTest(url)
}

function btc(hourMs: number, price: number, source = 'coingecko-daily') {
  return { coin: 'BTC', currency: 'EUR', hourMs, price, source, observedAtMs: hourMs }
}

test('a moment of the past is priced by what is nearest, within a day', async () => {
  const database = await empty()
  await savePrices(database, [btc(DAY, 50_000), btc(DAY + 6 * HOUR_MS, 51_000, 'coingecko')])
  const at = (atMs: number) => priceAt(database, { coin: 'BTC', currency: 'EUR', atMs })
  expect(await at(DAY + 2 * HOUR_MS)).toEqual({ price: 50_000, source: 'coingecko-daily', atMs: DAY })
  expect(await at(DAY + 6.9 * HOUR_MS)).toMatchObject({ price: 51_000, source: 'coingecko' })
  expect(await at(DAY - DAY_MS)).toMatchObject({ price: 50_000 })
  expect(await at(DAY - DAY_MS - 1)).toBeUndefined()
  expect(await at(DAY + 6 * HOUR_MS + 25 * HOUR_MS)).toBeUndefined()
  expect(await priceAt(database, { coin: 'LTC', currency: 'EUR', atMs: DAY })).toBeUndefined()
  expect(await priceAt(database, { coin: 'BTC', currency: 'USD', atMs: DAY })).toBeUndefined()
})

test('a price that the owner typed in goes before an observed one while it holds', async () => {
  const database = await empty()
  await savePrices(database, [btc(DAY, 50_000)])
  await typeRate(database, { kind: 'price', coin: 'BTC', currency: 'EUR', price: 40_000, fromMs: DAY + HOUR_MS })
  await typeRate(database, { kind: 'price', coin: 'BTC', currency: 'EUR', price: null, fromMs: DAY + 3 * HOUR_MS })
  const at = async (hours: number) =>
    (await priceAt(database, { coin: 'BTC', currency: 'EUR', atMs: DAY + hours * HOUR_MS }))?.source
  expect(await Promise.all([at(0.5), at(2), at(4)])).toEqual(['coingecko-daily', 'typed', 'coingecko-daily'])
})

test('a fiat rate works both ways, is 1 between equals, and unknown far from any observation', async () => {
  const database = await empty()
  const observed = { source: 'coingecko', observedAtMs: DAY }
  await saveFiatRates(database, [{ currency: 'USD', quote: 'EUR', hourMs: DAY, rate: 0.8, ...observed }])
  const rate = (from: string, to: string, atMs = DAY) => fiatRate(database, { from, to, atMs })
  expect(await rate('USD', 'EUR')).toEqual({ rate: 0.8, source: 'coingecko', atMs: DAY })
  expect(await rate('EUR', 'USD', DAY + HOUR_MS)).toMatchObject({ rate: 1.25, atMs: DAY })
  expect(await rate('USD', 'USD')).toMatchObject({ rate: 1 })
  expect(await rate('USD', 'EUR', DAY + 5 * DAY_MS)).toBeUndefined()
  expect(await rate('USD', 'GBP')).toBeUndefined()
})

test('Ethereum of before the Merge: price and difficulty come by file or are typed, later difficulties are refused', async () => {
  const database = await empty()
  const csv = 'time,coin,price,difficulty,reward\n2021-05-21,ETH,2440,7900000000000000,2.2\n'
  expect(await importRatesCsv(database, { csv, currency: 'USD' })).toMatchObject({ ok: true, prices: 1, networks: 1 })
  const late = csv.replace('2021-05-21', '2022-09-15')
  expect(await importRatesCsv(database, { csv: late, currency: 'USD' })).toMatchObject({
    problems: { 'line 2': expect.stringContaining('Ethereum cannot be mined since the Merge') },
  })
  const typed = { kind: 'network', coin: 'ETH', difficulty: 8e15, rewardPerBlock: 2.2 } as const
  expect(await typeRate(database, typed)).toMatchObject({
    ok: false,
    problems: { coin: expect.stringContaining('ETC') },
  })
  const then = Date.UTC(2021, 5, 1)
  expect(await typeRate(database, { ...typed, fromMs: then })).toMatchObject({ ok: true })
  const rates = await loadRates(database, 'USD', then)
  expect(rates.network('ETH')).toMatchObject({ difficulty: 8e15, source: 'typed' })
  expect(rates.price('ETH')).toMatchObject({ price: 2440, source: 'csv' })
})
