import { expect, test } from 'vitest'
import { incidentTitle, type RuleState, type SubjectFacts, stepRule } from '#lib/domain/alerts'
import { H, rule, T0 } from './farm.ts'

const DAY = 24 * H
const WEEK = 7 * DAY

/** What the default rule says of gaps that are compared once a day; undefined is a day on which nobody knows. */
function run(gaps: (number | undefined)[], settings: Parameters<typeof rule>[1] = {}): string[] {
  const watched = rule('payout-gap', settings)
  let state: RuleState | undefined
  return gaps.flatMap((unexplainedFraction, day) => {
    const gap = unexplainedFraction === undefined ? [] : [{ windowMs: WEEK, unexplainedFraction, words: 'as compared' }]
    const facts: SubjectFacts = { subject: 'payer', payer: 'braiins', coin: 'BTC', gaps: gap }
    const step = stepRule(watched, state, facts, T0 + day * DAY)
    state = step.state
    return step.signals.map(({ kind, severity }) => `day ${day} ${kind} ${severity}`)
  })
}

test.each([
  ['5 % exactly is borne', [0.05, 0.05], []],
  ['more is told once', [0.02, 0.06, 0.06], ['day 1 fired warning']],
  ['it is over below 4 %', [0.06, 0.045, 0.03], ['day 0 fired warning', 'day 2 resolved warning']],
  ['more than was expected troubles nobody', [-0.2], []],
  ['while nobody knows, it stays as it was told', [0.06, undefined, undefined], ['day 0 fired warning']],
  ['before anything is known, nothing is said', [undefined], []],
])('%s', (_, gaps, said) => {
  expect(run(gaps)).toEqual(said)
})

test('a rule that compares over another time waits for what was compared over that', () => {
  expect(run([0.5], { windowMs: 14 * DAY })).toEqual([])
})

test('other subjects are none of its business', () => {
  const facts: SubjectFacts = { subject: 'coin', coin: 'BTC' }
  expect(stepRule(rule('payout-gap'), undefined, facts, T0).signals).toEqual([])
})

test('its title says how much is missing', () => {
  const evidence = { atMs: T0, value: 0.087, threshold: 0.05, unit: 'fraction' as const }
  expect(incidentTitle('payout-gap', evidence, 'BTC from Braiins Pool')).toBe(
    'BTC from Braiins Pool: 8.7% less than the work explains',
  )
})
