import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { coinGecko } from '#lib/market/coingecko'
import { mempoolSpace } from '#lib/market/mempool-space'
import { json, webDouble } from './web-double.ts'

const TODAY = Math.floor(Date.now() / DAY_MS) * DAY_MS
const [THREE, TWO, ONE] = [TODAY - 3 * DAY_MS, TODAY - 2 * DAY_MS, TODAY - DAY_MS]
const btc = { symbol: 'BTC', coingeckoId: 'bitcoin' }

// Shape: docs.coingecko.com, "Coin Historical Chart Data by ID".
test('days of the past come in one answer; today, other days and what is no price are left out', async () => {
  const web = await webDouble((_, response) =>
    json(response, {
      prices: [
        [THREE, 50_000],
        [TWO, 0],
        [ONE, 51_000],
        [ONE + 5 * HOUR_MS, 99_000],
        [TODAY, 52_000],
      ],
      market_caps: [],
      total_volumes: [],
    }),
  )
  const result = await coinGecko(web.url).fetchDailyPrices?.(btc, 'EUR', [THREE, TWO, ONE])
  expect(result).toMatchObject({
    ok: true,
    found: [
      { coin: 'BTC', currency: 'EUR', price: 50_000, source: 'coingecko-daily', observedAtMs: THREE },
      { price: 51_000, observedAtMs: ONE },
    ],
    problems: [expect.stringContaining('1 days')],
  })
  expect(web.asked).toEqual([
    expect.stringMatching(/^\/coins\/bitcoin\/market_chart\?vs_currency=eur&days=[45]&interval=daily/),
  ])
})

test('what lies beyond the reach of a keyless request is not asked for', async () => {
  const web = await webDouble((_, response) => json(response, {}))
  const result = await coinGecko(web.url).fetchDailyPrices?.(btc, 'EUR', [TODAY - 400 * DAY_MS])
  expect(result).toEqual({ ok: true, found: [], problems: [] })
  expect(web.asked).toEqual([])
})

// Shape: mempool/mempool, backend/src/repositories/PricesRepository.ts, $getNearestHistoricalPrice.
test('mempool.space tells a day at a time; −1 and the price of another week are no price', async () => {
  const answers = new Map<number, object>([
    [THREE, { time: THREE / 1000, EUR: 40_000, USD: 44_000 }],
    [TWO, { time: TWO / 1000, EUR: -1, USD: 44_000 }],
    [ONE, { time: (ONE - 5 * DAY_MS) / 1000, EUR: 41_000, USD: 45_000 }],
  ])
  const web = await webDouble((request, response) => {
    const atMs = Number(new URL(request.url ?? '', 'http://x').searchParams.get('timestamp')) * 1000
    json(response, { prices: [answers.get(atMs)], exchangeRates: { USDEUR: 0.9 } })
  })
  const source = mempoolSpace(web.url, { pauseMs: 0 })
  const result = await source.fetchDailyPrices?.(btc, 'EUR', [THREE, TWO, ONE])
  expect(result).toMatchObject({
    ok: true,
    found: [{ price: 40_000, source: 'mempool.space-daily', observedAtMs: THREE }],
  })
  expect(result?.ok && result.found).toHaveLength(1)
  expect(await source.fetchDailyPrices?.({ symbol: 'LTC' }, 'EUR', [ONE])).toMatchObject({ found: [] })
  expect(web.asked).toHaveLength(3)
})

test('told to slow down midway, it keeps the days that came', async () => {
  const web = await webDouble((_, response) => {
    if (web.asked.length > 1) return json(response, {}, 429)
    return json(response, { prices: [{ time: THREE / 1000, EUR: 40_000 }] })
  })
  const result = await mempoolSpace(web.url, { pauseMs: 0 }).fetchDailyPrices?.(btc, 'EUR', [THREE, TWO, ONE])
  expect(result).toMatchObject({ ok: true, limited: true, found: [{ observedAtMs: THREE }] })
  expect(web.asked).toHaveLength(2)
})

test('a fiat rate is the ratio of a bitcoin’s prices in one answer, of both sources', async () => {
  const observed = Math.floor(Date.now() / 1000) - 60
  const gecko = await webDouble((_, response) =>
    json(response, { bitcoin: { usd: 100_000, eur: 80_000, gbp: 0, last_updated_at: observed } }),
  )
  expect(await coinGecko(gecko.url).fetchFiatRates?.(['USD', 'GBP'], 'EUR')).toEqual({
    ok: true,
    found: [{ currency: 'USD', quote: 'EUR', rate: 0.8, source: 'coingecko', observedAtMs: observed * 1000 }],
    problems: [expect.stringContaining('GBP')],
  })
  const pool = await webDouble((_, response) => json(response, { time: observed, USD: 100_000, EUR: 80_000, GBP: -1 }))
  expect(await mempoolSpace(pool.url).fetchFiatRates?.(['USD', 'GBP', 'INR'], 'EUR')).toMatchObject({
    found: [{ currency: 'USD', rate: 0.8, source: 'mempool.space' }],
    problems: [expect.stringContaining('GBP')],
  })
})
