import { expect, test } from 'vitest'
import { paidSpan } from '#lib/domain/paid-span'
import { DAY_MS } from '#lib/domain/units'

/** Days as moments. */
const days = (...numbers: number[]) => numbers.map((day) => day * DAY_MS)
const span = { fromMs: 30 * DAY_MS, toMs: 60 * DAY_MS }
const asDays = (found: ReturnType<typeof paidSpan>) =>
  found && [found.fromMs, found.toMs].map((atMs) => atMs / DAY_MS).join(' to ')

test.each([
  ['from the payout before to the last one in it', days(20, 27, 34, 41, 48, 55), true, '27 to 55'],
  ['a first payout ever is for the work since the span began', days(34), true, '30 to 34'],
  ['one that is due soon says nothing of the days since the last', days(20, 34, 48), true, '20 to 48'],
  ['silent for more than twice the longest wait, it owes all since then', days(20, 27, 34, 41), true, '27 to 60'],
  ['a file says nothing of what it does not hold', days(20, 27, 34, 41), false, '27 to 41'],
  ['no payout in it', days(20, 27), false, undefined],
  ['none at all', [], true, undefined],
  ['later ones belong to other spans', days(70), true, undefined],
])('%s', (_, payoutsMs, isAsked, expected) => {
  expect(asDays(paidSpan(payoutsMs, span, isAsked))).toBe(expected)
})
