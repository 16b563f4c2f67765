import { expect, test } from 'vitest'
import { calculatePayback, type PaybackOptions } from '../../commands/calc-payback.ts'

const machine = { pricePaid: '3000', revenuePerDay: '10', costPerDay: '4' }

function payback(options: PaybackOptions) {
  const result = calculatePayback(options)
  if (!result.ok) throw new Error(result.reason)
  return result.payback
}

test('a machine of 3,000 that brings 6 a day has paid back after 500 days, one that can be sold for 600 after 400', () => {
  expect(payback(machine)).toMatchObject({ daysToPayBack: 500, profitPerDayNow: 6 })
  expect(payback(machine).roiAfterYear1).toBeCloseTo((365 * 6 - 3000) / 3000, 9)
  expect(payback({ ...machine, resale: '600' })).toMatchObject({ daysToPayBack: 400 })
})

test('never is null, and the range beside it says under what', () => {
  // 10 × (1 ÷ 1.06)^k passes below 4 after 15.7 periods; until then it earns some 1,500.
  const { daysToPayBack, range, assumptions } = payback({ ...machine, difficultyGrowth: '6' })
  expect(daysToPayBack).toBeNull()
  expect(range.soonestDays).toBeLessThan(500)
  expect(range.latestDays).toBeNull()
  expect(assumptions).toMatchObject({
    difficultyGrowthPercentPerPeriod: 6,
    periodDays: 14,
    priceDriftPercentPerYear: 0,
  })
})

test.each([
  [{}, '--price-paid, --revenue-per-day, --cost-per-day'],
  [{ ...machine, costPerDay: 'four' }, '--cost-per-day'],
  [{ ...machine, pricePaid: '0' }, '--price-paid'],
  [{ ...machine, priceDrift: '-100' }, '--price-drift'],
])('%j is refused', (options, named) => {
  expect(calculatePayback(options)).toMatchObject({ ok: false, reason: expect.stringContaining(named) })
})
