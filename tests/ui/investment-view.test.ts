import { expect, test } from 'vitest'
import { assumptionsFrom, percentsText } from '../../app/earnings/investment/assumptions'
import { daysInWords, endingInWords, paybackInWords } from '../../app/earnings/investment/payback-words'
import { sortRows } from '../../app/earnings/investment/sort-rows'

test('an address says what is assumed; what it says wrongly is as usual, and told', () => {
  expect(assumptionsFrom({ growth: '−2, 0 5%', drift: '-50;100', months: '48' })).toEqual({
    assumptions: { growths: [-0.02, 0, 0.05], drifts: [-0.5, 1], writeOffMonths: 48 },
    problems: [],
  })
  const wrong = assumptionsFrom({ growth: '-100', drift: 'up', months: '0' })
  expect(wrong.problems).toHaveLength(3)
  expect(wrong.assumptions).toEqual(assumptionsFrom({}).assumptions)
  expect(percentsText(wrong.assumptions.growths)).toBe('−2, 0, 3, 6')
})

test.each([
  [{ soonest: 0, steady: 0, latest: 0 }, 'earned back'],
  [{ soonest: 0.4, steady: 1, latest: 40 }, '1 day to 40 days'],
  [{ soonest: 200, steady: 300, latest: 420 }, '7 to 14 months'],
  [{ soonest: 700, steady: 800, latest: 1240 }, '23 months to 3.4 years'],
  [{ soonest: 400, steady: null, latest: null }, '13 months to never'],
  [{ soonest: null, steady: null, latest: null }, 'never'],
])('%j reads %s', (payback, words) => {
  expect(paybackInWords(payback)).toBe(words)
})

test('what is rented and does not pay back says when it ends and what is back by then', () => {
  const never = { soonest: null, steady: null, latest: null }
  const atMs = Date.UTC(2026, 11, 7)
  const words = (ending: { isPast: boolean; returned?: number }, payback = never) =>
    endingInWords({ payback, ending: { atMs, ...ending } }, 'UTC')
  expect(words({ isPast: false, returned: 0.62 })).toBe('ends about 7 Dec 2026 with 62% back')
  expect(words({ isPast: true, returned: -0.2 })).toBe('ended 7 Dec 2026 with nothing back')
  expect(endingInWords({ payback: never }, 'UTC')).toBeUndefined()
  expect(
    endingInWords({ payback: { soonest: 1, steady: 2, latest: 3 }, ending: { atMs, isPast: false } }, 'UTC'),
  ).toBeUndefined()
})

test('never is said, not written as a number', () => expect(daysInWords(null)).toBe('never'))

test('rows are sorted by figures, never-paying ones behind, unknown ones last either way', () => {
  const row = (name: string, steady?: number | null) => ({
    ...{ subject: name, name, notes: [] },
    ...(steady === undefined ? {} : { payback: { soonest: steady, steady, latest: null } }),
  })
  const rows = [row('rig-10'), row('rig-2', null), row('rig-1', 30)]
  const names = (sorted: { name: string }[]) => sorted.map(({ name }) => name)
  expect(names(sortRows(rows, 'payback', false))).toEqual(['rig-1', 'rig-2', 'rig-10'])
  expect(names(sortRows(rows, 'payback', true))).toEqual(['rig-2', 'rig-1', 'rig-10'])
  expect(names(sortRows(rows, 'name', false))).toEqual(['rig-1', 'rig-2', 'rig-10'])
})
