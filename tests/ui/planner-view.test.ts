import { expect, test } from 'vitest'
import type { ComparedMachine } from '#lib/domain/planner/compare-machines'
import { wordsOfChange } from '../../app/fleet/change-words'
import { runWords } from '../../app/planner/hours/site-plan'
import { orderMachines } from '../../app/planner/machines/order-machines'
import { scopeOf, scopeText } from '../../app/planner/scope'

const HOUR = 3_600_000
const START = Date.UTC(2026, 10, 22, 16)
const hours = Array.from({ length: 6 }, (_, index) => ({
  from: new Date(START + index * HOUR).toISOString(),
  to: new Date(START + (index + 1) * HOUR).toISOString(),
  run: true,
  reason: '',
}))

test.each([
  [[true, true, true, true, true, true], 'in all 6 hours'],
  [[false, false, false, false, false, false], 'in no hour'],
  [[null, null, null, null, null, null], 'cannot be told'],
  [[false, false, false, false, null, null], 'in no hour; of 2 hours it cannot be told'],
  [
    [true, false, true, true, null, true],
    '17:00 to 18:00, 19:00 to 21:00, 22:00 to 23:00; of 1 hour it cannot be told',
  ],
])('hours of running %j read %s', (run, words) => {
  expect(runWords(run, { hours, timeZone: 'Europe/Berlin' })).toBe(words)
})

const machine = (model: string, watts: number, revenue: number | undefined): ComparedMachine => ({
  ...{ model, watts, algorithm: 'sha256d', hashesPerSecond: 1e14, source: 'maker', joulesPerHash: watts / 1e14 },
  best: { payer: 'pool', coin: 'BTC', mergedCoins: [], revenue, unknown: undefined },
})

test('machines stand in the order asked for, what is not known last either way', () => {
  const machines = [machine('B', 3000, 6), machine('A', 1000, undefined), machine('C', 2000, 5)]
  const names = (order: Pick<Parameters<typeof orderMachines>[1], 'column' | 'down'>) =>
    orderMachines(machines, { algorithm: 'all', pricePerKwh: 0.05, ...order }).map(({ model }) => model)
  // 6 − 3.60 against 5 − 2.40.
  expect(names({ column: 'profit', down: true })).toEqual(['C', 'B', 'A'])
  expect(names({ column: 'profit', down: false })).toEqual(['B', 'C', 'A'])
  expect(names({ column: 'watts', down: false })).toEqual(['A', 'C', 'B'])
  expect(names({ column: 'model', down: true })).toEqual(['C', 'B', 'A'])
})

test('an address names a site or a rig, and what is not there is everything', () => {
  const choices = { sites: [{ id: 2, name: 'Barn' }], rigs: [{ id: 7, name: 'rig-7' }] }
  expect(scopeOf('rig:7', choices)).toEqual({ rigId: 7 })
  expect(scopeText(scopeOf('site:2', choices))).toBe('site:2')
  for (const wrong of ['rig:8', 'site:', 'farm:2', undefined, ['rig:7']]) expect(scopeOf(wrong, choices)).toEqual({})
})

test('a halving is called one, and an era by how much less it pays', () => {
  const change = { kind: 'subsidy' as const, coin: 'BTC', atMs: START + 48 * HOUR, effectPerDay: -5, source: 'mempool' }
  expect(wordsOfChange({ ...change, change: -0.5 }, START)).toEqual({ title: 'BTC halving', detail: 'in 2 d' })
  expect(wordsOfChange({ ...change, coin: 'ETC', change: -0.2 }, START).title).toBe('ETC block reward −20%')
})
