import { expect, test } from 'vitest'
import { nextSubsidy } from '#lib/domain/planner/next-subsidy'
import { difficultyChange, priceChange, subsidyChange } from '#lib/domain/planner/what-changed'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'

const NOW = Date.UTC(2026, 10, 22, 12)
const BTC = { coin: 'BTC', amountPerDay: 0.001, price: 110_000, revenuePerDay: 110 }
const price = (value: number, observedAtMs: number) => ({
  ...{ coin: 'BTC', currency: 'USD', price: value, source: 'coingecko', observedAtMs },
})

test('a tenth more for a coin is a tenth more revenue', () => {
  const change = priceChange(BTC, price(110_000, NOW), price(100_000, NOW - DAY_MS), NOW - DAY_MS)
  expect(change?.effectPerDay).toBeCloseTo(10, 10)
  expect(change?.change).toBeCloseTo(0.1, 10)
})

test('a price that was not observed a day ago is no comparison', () => {
  const dayAgoMs = NOW - DAY_MS
  expect(priceChange(BTC, price(110_000, NOW), price(1, dayAgoMs - 7 * HOUR_MS), dayAgoMs)).toBeUndefined()
  expect(priceChange(BTC, price(110_000, dayAgoMs), price(110_000, dayAgoMs), dayAgoMs)).toBeUndefined()
  expect(priceChange(BTC, undefined, price(1, dayAgoMs), dayAgoMs)).toBeUndefined()
})

test('blocks a quarter harder to find leave four fifths', () => {
  const next = { coin: 'BTC', height: 921_312, atMs: NOW + DAY_MS, change: 0.25, source: 'mempool', observedAtMs: NOW }
  expect(difficultyChange(BTC, next)?.effectPerDay).toBeCloseTo(-22, 10)
})

test('a halving takes half of the subsidy and none of the fees', () => {
  const network = {
    ...{ coin: 'BTC', difficulty: 1e14, height: 1_049_000, rewardPerBlock: 3.25, source: 'mempool', observedAtMs: NOW },
  }
  const change = subsidyChange(BTC, network, NOW)
  expect(change).toMatchObject({ height: 1_050_000, blocksLeft: 1000, from: 3.125, to: 1.5625 })
  expect(change?.atMs).toBe(NOW + 1000 * 600_000)
  expect(change?.effectPerDay).toBeCloseTo((-110 * 1.5625) / 3.25, 10)
  expect(subsidyChange(BTC, network, NOW + 8 * DAY_MS)).toBeUndefined()
})

test.each([
  ['BTC', 839_999, 840_000, 6.25, 3.125],
  ['LTC', 2_930_000, 3_360_000, 6.25, 3.125],
  ['RVN', 3_930_000, 4_200_000, 2500, 1250],
  ['ETC', 22_600_000, 25_000_001, 2.048, 1.6384],
])('%s at %i pays less from %i', (coin, height, next, before, after) => {
  expect(nextSubsidy(coin, height, NOW)).toMatchObject({ height: next, before, after })
})

test.each(['XMR', 'DOGE', 'ZEC', 'ABC'])('nothing known lies ahead of %s', (coin) => {
  expect(nextSubsidy(coin, 3_000_000, NOW)).toBeUndefined()
})

test('Kaspa pays a little less every month', () => {
  const next = nextSubsidy('KAS', undefined, NOW)
  expect(next?.atMs).toBeGreaterThan(NOW)
  expect((next?.after ?? 0) / (next?.before ?? 1)).toBeCloseTo(2 ** (-1 / 12), 6)
})
