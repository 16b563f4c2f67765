import { expect, test } from 'vitest'
import { latestDigest } from '#lib/services/digest/digest-period'

const at = (text: string) => Date.parse(text)

// The offset of each zone is written into the moments: Berlin changes to winter time on 25 October 2026 and to summer
// time on 29 March 2026; Kolkata is 5:30 ahead.
test.each([
  ['daily', 7 * 60, 'Europe/Berlin', '2026-11-23T07:00:00+01:00', '2026-11-22', '2026-11-23T07:00:00+01:00'],
  ['daily', 7 * 60, 'Europe/Berlin', '2026-11-23T06:59:59+01:00', '2026-11-21', '2026-11-22T07:00:00+01:00'],
  ['daily', 0, 'Asia/Kolkata', '2026-11-23T00:00:00+05:30', '2026-11-22', '2026-11-23T00:00:00+05:30'],
  ['daily', 7 * 60, 'Europe/Berlin', '2026-10-25T08:00:00+01:00', '2026-10-24', '2026-10-25T07:00:00+01:00'],
  ['daily', 7 * 60, 'Europe/Berlin', '2026-03-29T08:00:00+02:00', '2026-03-28', '2026-03-29T07:00:00+02:00'],
  ['weekly', 7 * 60, 'Europe/Berlin', '2026-11-23T07:00:00+01:00', '2026-11-16', '2026-11-23T07:00:00+01:00'],
  ['weekly', 7 * 60, 'Europe/Berlin', '2026-11-23T06:00:00+01:00', '2026-11-09', '2026-11-16T07:00:00+01:00'],
  ['weekly', 7 * 60, 'Europe/Berlin', '2026-11-29T23:00:00+01:00', '2026-11-16', '2026-11-23T07:00:00+01:00'],
] as const)('a %s digest at minute %i in %s, asked at %s, is that of %s', (kind, minute, zone, now, label, due) => {
  const period = latestDigest(kind, minute, zone, at(now))
  expect(period.label).toBe(label)
  expect(new Date(period.dueMs).toISOString()).toBe(new Date(due).toISOString())
})

test('a week with a day of 25 hours has seven days and 169 hours, and is compared with the seven before', () => {
  const period = latestDigest('weekly', 420, 'Europe/Berlin', at('2026-10-26T09:00:00+01:00'))
  expect(period.days.map(({ label }) => label)).toEqual([19, 20, 21, 22, 23, 24, 25].map((day) => `2026-10-${day}`))
  expect(period.toMs - period.fromMs).toBe(169 * 3_600_000)
  expect(period.daysBefore.map(({ label }) => label)).toEqual(
    [12, 13, 14, 15, 16, 17, 18].map((day) => `2026-10-${day}`),
  )
})

test('the picture of a daily digest shows the seven days that end with the one reported', () => {
  const period = latestDigest('daily', 420, 'Asia/Kolkata', at('2026-11-23T09:00:00+05:30'))
  expect(period.days.map(({ label }) => label)).toEqual(['2026-11-22'])
  expect(period.daysBefore.map(({ label }) => label)).toEqual(['2026-11-21'])
  expect(period.week.map(({ label }) => label)).toEqual([16, 17, 18, 19, 20, 21, 22].map((day) => `2026-11-${day}`))
})
