import { expect, test } from 'vitest'
import {
  dateInWords,
  dayInWords,
  hourInWords,
  hourOfDayInWords,
  labelInWords,
  quarterInWords,
} from '#lib/domain/date-words'
import { HOUR_MS } from '#lib/domain/units'

test('a moment is the day of the place where it is asked for', () => {
  const late = Date.parse('2026-11-22T23:30:00Z')
  expect([dayInWords(late, 'UTC'), dayInWords(late, 'Europe/Oslo')]).toEqual(['22 Nov 2026', '23 Nov 2026'])
})

test.each([
  [20250303, '3 Mar 2025'],
  ['2025-03-03', '3 Mar 2025'],
  [20250300, 'Mar 2025'],
])('the date %s is %s', (date, words) => {
  expect(dateInWords(date)).toBe(words)
})

test('hours and quarter-hours are spans of the clock on the wall', () => {
  const atMs = Date.parse('2026-11-22T22:15:00Z')
  expect(quarterInWords(atMs, 'Asia/Kolkata')).toBe('03:45 to 04:00')
  expect(hourOfDayInWords(Date.parse('2026-11-22T23:00:00Z'), 'Europe/Oslo')).toBe('23 Nov 2026, 00:00 to 01:00')
})

test('where clocks go back, the hour that comes twice is told by its zone', () => {
  const first = Date.parse('2026-10-25T00:00:00Z')
  expect([-1, 0, 1, 2].map((hours) => hourInWords(first + hours * HOUR_MS, 'Europe/Oslo'))).toEqual([
    '01:00 to 02:00',
    '02:00 to 02:00 (CEST)',
    '02:00 to 03:00 (CET)',
    '03:00 to 04:00',
  ])
})

test('a bar is short on an axis and whole in a table', () => {
  const labels = [
    ['2026-11-22', 'day'],
    ['2026-W47', 'week'],
    ['2026-11', 'month'],
    ['2026', 'year'],
  ] as const
  expect(labels.map(([label, period]) => labelInWords(label, period, true))).toEqual([
    '22 Nov',
    'W47',
    'Nov 2026',
    '2026',
  ])
})
