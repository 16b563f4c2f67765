import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heldValue, type Investment, outlayUntil, returnSoFar, sumIfKnown } from '#lib/domain/investment'
import {
  type Assumption,
  assumptionsOf,
  daysToPayBack,
  FURTHEST_DAYS,
  paybackRange,
  profitAfter,
  returnAfter,
  revenueFactor,
} from '#lib/domain/payback'
import { bookValue, writtenOffUntil } from '#lib/domain/write-off'

const NANO = 1_000_000_000n
const at = (text: string) => Date.parse(text)
const STEADY: Assumption = { difficultyGrowthPerPeriod: 0, priceDriftPerYear: 0 }

describe('writing off', () => {
  const price = { amountNano: 3600n * NANO, atMs: at('2026-01-15T12:00Z'), writeOffMonths: 36, residualNano: 0n }

  test('a part goes at the end of each local month, the first at the end of that of the purchase', () => {
    expect(bookValue(price, at('2026-01-15T12:00Z'), 'UTC')).toBe(3600n * NANO)
    expect(bookValue(price, at('2026-01-31T23:59Z'), 'UTC')).toBe(3600n * NANO)
    expect(bookValue(price, at('2026-02-01T00:00Z'), 'UTC')).toBe(3500n * NANO)
    // In Berlin February has begun an hour before.
    expect(bookValue(price, at('2026-01-31T23:30Z'), 'Europe/Berlin')).toBe(3500n * NANO)
    expect(bookValue(price, at('2030-01-01T00:00Z'), 'UTC')).toBe(0n)
  })

  test('before it is bought there is nothing, and what is never written off keeps its price', () => {
    expect(bookValue(price, price.atMs - 1, 'UTC')).toBe(0n)
    expect(bookValue({ amountNano: 5n, atMs: 0 }, at('2040-01-01T00:00Z'), 'UTC')).toBe(5n)
  })

  test('parts sum to price − residual to the last billionth, and the book value only falls', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 18n),
        fc.bigInt(0n, 10n ** 18n),
        fc.integer({ min: 1, max: 240 }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York'),
        (amountNano, residualNano, writeOffMonths, timeZone) => {
          const of = { amountNano, residualNano, writeOffMonths, atMs: at('2024-02-29T12:00Z') }
          let parts = 0n
          let before = writtenOffUntil(of, of.atMs, timeZone)
          for (let month = 1; month <= writeOffMonths + 2; month += 1) {
            const now = writtenOffUntil(of, Date.UTC(2024, 1 + month, 15), timeZone)
            expect(now >= before).toBe(true)
            parts += now - before
            before = now
          }
          const left = [residualNano, amountNano].sort((one, other) => (one < other ? -1 : 1))[0] ?? 0n
          expect(parts).toBe(amountNano - left)
          expect(bookValue(of, at('2060-01-01T00:00Z'), timeZone)).toBe(left)
        },
      ),
    )
  })
})

describe('outlay', () => {
  const bought: Investment = { kind: 'purchase', amountNano: 2000n * NANO, atMs: 100, writeOffMonths: 24 }
  const repair: Investment = { kind: 'repair', amountNano: 150n * NANO, atMs: 200 }
  const sold: Investment = { kind: 'resale', amountNano: 700n * NANO, atMs: 300 }

  test('is purchases and repairs less resales, of what was paid until then', () => {
    expect(outlayUntil([bought, repair, sold], 250)).toEqual({
      spentNano: 2150n * NANO,
      resoldNano: 0n,
      outlayNano: 2150n * NANO,
    })
    expect(outlayUntil([bought, repair, sold], 300).outlayNano).toBe(1450n * NANO)
  })

  test('a rig that was sold is held no longer; a site keeps what was not sold', () => {
    const asked = { atMs: 400, timeZone: 'UTC' }
    expect(heldValue([bought, repair, sold], { ...asked, machine: true })).toBe(0n)
    expect(heldValue([bought, repair, sold], { ...asked, machine: false })).toBe(1300n * NANO)
    const again: Investment = { ...bought, amountNano: 500n * NANO, atMs: 350 }
    expect(heldValue([bought, sold, again], { ...asked, machine: true })).toBe(500n * NANO)
  })

  test('the return is (profit + resales + book value − spent) ÷ spent', () => {
    const of = { ...outlayUntil([bought, repair, sold], 300), earnedNano: 900n * NANO, heldNano: 120n * NANO }
    expect(returnSoFar(of)).toBeCloseTo((900 + 700 + 120 - 2150) / 2150, 12)
    expect(returnSoFar({ ...of, spentNano: 0n })).toBeUndefined()
  })

  test('a sum with an unknown amount is unknown', () => {
    expect(sumIfKnown([1n, 2n])).toBe(3n)
    expect(sumIfKnown([])).toBe(0n)
    expect(sumIfKnown([1n, undefined])).toBeUndefined()
  })
})

describe('payback', () => {
  const day = { revenuePerDay: 10, costPerDay: 4 }

  test('in a world that stays as it is: price ÷ profit of a day', () => {
    expect(daysToPayBack(3000, day, STEADY)).toBeCloseTo(500, 9)
    expect(daysToPayBack(0, day, STEADY)).toBe(0)
    expect(daysToPayBack(-5, { revenuePerDay: 0, costPerDay: 9 }, STEADY)).toBe(0)
  })

  // profit_k = 10 × (1 ÷ 1.25)^k − 4: 6, 4, 2.4, 1.12, 0.096 a day; then it loses. In five periods 14 × 13.616 = 190.624.
  test('with difficulty growing by a quarter each period, worked by hand', () => {
    const growing = { difficultyGrowthPerPeriod: 0.25, priceDriftPerYear: 0 }
    expect(daysToPayBack(84, day, growing)).toBeCloseTo(14, 9)
    expect(daysToPayBack(140, day, growing)).toBeCloseTo(28, 9)
    expect(daysToPayBack(152, day, growing)).toBeCloseTo(28 + 12 / 2.4, 9)
    expect(daysToPayBack(190.62, day, growing)).toBeLessThan(70)
    expect(daysToPayBack(190.63, day, growing)).toBe(Number.POSITIVE_INFINITY)
    expect(profitAfter(35, day, growing)).toBeCloseTo(140 + 7 * 2.4, 9)
    expect(returnAfter(35, { ...day, pricePaid: 200, resale: 50 }, growing)).toBeCloseTo((156.8 + 50 - 200) / 200, 9)
  })

  test('a price that rises by 20 % a year rises by the 26.07th root of it each period', () => {
    const rising = { difficultyGrowthPerPeriod: 0, priceDriftPerYear: 0.2 }
    expect(revenueFactor(rising) ** (365 / 14)).toBeCloseTo(1.2, 12)
    // A loss today that a rising price outgrows pays back late, not never.
    const days = daysToPayBack(100, { revenuePerDay: 9, costPerDay: 10 }, rising)
    expect(days).toBeGreaterThan(365)
    expect(days).toBeLessThan(FURTHEST_DAYS)
  })

  const share = (min: number, max: number) => fc.double({ min, max, noNaN: true })
  const amount = fc.record({ revenuePerDay: share(0, 100), costPerDay: share(-5, 100) })

  test('more difficulty never pays back sooner, a better price never later', () => {
    fc.assert(
      fc.property(
        share(0, 20_000),
        amount,
        share(-0.05, 0.1),
        share(-0.5, 1),
        share(0, 0.05),
        share(0, 0.5),
        (...of) => {
          const [remaining, now, growth, drift, more, better] = of
          const base = daysToPayBack(remaining, now, { difficultyGrowthPerPeriod: growth, priceDriftPerYear: drift })
          const harder = { difficultyGrowthPerPeriod: growth + more, priceDriftPerYear: drift }
          const dearer = { difficultyGrowthPerPeriod: growth, priceDriftPerYear: drift + better }
          // Equal up to rounding, or in the right order.
          expect(daysToPayBack(remaining, now, harder)).toBeGreaterThanOrEqual(base * (1 - 1e-9))
          expect(daysToPayBack(remaining, now, dearer)).toBeLessThanOrEqual(base * (1 + 1e-9))
        },
      ),
    )
  })

  test('what ends earns until then and no longer', () => {
    const rented = { revenuePerDay: 10, costPerDay: 4, endsAfterDays: () => 20 }
    expect(daysToPayBack(60, [rented], STEADY)).toBeCloseTo(10, 9)
    expect(daysToPayBack(121, [rented], STEADY)).toBe(Number.POSITIVE_INFINITY)
    expect(profitAfter(365, [rented], STEADY)).toBeCloseTo(120, 9)
    // Beside a rig: 6 + 1 a day for 20 days, then 1 a day.
    const both = [rented, { revenuePerDay: 2, costPerDay: 1 }]
    expect(daysToPayBack(200, both, STEADY)).toBeCloseTo(20 + 60, 9)
  })

  test('once a contract that loses has ended, the rest may pay back', () => {
    const losing = { revenuePerDay: 1, costPerDay: 11, endsAfterDays: () => 3 }
    expect(daysToPayBack(10, [losing, { revenuePerDay: 4, costPerDay: 0 }], STEADY)).toBeCloseTo(3 + (10 + 18) / 4, 9)
  })

  test('each assumption has its own end', () => {
    const rented = {
      ...{ revenuePerDay: 10, costPerDay: 0 },
      endsAfterDays: (of: Assumption) => (of.difficultyGrowthPerPeriod > 0 ? 5 : undefined),
    }
    const range = paybackRange(100, [rented], assumptionsOf([0, 0.06], [0]))
    expect(range).toEqual({ soonest: 10, steady: 10, latest: Number.POSITIVE_INFINITY })
  })

  test('at the day of payback the profit is what remained', () => {
    fc.assert(
      fc.property(share(1, 20_000), amount, share(-0.05, 0.1), share(-0.5, 1), (remaining, now, growth, drift) => {
        const assumption = { difficultyGrowthPerPeriod: growth, priceDriftPerYear: drift }
        const days = daysToPayBack(remaining, now, assumption)
        if (Number.isFinite(days)) {
          expect(Math.abs(profitAfter(days, now, assumption) - remaining)).toBeLessThan(remaining * 1e-6)
        }
      }),
    )
  })

  test('a range spans all pairs of growth and drift', () => {
    const assumptions = assumptionsOf([-0.02, 0, 0.06], [-0.2, 0.2])
    expect(assumptions).toHaveLength(6)
    const range = paybackRange(2000, day, assumptions)
    expect(range.steady).toBeCloseTo(2000 / 6, 9)
    expect(range.soonest).toBeLessThan(range.steady)
    expect(range.latest).toBe(Number.POSITIVE_INFINITY)
    expect(paybackRange(-1, day, assumptions)).toEqual({ soonest: 0, latest: 0, steady: 0 })
  })
})
