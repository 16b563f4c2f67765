import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PlanBasis, planBasis } from '#lib/domain/planner/plan-basis'
import { profitGrid, type Supposition, whatIf } from '#lib/domain/planner/what-if'
import { explainDay } from '#lib/domain/valuation'
import { RATES } from './planner-rates.ts'

const TARIFF = { pricePerKwh: 0.07, windows: [], fixedPerMonth: 0, overheadPercent: 0 }

function dayOf(hashesPerSecond: number, watts: number | undefined, algorithm = 'sha256d', overheadPercent = 0) {
  return explainDay({
    work: [{ algorithm, hashesPerSecond }],
    wallPower: watts === undefined ? undefined : { watts, source: 'metered', atTheWall: true },
    assignments: [
      {
        algorithm,
        fromMs: 0,
        payer: 'pool',
        coin: algorithm === 'scrypt' ? 'LTC' : 'BTC',
        scheme: 'fpps',
        poolFeePercent: 0,
        assumed: false,
      },
    ],
    rates: RATES,
    tariff: { ...TARIFF, overheadPercent },
    timeZone: 'UTC',
    nowMs: Date.UTC(2026, 10, 22),
  })
}

// A petahash at difficulty 1e14 brings $62.8643, 3250 W at $0.07 cost $5.46: the vectors of docs/earnings.md.
const PETAHASH = planBasis('USD', [{ name: 'A', day: dayOf(1e15, 3250) }], 0)
const AS_NOW: Supposition = { priceFactor: 1, difficultyFactor: 1 }

test('as it is now, the plan is the day itself', () => {
  const outcome = whatIf(PETAHASH, AS_NOW)
  expect(outcome.revenue).toBeCloseTo(62.8643, 4)
  expect(outcome.energyCost).toBeCloseTo(5.46, 10)
  expect(outcome.profit).toBeCloseTo(62.8643 - 5.46, 4)
})

test('half the price and twice the difficulty leave a quarter of the revenue, and the cost as it is', () => {
  const outcome = whatIf(PETAHASH, { priceFactor: 0.5, difficultyFactor: 2 })
  expect(outcome.revenue).toBeCloseTo(62.8643 / 4, 4)
  expect(outcome.energyCost).toBeCloseTo(5.46, 10)
})

test('another tariff costs the same energy at its own price, overhead of the site included', () => {
  const basis = planBasis('USD', [{ name: 'A', day: dayOf(1e15, 1000, 'sha256d', 10) }], 2)
  const outcome = whatIf(basis, { ...AS_NOW, pricePerKwh: 0.5 })
  expect(outcome.energyCost).toBeCloseTo(24 * 1.1 * 0.5, 10)
  expect(outcome.fixedCost).toBe(2)
})

test('a limit of power takes hashes and energy by their own parts', () => {
  const outcome = whatIf(PETAHASH, { ...AS_NOW, hashFactor: 0.9, powerFactor: 0.7 })
  expect(outcome.revenue).toBeCloseTo(62.8643 * 0.9, 4)
  expect(outcome.energyCost).toBeCloseTo(5.46 * 0.7, 10)
})

test('one coin moves alone, and merged mining is two coins', () => {
  const basis = planBasis('USD', [{ name: 'L', day: dayOf(9.5e9, 3000, 'scrypt') }], 0)
  expect(basis.coins.map(({ coin }) => coin)).toEqual(['DOGE', 'LTC'])
  const outcome = whatIf(basis, { ...AS_NOW, priceFactor: 2, coin: 'DOGE' })
  expect(outcome.revenue).toBeCloseTo(0.0119442 * 80 + 2 * 47.7768 * 0.2, 3)
})

test('a rig whose power is not known is left out and named', () => {
  const basis = planBasis(
    'USD',
    [
      { name: 'A', day: dayOf(1e15, 3250) },
      { name: 'B', day: dayOf(1e15, undefined) },
    ],
    0,
  )
  expect(basis.rigs).toBe(1)
  expect(basis.leftOut).toEqual([{ name: 'B', reason: 'What the rig draws is not known' }])
  expect(basis.revenuePerDay).toBeCloseTo(62.8643, 4)
})

const factor = fc.double({ min: 0.05, max: 20, noNaN: true })
const supposed = fc.record({ priceFactor: factor, difficultyFactor: factor, hashFactor: factor, powerFactor: factor })

test('at the break-even tariff, and at the break-even price, profit is nothing', () => {
  const basis = { ...PETAHASH, fixedPerDay: 1.5 }
  fc.assert(
    fc.property(supposed, (supposition) => {
      const outcome = whatIf(basis, supposition)
      const size = outcome.revenue + outcome.energyCost + 1
      const atTariff = whatIf(basis, { ...supposition, pricePerKwh: outcome.breakEvenPerKwh })
      expect(atTariff.profit / size).toBeCloseTo(0, 9)
      const priceFactor = supposition.priceFactor * (outcome.breakEvenPriceFactor ?? Number.NaN)
      expect(whatIf(basis, { ...supposition, priceFactor }).profit / size).toBeCloseTo(0, 9)
    }),
  )
})

test('in the grid more price never earns less, and more difficulty never more', () => {
  const factors = [0.5, 0.8, 1, 1.25, 2]
  const grid = profitGrid(PETAHASH, AS_NOW, factors, factors)
  expect(grid[2]?.[2]?.profit).toBeCloseTo(62.8643 - 5.46, 4)
  for (const [row, cells] of grid.entries()) {
    for (const [column, cell] of cells.entries()) {
      const [cheaper, easier] = [cells[column - 1], grid[row - 1]?.[column]]
      if (cheaper) expect(cell.profit).toBeGreaterThan(cheaper.profit)
      if (easier) expect(cell.profit).toBeLessThan(easier.profit)
    }
  }
})

test('a contract’s fee follows its hash power, and its break-even price is where output pays for the fee', () => {
  const rented = {
    revenuePerDay: 10,
    siteWattHoursPerDay: 0,
    energyCostPerDay: 0,
    fixedPerDay: 0,
    rigs: 0,
    contracts: 1,
  }
  const coins = [{ coin: 'BTC', amountPerDay: 0.0001, price: 100_000, revenuePerDay: 10 }]
  const basis: PlanBasis = { ...rented, currency: 'USD', coins, fees: [{ costPerDay: 14 }], leftOut: [] }
  const asNow = { priceFactor: 1, difficultyFactor: 1 }
  expect(whatIf(basis, asNow)).toMatchObject({ revenue: 10, feeCost: 14, profit: -4, breakEvenPriceFactor: 1.4 })
  expect(whatIf(basis, { ...asNow, hashFactor: 2 })).toMatchObject({ revenue: 20, feeCost: 28, profit: -8 })
  // In the coin, the fee falls with its price: no price makes it pay.
  const inCoin = { ...basis, fees: [{ costPerDay: 14, coin: 'BTC' }] }
  expect(whatIf(inCoin, { ...asNow, priceFactor: 0.5 })).toMatchObject({ revenue: 5, feeCost: 7, profit: -2 })
  expect(whatIf(inCoin, asNow).breakEvenPriceFactor).toBeUndefined()
})
