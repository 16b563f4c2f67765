import { expect, test } from 'vitest'
import { savePrices } from '#lib/db/rates'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import type { MarketSource } from '#lib/market/market-source'
import { fiatRate } from '#lib/services/fiat-rate'
import { fillHistoricPrices, fillWantedHistory } from '#lib/services/historic-prices'
import { importRatesCsv } from '#lib/services/import-rates-csv'
import { loadRates } from '#lib/services/load-rates'
import { priceAt } from '#lib/services/price-at'
import { refreshFiatRates } from '#lib/services/refresh-fiat-rates'
import { openForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { firstSite } from './money-mine.ts'

const DAY = Date.UTC(2026, 9, 1)
const NOW = DAY + 10 * DAY_MS + 7 * HOUR_MS
const nowhere = 'http://127.0.0.1:9'
const config = {
  ...{ market: 'live' as const, coingeckoUrl: nowhere, mempoolUrl: nowhere },
  ...{ whattomineUrl: nowhere, nicehashUrl: nowhere },
}

async function installation() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  await firstSite(database)
  return database
}

function history(priceOf: (dayMs: number, currency: string) => number | undefined, name = 'coingecko') {
  const asked: { coin: string; currency: string; days: number[] }[] = []
  const source: MarketSource = {
    ...{ name, hosts: [] },
    fetchDailyPrices: async ({ symbol: coin }, currency, days) => {
      asked.push({ coin, currency, days: days.map((dayMs) => (dayMs - DAY) / DAY_MS) })
      const found = days.flatMap((dayMs) => {
        const price = priceOf(dayMs, currency)
        return price === undefined ? [] : [{ coin, currency, price, source: `${name}-daily`, observedAtMs: dayMs }]
      })
      return { ok: true, found, problems: [] }
    },
  }
  return { source, asked }
}

function btc(hourMs: number, price: number, source: string) {
  return { coin: 'BTC', currency: 'USD', hourMs, price, source, observedAtMs: hourMs }
}

test('only missing days are fetched, the next source fills what the first does not know, nothing known is replaced', async () => {
  const database = await installation()
  await savePrices(database, [btc(DAY, 90, 'csv'), btc(DAY + DAY_MS + 5 * HOUR_MS, 95, 'coingecko')])
  const first = history((dayMs) => (dayMs === DAY + 2 * DAY_MS ? 100 : undefined))
  const second = history(() => 101, 'mempool.space')
  const sources = [first.source, second.source]
  const result = await fillHistoricPrices({ database, config, sources, nowMs: NOW }, 'BTC', 'USD', DAY, NOW)
  expect(first.asked[0]?.days).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  expect(second.asked[0]?.days).toEqual([3, 4, 5, 6, 7, 8, 9])
  expect(result).toMatchObject({ stored: 8, missing: 0, recompute: { what: 'money', fromMs: DAY + 2 * DAY_MS } })
  const rows = await database.coinPrice.findMany({ orderBy: { hourMs: 'asc' } })
  expect(rows.map(({ price }) => price)).toEqual([90, 95, 100, 101, 101, 101, 101, 101, 101, 101])
  expect(rows[3]).toMatchObject({ source: 'mempool.space-daily', hourMs: BigInt(DAY + 3 * DAY_MS) })
  await fillHistoricPrices({ database, config, sources, nowMs: NOW }, 'BTC', 'USD', DAY, NOW)
  expect(first.asked).toHaveLength(1)
})

test('a day of 0, below 0 or tenfold its neighbour is not stored', async () => {
  const database = await installation()
  const prices = new Map([0, -1, Number.NaN, 100, 1200, 101].map((price, day) => [DAY + day * DAY_MS, price]))
  const { source } = history((dayMs) => prices.get(dayMs))
  const span = [DAY, DAY + 5 * DAY_MS] as const
  const result = await fillHistoricPrices({ database, config, sources: [source], nowMs: NOW }, 'BTC', 'USD', ...span)
  expect(result).toMatchObject({ stored: 2, missing: 4 })
  expect(result.problems).toHaveLength(4)
  expect((await database.coinPrice.findMany()).map(({ price }) => price).sort()).toEqual([100, 101])
})

test('a price of yesterday from history does not pass for one of now', async () => {
  const database = await installation()
  const { source } = history(() => 100)
  await fillHistoricPrices({ database, config, sources: [source], nowMs: NOW }, 'BTC', 'USD', DAY, NOW)
  const now = (await loadRates(database, 'USD', NOW)).price('BTC')
  expect(now).toMatchObject({ price: 100, source: 'coingecko-daily', observedAtMs: DAY + 9 * DAY_MS })
})

test('receipts without a price are what history is asked for, once a day where nobody knows it', async () => {
  const database = await installation()
  const source = await database.incomeSource.create({
    data: { name: 'A pool', kind: 'csv', coin: 'BTC', settings: '{}', createdAtMs: 0n },
  })
  const received = { sourceId: source.id, kind: 'payout', amountPico: 1n }
  await database.receipt.createMany({
    data: [
      { ...received, externalId: 'a', coin: 'BTC', receivedAtMs: BigInt(DAY + 3 * HOUR_MS) },
      {
        ...received,
        externalId: 'b',
        coin: 'BTC',
        receivedAtMs: BigInt(DAY + 5 * DAY_MS),
        price: 5,
        priceCurrency: 'USD',
      },
      { ...received, externalId: 'c', coin: 'XMR', receivedAtMs: BigInt(DAY + DAY_MS) },
    ],
  })
  const { source: known, asked } = history(() => 100)
  const knows: MarketSource = {
    ...known,
    fetchDailyPrices: async (coin, currency, days) => {
      const result = await known.fetchDailyPrices?.(coin, currency, days)
      return coin.symbol === 'BTC' && result ? result : { ok: true, found: [], problems: [] }
    },
  }
  const fill = (nowMs: number) => fillWantedHistory({ database, config, sources: [knows], nowMs })
  expect(await fill(NOW)).toMatchObject({ stored: 1, missing: 1 })
  expect(asked).toEqual([
    { coin: 'BTC', currency: 'USD', days: [0] },
    { coin: 'XMR', currency: 'USD', days: [1] },
  ])
  await fill(NOW + HOUR_MS)
  expect(asked).toHaveLength(2)
  await fill(NOW + 25 * HOUR_MS)
  expect(asked.at(-1)?.coin).toBe('XMR')
  expect(await priceAt(database, { coin: 'BTC', currency: 'USD', atMs: DAY + 3 * HOUR_MS })).toMatchObject({
    price: 100,
  })
  expect(await priceAt(database, { coin: 'XMR', currency: 'USD', atMs: DAY + DAY_MS })).toBeUndefined()
})

test('what another currency cost years ago is the ratio of a bitcoin in both', async () => {
  const database = await installation()
  await database.investment.create({
    data: { subject: 'rig:1', kind: 'purchase', amountNano: 1n, currency: 'EUR', atMs: BigInt(DAY), createdAtMs: 0n },
  })
  const { source } = history((_, currency) => (currency === 'EUR' ? 80_000 : 100_000), 'mempool.space')
  await fillWantedHistory({ database, config, sources: [source], nowMs: NOW })
  expect(await fiatRate(database, { from: 'EUR', to: 'USD', atMs: DAY + HOUR_MS })).toEqual({
    ...{ rate: 1.25, source: 'mempool.space-daily, by bitcoin', atMs: DAY },
  })
})

test('fiat rates are asked for where something is kept in another currency, and a halved one is not believed', async () => {
  const database = await installation()
  const asked: string[][] = []
  const source = (rate: number, nowMs: number): MarketSource => ({
    ...{ name: 'coingecko', hosts: [] },
    fetchFiatRates: async (currencies, quote) => {
      asked.push(currencies)
      const found = currencies.map((currency) => ({ currency, quote, rate, source: 'coingecko', observedAtMs: nowMs }))
      return { ok: true, found, problems: [] }
    },
  })
  const refresh = (rate: number, nowMs: number) =>
    refreshFiatRates({ database, config, sources: [source(rate, nowMs)], nowMs })
  await refresh(1.1, NOW)
  expect(asked).toEqual([])
  await database.cloudContract.create({
    data: {
      ...{ name: 'Contract', provider: 'genesis', algorithm: 'sha256d', coin: 'BTC', hashesPerSecond: 1e12 },
      ...{ startsAtMs: 0n, feeCurrency: 'BTC', paidCurrency: 'EUR', siteId: 1, createdAtMs: 0n },
    },
  })
  expect(await refresh(1.1, NOW)).toMatchObject({ stored: 1 })
  expect(asked).toEqual([['EUR']])
  for (const lie of [0.5, 0, -1.1]) expect(await refresh(lie, NOW + HOUR_MS)).toMatchObject({ stored: 0 })
  expect(await fiatRate(database, { from: 'EUR', to: 'USD', atMs: NOW })).toMatchObject({ rate: 1.1 })
})

test('a file of one coin’s daily prices is taken as it was downloaded, Ethereum’s of its mining days too', async () => {
  const database = await installation()
  const csv = 'snapped_at,price,market_cap,total_volume\n2021-05-10 00:00:00 UTC,3900,1,2\n2021-05-11,3950,1,2\n'
  expect(await importRatesCsv(database, { csv, currency: 'USD', coin: 'ETH' }, NOW)).toMatchObject({
    ok: true,
    prices: 2,
  })
  const atMs = Date.UTC(2021, 4, 11, 15)
  expect(await priceAt(database, { coin: 'ETH', currency: 'USD', atMs })).toEqual({
    ...{ price: 3950, source: 'csv', atMs: Date.UTC(2021, 4, 11) },
  })
  const mined = 'time,coin,difficulty,reward\n2023-05-10,ETH,8e15,2\n'
  expect(await importRatesCsv(database, { csv: mined, currency: 'USD' }, NOW)).toMatchObject({ ok: false })
  expect(await importRatesCsv(database, { csv, currency: 'USD' }, NOW)).toMatchObject({ ok: false })
})
