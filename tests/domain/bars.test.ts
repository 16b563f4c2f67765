import fc from 'fast-check'
import { expect, test } from 'vitest'
import { barOf, barsOfDates, spansForBars, spansOfDates } from '#lib/domain/ledger/bars'
import { addDays, dateFromIso, isoOfDate, lastDateOfMonth } from '#lib/domain/local-dates'

test('a year is twelve months', () => {
  expect(spansOfDates(20260101, 20261231)).toEqual([{ level: 'month', fromPeriod: 202601, toPeriod: 202612 }])
})

test('what sticks out of whole months is read by the day', () => {
  expect(spansOfDates(20251215, 20260310)).toEqual([
    { level: 'day', fromPeriod: 20251215, toPeriod: 20251231 },
    { level: 'month', fromPeriod: 202601, toPeriod: 202602 },
    { level: 'day', fromPeriod: 20260301, toPeriod: 20260310 },
  ])
})

test('less than a month, and bars of days and weeks, are read by the day', () => {
  expect(spansOfDates(20261105, 20261112)).toEqual([{ level: 'day', fromPeriod: 20261105, toPeriod: 20261112 }])
  expect(spansForBars('week', 20260101, 20261231)).toEqual([{ level: 'day', fromPeriod: 20260101, toPeriod: 20261231 }])
  expect(spansOfDates(20261112, 20261105)).toEqual([])
})

test.each([
  ['day', 20261127, '2026-11-27'],
  ['week', 20261127, '2026-W48'],
  ['week', 20270101, '2026-W53'],
  ['month', 20261127, '2026-11'],
  ['month', 202611, '2026-11'],
  ['year', 202611, '2026'],
] as const)('the %s of %d is %s', (length, period, label) => {
  expect(barOf(length, period)).toBe(label)
})

test('bars cover a span without gap, cut at its ends', () => {
  expect(barsOfDates('month', 20251230, 20260202)).toEqual([
    { label: '2025-12', fromDate: 20251230, toDate: 20251231 },
    { label: '2026-01', fromDate: 20260101, toDate: 20260131 },
    { label: '2026-02', fromDate: 20260201, toDate: 20260202 },
  ])
})

test.each(['2026-02-29', '2026-11-31', '2026-1-1', 'today', ''])('%j is no date', (text) => {
  expect(dateFromIso(text)).toBeUndefined()
})

const dates = fc
  .date({ min: new Date('2015-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((date) => dateFromIso(date.toISOString().slice(0, 10)) ?? 0)

test('every date of any span is read once, by the day or in its month', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: 0, max: 900 }), (fromDate, days) => {
      const toDate = addDays(fromDate, days)
      const read: number[] = []
      for (const { level, fromPeriod, toPeriod } of spansOfDates(fromDate, toDate)) {
        const first = level === 'day' ? fromPeriod : fromPeriod * 100 + 1
        const last = level === 'day' ? toPeriod : lastDateOfMonth(toPeriod)
        for (let date = first; date <= last; date = addDays(date, 1)) read.push(date)
      }
      const asked = Array.from({ length: days + 1 }, (_, index) => addDays(fromDate, index))
      expect(read).toEqual(asked)
    }),
    { numRuns: 60 },
  )
})

test('a date written and read is the same date', () => {
  fc.assert(
    fc.property(dates, (date) => {
      expect(dateFromIso(isoOfDate(date))).toBe(date)
    }),
  )
})
