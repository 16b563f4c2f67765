import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isTimeZone,
  localClock,
  localPeriods,
  startOfLocalDay,
  startOfLocalMonth,
  startOfLocalYear,
  startOfNextLocalDay,
} from '#lib/domain/calendar'

const hours = (ms: number) => ms / 3_600_000

test.each([
  ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', 23],
  ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', 25],
  ['Europe/Berlin', '2026-11-22T22:59:59Z', '2026-11-21T23:00:00Z', 24],
  ['Europe/London', '2026-03-29T12:00:00Z', '2026-03-29T00:00:00Z', 23],
  ['America/New_York', '2026-03-08T12:00:00Z', '2026-03-08T05:00:00Z', 23],
  ['America/New_York', '2026-11-01T12:00:00Z', '2026-11-01T04:00:00Z', 25],
  ['Asia/Kolkata', '2026-11-22T12:00:00Z', '2026-11-21T18:30:00Z', 24],
  ['Asia/Kathmandu', '2026-11-22T12:00:00Z', '2026-11-21T18:15:00Z', 24],
  // Clocks in Cairo skip midnight itself: the day begins at 01:00.
  ['Africa/Cairo', '2024-04-26T12:00:00Z', '2024-04-25T22:00:00Z', 23],
  // In Havana midnight comes twice: the day begins with the first.
  ['America/Havana', '2025-11-02T12:00:00Z', '2025-11-02T04:00:00Z', 25],
])('the day in %s around %s begins %s and has %d hours', (zone, at, start, length) => {
  const atMs = Date.parse(at)
  expect(new Date(startOfLocalDay(atMs, zone)).toISOString()).toBe(new Date(start).toISOString())
  expect(hours(startOfNextLocalDay(atMs, zone) - startOfLocalDay(atMs, zone))).toBe(length)
})

test('months and years begin at local midnight', () => {
  const atMs = Date.parse('2026-03-31T22:30:00Z')
  expect(startOfLocalMonth(atMs, 'Europe/Berlin')).toBe(Date.parse('2026-03-31T22:00:00Z'))
  expect(startOfLocalMonth(atMs, 'America/New_York')).toBe(Date.parse('2026-03-01T05:00:00Z'))
  expect(startOfLocalYear(Date.parse('2026-12-31T19:00:00Z'), 'Asia/Kolkata')).toBe(Date.parse('2026-12-31T18:30:00Z'))
})

test('periods are whole, labelled by the local date and cover a year of days', () => {
  const days = localPeriods(
    'day',
    Date.parse('2026-01-01T00:00:00Z'),
    Date.parse('2026-12-31T22:59:00Z'),
    'Europe/Berlin',
  )
  expect(days).toHaveLength(365)
  expect(days[0]?.label).toBe('2026-01-01')
  expect(days.at(-1)?.label).toBe('2026-12-31')
  const months = localPeriods(
    'month',
    Date.parse('2025-12-31T23:00:00Z'),
    Date.parse('2026-12-31T23:00:00Z'),
    'Europe/Berlin',
  )
  expect(months.map((month) => month.label)).toEqual(
    Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`),
  )
  expect(localPeriods('year', Date.UTC(2025, 5), Date.UTC(2026, 5), 'UTC').map((year) => year.label)).toEqual([
    '2025',
    '2026',
  ])
})

test('weekday and minute follow the clock on the wall', () => {
  expect(localClock(Date.parse('2026-11-22T13:02:00Z'), 'Europe/Berlin')).toEqual({ weekday: 7, minute: 14 * 60 + 2 })
  expect(localClock(Date.parse('2026-11-22T19:00:00Z'), 'Asia/Kolkata')).toEqual({ weekday: 1, minute: 30 })
  expect(localClock(Date.parse('2026-03-29T01:00:00Z'), 'Europe/Berlin').minute).toBe(3 * 60)
})

test('a time zone is one that the machine knows', () => {
  expect(isTimeZone('Europe/Berlin')).toBe(true)
  expect(isTimeZone('UTC')).toBe(true)
  expect(isTimeZone('Mars/Olympus')).toBe(false)
  expect(isTimeZone('')).toBe(false)
})

const zone = fc.constantFrom(
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'UTC',
)
const moment = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2040, 0) })

test('every moment is in its own day, and days follow one another without a gap', () => {
  fc.assert(
    fc.property(zone, moment, (timeZone, atMs) => {
      const startMs = startOfLocalDay(atMs, timeZone)
      const nextMs = startOfNextLocalDay(atMs, timeZone)
      expect(startMs).toBeLessThanOrEqual(atMs)
      expect(nextMs).toBeGreaterThan(atMs)
      expect(startOfLocalDay(nextMs, timeZone)).toBe(nextMs)
      expect(startOfLocalDay(nextMs - 1, timeZone)).toBe(startMs)
      const length = hours(nextMs - startMs)
      expect(length).toBeGreaterThanOrEqual(23)
      expect(length).toBeLessThanOrEqual(25)
    }),
  )
})

test.each([
  // ISO 8601 weeks around new year: https://en.wikipedia.org/wiki/ISO_week_date lists these dates.
  ['2005-01-01', '2004-W53'],
  ['2005-12-31', '2005-W52'],
  ['2007-01-01', '2007-W01'],
  ['2008-12-29', '2009-W01'],
  ['2010-01-03', '2009-W53'],
  ['2026-11-27', '2026-W48'],
])('%s belongs to the week %s', (date, label) => {
  const atMs = Date.parse(`${date}T12:00:00Z`)
  const [week] = localPeriods('week', atMs, atMs + 1, 'Europe/Berlin')
  expect(week?.label).toBe(label)
  expect(localClock(week?.fromMs ?? 0, 'Europe/Berlin')).toEqual({ weekday: 1, minute: 0 })
})

test('the week in which clocks go back has 169 hours', () => {
  const [week] = localPeriods(
    'week',
    Date.parse('2026-10-25T12:00:00Z'),
    Date.parse('2026-10-25T12:00:01Z'),
    'Europe/Berlin',
  )
  expect(hours((week?.toMs ?? 0) - (week?.fromMs ?? 0))).toBe(169)
})
