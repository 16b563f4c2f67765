import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  breakEvenCoinPrice,
  type ContractTerms,
  contractMoney,
  contractSeconds,
  returnOnOutlay,
} from '#lib/domain/cloud-contract'
import { ETH_MINED_UNTIL_MS } from '#lib/domain/coins'
import { contractEntry } from '#lib/domain/contract-hour'
import { daysBelowFee, daysToPayBack, forecastTermination } from '#lib/domain/contract-termination'
import type { Rates } from '#lib/domain/explained-money'
import { revenueOfQuarter, sumEntry } from '#lib/domain/ledger/entry'
import { DAY_MS, HOUR_MS, SECONDS_PER_DAY } from '#lib/domain/units'

const NOW = Date.UTC(2026, 10, 20)
const seen = { source: 'test', observedAtMs: NOW }
const noFiat = () => undefined

function ratesOf(prices: Record<string, number>, difficulty = 1e14, currency = 'USD'): Rates {
  const networks: Record<string, { difficulty: number; rewardPerBlock: number }> = {
    BTC: { difficulty, rewardPerBlock: 3.125 },
    ETH: { difficulty: 7e15, rewardPerBlock: 2 },
  }
  return {
    currency,
    price: (coin) => (prices[coin] === undefined ? undefined : { coin, currency, price: prices[coin], ...seen }),
    network: (coin) => (networks[coin] ? { coin, ...networks[coin], ...seen } : undefined),
    marketplace: () => undefined,
  }
}

const PETAHASH: ContractTerms = {
  provider: 'Genesis Mining',
  algorithm: 'sha256d',
  coin: 'BTC',
  hashesPerSecond: 1e15,
  startsAtMs: 0,
  fee: { perUnitDay: 0.14, unitHashes: 1e12, currency: 'USD' },
}

test('a petahash of $0.14 per TH and day costs $140 a day, and at 10¹⁴ and $100,000 brings $62.86', () => {
  const day = contractMoney(PETAHASH, SECONDS_PER_DAY, NOW, ratesOf({ BTC: 100_000 }), noFiat)
  expect(day.cost).toBeCloseTo(140, 9)
  expect(day.revenue).toBeCloseTo(62.8642738, 5)
  expect(day.profit).toBeCloseTo(62.8642738 - 140, 5)
  // 140 ÷ 0.000628642738
  expect(breakEvenCoinPrice(PETAHASH, day)).toBeCloseTo(222_702.01, 1)
})

test('a fee in the coin is converted at its price, one in another currency at the rate of the hour', () => {
  const inCoin = { ...PETAHASH, fee: { perUnitDay: 0.000001, unitHashes: 1e12, currency: 'BTC' } }
  const coinDay = contractMoney(inCoin, SECONDS_PER_DAY, NOW, ratesOf({ BTC: 50_000 }), noFiat)
  expect(coinDay.fee?.amount).toBeCloseTo(0.001, 12)
  expect(coinDay.cost).toBeCloseTo(50, 9)
  expect(breakEvenCoinPrice(inCoin, coinDay)).toBeUndefined()
  const euros = ratesOf({ BTC: 90_000 }, 1e14, 'EUR')
  const rate = (from: string, to: string) => (from === 'USD' && to === 'EUR' ? 0.9 : undefined)
  expect(contractMoney(PETAHASH, SECONDS_PER_DAY, NOW, euros, rate).cost).toBeCloseTo(126, 9)
})

test('without a rate the fee is not known, and says why; it is never 0', () => {
  const day = contractMoney(PETAHASH, SECONDS_PER_DAY, NOW, ratesOf({ BTC: 90_000 }, 1e14, 'EUR'), noFiat)
  expect(day.cost).toBeUndefined()
  expect(day.profit).toBeUndefined()
  expect(day.unknown).toBe('What one USD is worth in EUR is not known')
})

test('work of ETH is valued until it left mining, and explains itself from then on', () => {
  const ether = { ...PETAHASH, algorithm: 'ethash', coin: 'ETH', hashesPerSecond: 1e9, fee: undefined }
  const { fee: _, ...terms } = ether
  const of2021 = contractMoney(terms, SECONDS_PER_DAY, Date.UTC(2021, 4, 12), ratesOf({ ETH: 4000 }), noFiat)
  // 10⁹ × 86,400 ÷ 7 × 10¹⁵ × 2 = 0.0246857 ETH
  expect(of2021.revenueParts[0]?.coinAmount).toBeCloseTo(0.024685714, 9)
  expect(of2021.revenue).toBeCloseTo(98.742857, 5)
  const later = contractMoney(terms, SECONDS_PER_DAY, ETH_MINED_UNTIL_MS, ratesOf({ ETH: 1600 }), noFiat)
  expect(later.revenue).toBeUndefined()
  expect(later.unknown).toContain('ETC')
})

test('an hour in which a contract starts counts from that minute', () => {
  const contract = { ...PETAHASH, id: 3, siteId: 1, startsAtMs: NOW + HOUR_MS / 2, endsAtMs: NOW + HOUR_MS }
  expect(contractSeconds(contract, NOW, NOW + HOUR_MS)).toBe(1800)
  const entry = contractEntry(contract, NOW, ratesOf({ BTC: 100_000 }), noFiat)
  expect(entry.quarters.map(({ seenMs }) => seenMs)).toEqual([0, 0, 900_000, 900_000])
  expect(sumEntry(entry.quarters).costNano).toBe(2_916_666_666n)
  expect(entry.quarters[2].lines[0]).toMatchObject({ payer: 'Genesis Mining', coin: 'BTC' })
})

test('fee and net are the whole output, to the last unit, in any hour', () => {
  const rates = fc.record({
    price: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
    fee: fc.double({ min: 1e-6, max: 10, noNaN: true }),
  })
  fc.assert(
    fc.property(rates, fc.double({ min: 1e9, max: 1e18, noNaN: true }), ({ price, fee }, hashesPerSecond) => {
      const contract = {
        ...PETAHASH,
        ...{ id: 1, siteId: 1, hashesPerSecond },
        fee: { perUnitDay: fee, unitHashes: 1e12, currency: 'USD' },
      }
      const { quarters } = contractEntry(contract, NOW, ratesOf({ BTC: price }), noFiat)
      const { revenueNano = 0n, costNano = 0n } = sumEntry(quarters)
      const net = quarters.reduce((sum, one) => sum + (revenueOfQuarter(one) ?? 0n) - (one.costNano ?? 0n), 0n)
      expect(net + costNano).toBe(revenueNano)
    }),
  )
})

test('days below the fee are those in a row, and an unknown day is never counted', () => {
  const bad = { revenueNano: 1n, costNano: 2n }
  const good = { revenueNano: 2n, costNano: 2n }
  expect(daysBelowFee([bad, good, bad, bad])).toBe(2)
  expect(daysBelowFee([bad, bad, { costNano: 2n }])).toBe(0)
  expect(daysBelowFee([good])).toBe(0)
  expect(daysBelowFee([])).toBe(0)
})

const GENESIS = { consecutiveDaysBelowFee: 0, graceDays: 60 }
const HASHFLARE = { consecutiveDaysBelowFee: 28, graceDays: 0 }
const STILL = [{ name: 'still', difficultyPercent: 0, pricePercent: 0 }]

test('50 of 60 days below the fee leave 10; a day that earns its fee begins anew', () => {
  const outlook = { revenuePerDay: 60, feePerDay: 140, feeInCoin: false, daysBelowFee: 50 }
  expect(forecastTermination({ ...outlook, rule: GENESIS }, STILL)).toMatchObject([{ days: 10, by: 'rule' }])
  expect(forecastTermination({ ...outlook, revenuePerDay: 150, rule: GENESIS }, STILL)).toMatchObject([
    { by: 'nothing' },
  ])
  expect(forecastTermination({ ...outlook, daysBelowFee: 60, rule: GENESIS }, STILL)).toMatchObject([{ days: 0 }])
  expect(forecastTermination({ ...outlook, daysBelowFee: 0, rule: HASHFLARE }, STILL)).toMatchObject([{ days: 28 }])
  expect(forecastTermination({ ...outlook, rule: GENESIS, daysOfTerm: 4 }, STILL)).toMatchObject([
    { days: 4, by: 'term' },
  ])
})

test('growing difficulty ends it sooner; a fee in the coin does not move with the price', () => {
  const outlook = { revenuePerDay: 150, feePerDay: 140, feeInCoin: false, daysBelowFee: 0, rule: HASHFLARE }
  const grow = (difficultyPercent: number) => [{ name: '', difficultyPercent, pricePercent: 0 }]
  // 150 ÷ 1.06^(d/14) < 140 from day 17 on (ln(150/140) ÷ ln 1.06 × 14 = 16.6); 28 days of it end on day 44.
  expect(forecastTermination(outlook, grow(6))).toMatchObject([{ days: 44 }])
  const fallingPrice = [{ name: '', difficultyPercent: 0, pricePercent: -50 }]
  expect(forecastTermination({ ...outlook, feeInCoin: true }, fallingPrice)).toMatchObject([{ by: 'nothing' }])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), (percent) => {
      const days = (growth: number) => forecastTermination(outlook, grow(growth))[0]?.days ?? Number.POSITIVE_INFINITY
      expect(days(percent + 1)).toBeLessThanOrEqual(days(percent))
    }),
  )
})

test('the outlay is back after its rest by the net, or never', () => {
  expect(daysToPayBack(1000, 400, 2)).toBe(300)
  expect(daysToPayBack(1000, 1200, -1)).toBe(0)
  expect(daysToPayBack(1000, 0, 0)).toBeUndefined()
  expect(returnOnOutlay(400n, 1000n)).toBeCloseTo(-0.6)
  expect(returnOnOutlay(1n, 0n)).toBeUndefined()
  expect(DAY_MS).toBe(24 * HOUR_MS)
})
