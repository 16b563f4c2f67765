import { expect, test } from 'vitest'
import { HOUR_MS } from '#lib/domain/units'
import type { MarketSource } from '#lib/market/market-source'
import { importRatesCsv } from '#lib/services/import-rates-csv'
import { loadRates, ratesBetween } from '#lib/services/load-rates'
import { marketNote } from '#lib/services/market-note'
import { marketSnapshot, storeMarketSnapshot } from '#lib/services/market-snapshot'
import { describeMarket, switchMarket } from '#lib/services/market-switch'
import { refreshPrices } from '#lib/services/refresh-rates'
import { typeRate } from '#lib/services/type-rate'
import { openForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { firstSite } from './money-mine.ts'

const T0 = Date.UTC(2026, 10, 22, 10)
const nowhere = 'http://127.0.0.1:9/api'
const config = {
  ...{ market: 'live' as const, coingeckoUrl: nowhere, mempoolUrl: nowhere },
  ...{ whattomineUrl: nowhere, nicehashUrl: nowhere },
}

function sourceOf(prices: Record<string, number>, name = 'coingecko', pricedCoins?: string[]): MarketSource {
  return {
    name,
    hosts: ['example.test'],
    pricedCoins,
    fetchPrices: async (_, currency) => ({
      ok: true,
      problems: [],
      found: Object.entries(prices).map(([coin, price]) => ({ coin, currency, price, source: name, observedAtMs: T0 })),
    }),
  }
}

async function installation() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  await firstSite(database)
  return database
}

test('a rate is carried forward from its hour, and unknown before it', async () => {
  const database = await installation()
  await refreshPrices({ database, config, sources: [sourceOf({ BTC: 100 })], nowMs: T0 })
  await refreshPrices({ database, config, sources: [sourceOf({ BTC: 110 })], nowMs: T0 + 5 * HOUR_MS })
  const book = await ratesBetween(database, 'USD', T0 - HOUR_MS, T0 + 9 * HOUR_MS)
  const priceAt = (atMs: number) => book.at(atMs).price('BTC')?.price
  expect([-1, 0, 4, 5, 9].map((hour) => priceAt(T0 + hour * HOUR_MS))).toEqual([undefined, 100, 100, 110, 110])
  // A span that begins later still knows what was said before it.
  expect((await loadRates(database, 'USD', T0 + 3 * HOUR_MS)).price('BTC')?.price).toBe(100)
})

test('a price ten times the last one is held back and the last good one stays', async () => {
  const database = await installation()
  await refreshPrices({ database, config, sources: [sourceOf({ BTC: 100, LTC: 5 })], nowMs: T0 })
  const second = await refreshPrices({ database, config, sources: [sourceOf({ BTC: 1001, LTC: 6 })], nowMs: T0 + 1 })
  expect(second).toMatchObject({ stored: 1, problems: [expect.stringContaining('BTC')] })
  const rates = await loadRates(database, 'USD', T0 + 1)
  expect([rates.price('BTC')?.price, rates.price('LTC')?.price]).toEqual([100, 6])
})

test('the second source speaks only for what the first does not know', async () => {
  const database = await installation()
  const sources = [sourceOf({ LTC: 5 }), sourceOf({ BTC: 99 }, 'mempool.space', ['BTC'])]
  await refreshPrices({ database, config, sources, nowMs: T0 })
  expect((await loadRates(database, 'USD', T0)).price('BTC')).toMatchObject({ price: 99, source: 'mempool.space' })
  const better = [sourceOf({ BTC: 100 }), sourceOf({ BTC: 99 }, 'mempool.space', ['BTC'])]
  await refreshPrices({ database, config, sources: better, nowMs: T0 + 1 })
  expect((await loadRates(database, 'USD', T0 + 1)).price('BTC')).toMatchObject({ price: 100, source: 'coingecko' })
})

test('a source that asked to wait is left alone until then', async () => {
  const database = await installation()
  let asked = 0
  const busy: MarketSource = {
    name: 'coingecko',
    hosts: [],
    fetchPrices: async () => {
      asked += 1
      return { ok: false, reason: 'asks for fewer requests', retryAfterMs: 60_000 }
    },
  }
  for (const afterMs of [0, 30_000, 61_000]) {
    await refreshPrices({ database, config, sources: [busy], nowMs: T0 + afterMs })
  }
  expect(asked).toBe(2)
  expect((await describeMarket(database, config)).sources[0]).toMatchObject({ problem: 'asks for fewer requests' })
})

test('switched off, nothing is asked; the hosts that would be are named', async () => {
  const database = await installation()
  await switchMarket(database, false)
  const refreshed = await refreshPrices({ database, config, sources: [sourceOf({ BTC: 1 })], nowMs: T0 })
  expect(refreshed.stored).toBe(0)
  const market = await describeMarket(database, { ...config, coingeckoUrl: 'https://api.coingecko.com/api/v3' })
  expect(market.on).toBe(false)
  expect(market.sources.map(({ hosts }) => hosts[0])).toEqual([
    'api.coingecko.com',
    ...Array<string>(3).fill('127.0.0.1:9'),
  ])
})

test('a typed rate holds whatever is observed, from its hour until it is removed', async () => {
  const database = await installation()
  await refreshPrices({ database, config, sources: [sourceOf({ BTC: 100 })], nowMs: T0 })
  await typeRate(database, { kind: 'price', coin: 'btc', currency: 'USD', price: 50 }, T0 + 2.5 * HOUR_MS)
  await refreshPrices({ database, config, sources: [sourceOf({ BTC: 120 })], nowMs: T0 + 3 * HOUR_MS })
  await typeRate(database, { kind: 'price', coin: 'BTC', currency: 'USD', price: null }, T0 + 4 * HOUR_MS)
  const book = await ratesBetween(database, 'USD', T0, T0 + 5 * HOUR_MS)
  expect([0, 1, 2, 3, 4].map((hour) => book.at(T0 + hour * HOUR_MS).price('BTC')?.price)).toEqual([
    100, 100, 50, 50, 120,
  ])
})

test('a typed difficulty needs a reward only where the coin does not tell it', async () => {
  const database = await installation()
  const typed = (coin: string, height?: number) =>
    typeRate(database, { kind: 'network', coin, difficulty: 1e9, height }, T0)
  expect(await typed('DOGE')).toMatchObject({ ok: true })
  expect(await typed('BTC')).toMatchObject({ ok: false, problems: { rewardPerBlock: expect.any(String) } })
  expect(await typed('BTC', 900_000)).toMatchObject({ ok: true })
  expect((await loadRates(database, 'USD', T0)).network('BTC')?.rewardPerBlock).toBe(3.125)
  expect(await typed('ETH')).toMatchObject({ ok: false, problems: { coin: expect.stringContaining('Merge') } })
})

test('rates from a file speak from their hour; one bad row and nothing is taken', async () => {
  const database = await installation()
  const good =
    'time,coin,price,difficulty,height\n2026-11-20T00:00:00Z,ETC,20,,\n2026-11-21T00:00:00Z,ETC,,2.5e15,22600000\n'
  const bad = await importRatesCsv(database, { csv: `${good}yesterday,XYZ,-3,,\n`, currency: 'USD' }, T0)
  expect(bad).toMatchObject({ ok: false, problems: { 'line 4': expect.stringContaining('coin is not a known coin') } })
  expect((await loadRates(database, 'USD', T0)).price('ETC')).toBeUndefined()
  const done = await importRatesCsv(database, { csv: good, currency: 'USD' }, T0)
  expect(done).toMatchObject({ ok: true, prices: 1, networks: 1, recompute: { fromMs: Date.UTC(2026, 10, 20) } })
  const rates = await loadRates(database, 'USD', T0)
  expect([rates.price('ETC')?.price, rates.network('ETC')?.rewardPerBlock]).toEqual([20, 2.048])
})

test('the snapshot keeps its own date and says what it is', async () => {
  const database = await installation()
  await storeMarketSnapshot(database, 'USD', T0 - 400 * 24 * HOUR_MS)
  const rates = await loadRates(database, 'USD', T0)
  const assignment = {
    ...{ algorithm: 'scrypt', fromMs: 0, payer: 'pool' as const, coin: 'LTC', scheme: 'pps' as const },
    ...{ poolFeePercent: 1, assumed: false },
  }
  expect(marketNote(rates, [assignment], T0)).toEqual({
    source: 'snapshot',
    oldestRateAtMs: Date.parse(marketSnapshot().takenAt),
    stale: false,
  })
  expect(rates.marketplace('nicehash', 'kawpow')?.coin).toBe('BTC')
  expect((await loadRates(database, 'INR', T0)).price('BTC')).toBeUndefined()
})

test('live rates are stale after six hours', async () => {
  const database = await installation()
  await refreshPrices({ database, config, sources: [sourceOf({ BTC: 100 })], nowMs: T0 })
  const rates = await loadRates(database, 'USD', T0)
  const btc = {
    ...{ algorithm: 'sha256d', fromMs: 0, payer: 'pool' as const, coin: 'BTC', scheme: 'fpps' as const },
    ...{ poolFeePercent: 1, assumed: false },
  }
  expect(marketNote(rates, [btc], T0 + 6 * HOUR_MS)).toMatchObject({ source: 'live', stale: false })
  expect(marketNote(rates, [btc], T0 + 6 * HOUR_MS + 1)).toMatchObject({ source: 'live', stale: true })
  expect(marketNote(rates, [], T0)).toEqual({ source: 'none', oldestRateAtMs: undefined, stale: false })
})
