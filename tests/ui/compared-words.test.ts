import { expect, test } from 'vitest'
import { reconcile } from '#lib/domain/reconciliation'
import { besideWords, verdict } from '../../app/earnings/compared/compared-words'

const COIN = 10n ** 12n

function compared(creditedPico: bigint, luckFraction = 0) {
  const time = { workSeconds: 1, pausedSeconds: 0, expectedSeconds: 1 }
  return {
    ...{ payer: 'braiins', coin: 'BTC', by: 'credits' as const, paidPico: 0n, luck: 'none' as const, notes: [] },
    days: { first: 20261101, last: 20261125 },
    reconciliation: reconcile({ claimedPico: 10n * COIN, creditedPico, ...time, feeFraction: 0, luckFraction }),
  }
}

test.each([
  ['less', 9n, 0, '1 BTC (10%) less than expected.', true],
  ['more', 11n, 0, '1 BTC (10%) more than expected.', false],
  ['as much', 10n, 0, 'Exactly what was expected came.', false],
  [
    'less than luck allows',
    8n,
    0.1,
    '2 BTC (20%) less than expected: 2.0 standard deviations below, more than luck explains.',
    true,
  ],
  [
    'a little more',
    11n,
    0.2,
    '1 BTC (10%) more than expected: 0.5 standard deviations above, which luck explains.',
    false,
  ],
])('%s', (_, coins, luck, words, short) => {
  expect(verdict(compared(coins * COIN, luck))).toEqual({ words, short })
})

test('what stands beside the coins is told in sentences, and nothing of what is not known', () => {
  expect(besideWords(compared(9n * COIN))).toEqual([])
  const price = { currency: 'USD', workPrice: 100, receivedPrice: 90, difference: -90 }
  const saved = { energyWattHours: 4_600, cost: { amount: 0.92, currency: 'USD' } }
  expect(besideWords({ ...compared(9n * COIN), price, saved, rejectedFraction: 0.01 })).toEqual([
    'Chosen pauses saved 4.60 kWh, about $0.92 of power.',
    '1% of all shares were rejected or stale.',
    'One BTC was worth $100.00 when it was worked for and $90.00 when it came: what came lost $90.00 by that.',
  ])
})
