import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spreadOfIncome } from '#lib/domain/diversification'

test('shares stand in order, and one coin with more than 80 % carries it nearly all', () => {
  const { shares, carrier } = spreadOfIncome(
    new Map([
      ['LTC', 5],
      ['BTC', 90],
      ['XMR', 5],
    ]),
  )
  expect(shares.map(({ key, share }) => [key, share])).toEqual([
    ['BTC', 0.9],
    ['LTC', 0.05],
    ['XMR', 0.05],
  ])
  expect(carrier?.key).toBe('BTC')
})

test('80 % exactly is not more than 80 %', () => {
  expect(
    spreadOfIncome(
      new Map([
        ['BTC', 80],
        ['LTC', 20],
      ]),
    ).carrier,
  ).toBeUndefined()
})

test('what is unknown, zero or negative is no income', () => {
  const { shares } = spreadOfIncome(
    new Map([
      ['BTC', undefined],
      ['LTC', 0],
      ['XMR', -3],
      ['KAS', 2],
    ]),
  )
  expect(shares).toEqual([{ key: 'KAS', amount: 2, share: 1 }])
})

test('no income has no shares', () => {
  expect(spreadOfIncome(new Map())).toEqual({ shares: [], carrier: undefined })
})

test('shares of any income sum to one', () => {
  const amounts = fc.uniqueArray(fc.tuple(fc.string(), fc.double({ min: 0.000001, max: 1e9, noNaN: true })), {
    selector: ([key]) => key,
    minLength: 1,
  })
  fc.assert(
    fc.property(amounts, (parts) => {
      const { shares } = spreadOfIncome(new Map(parts))
      expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
    }),
  )
})
