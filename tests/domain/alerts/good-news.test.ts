import { expect, test } from 'vitest'
import { type RuleState, stepRule } from '#lib/domain/alerts'
import { every, H, rule, run, T0, type Told } from './farm.ts'

const blocks = (blocksFound: number): Told => ({ work: [{ blocksFound }] })
const best = (bestDifficulty: number): Told => ({ work: [{ bestDifficulty }] })
const earns = (profitPerDay: number) => ({ money: { profitPerDay } })

test.each([
  ['a block is told once', [...every(10, 0, 50, blocks(0)), ...every(10, 60, 100, blocks(1))], ['60 happened info']],
  ['blocks found before it was watched are no news', every(10, 0, 50, blocks(3)), []],
  [
    'a counter that began again is none',
    [...every(10, 0, 50, blocks(3)), ...every(10, 60, 100, blocks(0)), ...every(10, 110, 120, blocks(1))],
    ['110 happened info'],
  ],
  ['a rig that tells no counter says nothing', every(10, 0, 50), []],
] as const)('block found: %s', (_, steps, said) => {
  expect(run(rule('block-found'), steps).said).toEqual(said)
})

test('a block found while the server was down is told when it is back', () => {
  const { state } = run(rule('block-found'), every(10, 0, 50, blocks(0)))
  expect(run(rule('block-found'), every(10, 9000, 9020, blocks(1)), {}, { atStep: 0, state }).said).toEqual([
    '9000 happened info',
  ])
})

// shufps/ESP-Miner-NerdQAxePlus#481 wants it; a counter that begins at 0 beats itself every other minute.
test.each([
  [
    'a better share after an hour',
    [...every(10, 0, 3600, best(1e6)), ...every(10, 3610, 3630, best(4.29e9))],
    ['3610 happened info'],
  ],
  ['the first hour only learns', every(10, 0, 3590, (second) => best(1000 + second)), []],
  ['a worse one is none', [...every(10, 0, 3600, best(1e6)), ...every(10, 3610, 3630, best(5e5))], []],
  [
    'nor is the same one after a restart',
    [...every(10, 0, 3600, best(1e6)), ...every(10, 3610, 3630, best(5)), ...every(10, 3640, 3650, best(1e6))],
    [],
  ],
] as const)('best difficulty: %s', (_, steps, said) => {
  expect(run(rule('best-difficulty'), steps).said).toEqual(said)
})

function breakEven(...hours: [profitPerDay: number, hours: number][]): string[] {
  let state: RuleState | undefined
  const said: string[] = []
  let second = 0
  for (const [profitPerDay, lasting] of hours) {
    for (const until = second + lasting * 3600; second < until; second += 600) {
      const steps = every(10, second, second)
      const step = run(rule('break-even'), steps, earns(profitPerDay), { atStep: 0, state })
      said.push(...step.said, ...step.details.filter((each) => each !== undefined))
      state = step.state
    }
  }
  return said
}

test.each([
  [
    'it earns again for an hour',
    [
      [-1, 2],
      [1, 2],
    ],
    ['10800 happened info', 'It earns again'],
  ],
  [
    'half an hour is no crossing',
    [
      [-1, 2],
      [1, 0.5],
      [-1, 3],
    ],
    [],
  ],
  [
    'it loses for an hour',
    [
      [1, 2],
      [-1, 2],
    ],
    ['10800 happened info', 'It loses money now'],
  ],
  ['as ever is no news', [[1, 9]], []],
] as [string, [number, number][], string[]][])('break-even: %s', (_, hours, said) => {
  expect(breakEven(...hours)).toEqual(said)
})

test('a change of difficulty is told once, a day before', () => {
  const watched = rule('difficulty-change')
  const facts = (height: number, change: number) =>
    ({ subject: 'coin', coin: 'BTC', difficulty: { height, atMs: T0, change } }) as const
  const early = stepRule(watched, undefined, facts(1, 0.03), T0 - 25 * H)
  expect(early.signals).toEqual([])
  const told = stepRule(watched, early.state, facts(1, 0.03), T0 - 24 * H)
  expect(told.signals.map(({ kind, evidence }) => [kind, evidence.value])).toEqual([['happened', 0.03]])
  expect(stepRule(watched, told.state, facts(1, 0.035), T0 - 23 * H).signals).toEqual([])
  expect(stepRule(watched, told.state, facts(2, -0.02), T0 - H).signals).toHaveLength(1)
  expect(stepRule(watched, undefined, facts(2, -0.005), T0 - H).signals).toEqual([])
})
