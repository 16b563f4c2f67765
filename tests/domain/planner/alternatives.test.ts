import { expect, test } from 'vitest'
import { byProfit, miningOptions } from '#lib/domain/planner/alternatives'
import { compareMachines, machineDay } from '#lib/domain/planner/compare-machines'
import { RATES } from './planner-rates.ts'

const energy = { pricePerKwh: 0.07, overheadPercent: 0 }

test('a SHA-256 machine can mine Bitcoin or Bitcoin Cash, or sell its work', () => {
  const options = miningOptions({ algorithm: 'sha256d', hashesPerSecond: 1e15, watts: 3250 }, RATES, energy)
  expect(options.map(({ payer, coin }) => [payer, coin])).toEqual([
    ['pool', 'BTC'],
    ['pool', 'BCH'],
    ['nicehash', 'BTC'],
  ])
  expect(options[0]?.revenue).toBeCloseTo(62.8643 * 0.99, 3)
  expect(options[0]?.cost).toBeCloseTo(5.46, 10)
  // 7e-24 BTC a hash × 8.64e19 hashes × $100,000, less NiceHash's usual 2 %.
  expect(options[2]?.revenue).toBeCloseTo(60.48 * 0.98, 6)
})

test('one that cannot be valued says why and stands last', () => {
  const [option] = miningOptions({ algorithm: 'autolykos2', hashesPerSecond: 3e8, watts: 200 }, RATES, energy)
  expect(option).toMatchObject({ coin: 'ERG', unknown: 'No difficulty of ERG is known' })
  expect(option).not.toMatchObject({ profit: expect.anything() })
  const sorted = [{ profit: undefined }, { profit: -2 }, { profit: 3 }].sort(byProfit)
  expect(sorted.map(({ profit }) => profit)).toEqual([3, -2, undefined])
})

test('without a known power there is revenue and no profit', () => {
  const [option] = miningOptions({ algorithm: 'sha256d', hashesPerSecond: 1e15 }, RATES, energy)
  expect(option?.revenue).toBeGreaterThan(0)
  expect(option).toMatchObject({ profit: undefined, unknown: 'What it draws is not known' })
})

test('a machine of 32.5 J/TH breaks even where the arithmetic says', () => {
  const facts = {
    model: 'S19j Pro',
    algorithm: 'sha256d',
    nominalHashesPerSecond: 100e12,
    watts: 3250,
    source: 'maker',
  }
  const [machine] = compareMachines([facts], RATES)
  if (!machine) throw new Error('no machine')
  expect((machine.joulesPerHash ?? 0) * 1e12).toBeCloseTo(32.5, 10)
  const { profit, cost, breakEvenPerKwh } = machineDay(machine, 0.07)
  expect(cost).toBeCloseTo(5.46, 10)
  expect(profit).toBeCloseTo((machine.best?.revenue ?? 0) - 5.46, 10)
  expect(machineDay(machine, breakEvenPerKwh).profit).toBeCloseTo(0, 10)
})

test('a machine whose coin has no price compares as unknown', () => {
  const facts = { model: 'X', algorithm: 'x11', nominalHashesPerSecond: 1e12, watts: 3000, source: 'maker' }
  const [machine] = compareMachines([facts], RATES)
  expect(machine?.best).toMatchObject({ revenue: undefined, unknown: 'No difficulty of DASH is known' })
  expect(machineDay({ watts: 3000, best: machine?.best }, 0.1).profit).toBeUndefined()
})
