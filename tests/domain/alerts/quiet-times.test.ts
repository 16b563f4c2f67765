import { expect, test } from 'vitest'
import { findSilence, inMaintenance, inScope, isSilenced, quietUntil, type Silence } from '#lib/domain/alerts'
import { H, MIN } from './farm.ts'

const at = (iso: string) => Date.parse(iso)
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const window = (fromMinute: number, toMinute: number, days = EVERY_DAY) => ({
  fromMinute,
  toMinute,
  days,
  enabled: true,
})
const NIGHT = { fromMinute: 22 * 60, toMinute: 7 * 60 }

// Clocks: Berlin 29 March 2026 02:00 → 03:00 and 25 October 03:00 → 02:00 (both at 01:00 UTC); New York 8 March 02:00 →
// 03:00 (07:00 UTC) and 1 November 02:00 → 01:00 (06:00 UTC).
test.each([
  ['Europe/Berlin', '2026-06-01T21:30:00Z', '2026-06-02T05:00:00Z', 7.5],
  ['Europe/Berlin', '2026-01-10T21:30:00Z', '2026-01-11T06:00:00Z', 8.5],
  ['Europe/Berlin', '2026-03-28T21:00:00Z', '2026-03-29T05:00:00Z', 8],
  ['Europe/Berlin', '2026-10-24T20:00:00Z', '2026-10-25T06:00:00Z', 10],
  ['America/New_York', '2026-03-08T03:00:00Z', '2026-03-08T11:00:00Z', 8],
  ['America/New_York', '2026-11-01T02:00:00Z', '2026-11-01T12:00:00Z', 10],
  ['Asia/Kolkata', '2026-11-01T16:30:00Z', '2026-11-02T01:30:00Z', 9],
] as const)('quiet from 22 to 7 in %s at %s ends at %s', (timeZone, from, until, hours) => {
  expect(quietUntil({ ...NIGHT, timeZone }, at(from))).toBe(at(until))
  expect((at(until) - at(from)) / H).toBe(hours)
})

test('quiet hours that are not in force have no end', () => {
  const quiet = { ...NIGHT, timeZone: 'Europe/Berlin' }
  expect(quietUntil(quiet, at('2026-06-02T05:00:00Z'))).toBeUndefined()
  expect(quietUntil(quiet, at('2026-06-02T19:59:59Z'))).toBeUndefined()
  expect(quietUntil({ fromMinute: 0, toMinute: 0, timeZone: 'UTC' }, at('2026-06-02T00:00:00Z'))).toBeUndefined()
})

test('quiet hours that end in the hour that clocks skip end with the skip', () => {
  const quiet = { fromMinute: 22 * 60, toMinute: 150, timeZone: 'Europe/Berlin' }
  expect(quietUntil(quiet, at('2026-03-29T00:30:00Z'))).toBe(at('2026-03-29T01:00:00Z'))
})

test('a maintenance window belongs to the day on which it begins, also past midnight', () => {
  // 22 November 2026 is a Sunday; 23:00 to 02:00 in Berlin.
  const sunday = window(23 * 60, 2 * 60, [7])
  const open = (iso: string) => inMaintenance(sunday, 'Europe/Berlin', at(iso))
  expect(open('2026-11-22T22:00:00Z')).toBe(true)
  expect(open('2026-11-23T00:59:00Z')).toBe(true)
  expect(open('2026-11-23T01:00:00Z')).toBe(false)
  expect(open('2026-11-22T00:30:00Z')).toBe(false)
  expect(open('2026-11-21T22:30:00Z')).toBe(false)
  expect(inMaintenance({ ...sunday, enabled: false }, 'Europe/Berlin', at('2026-11-22T22:00:00Z'))).toBe(false)
})

/** How many minutes of a day (UTC, 30 h from `from`) a window is open. */
function openMinutes(fromMinute: number, toMinute: number, timeZone: string, from: string): number {
  let minutes = 0
  for (let atMs = at(from); atMs < at(from) + 24 * H; atMs += MIN) {
    if (inMaintenance(window(fromMinute, toMinute), timeZone, atMs)) minutes += 1
  }
  return minutes
}

test.each([
  ['Europe/Berlin', '2026-06-01T12:00:00Z', 120],
  ['Europe/Berlin', '2026-03-28T12:00:00Z', 60],
  ['Europe/Berlin', '2026-10-24T12:00:00Z', 180],
  ['America/New_York', '2026-03-07T17:00:00Z', 60],
  ['America/New_York', '2026-10-31T17:00:00Z', 180],
] as const)('01:30 to 03:30 is open by the clock on the wall in %s after %s: %d minutes', (timeZone, from, minutes) => {
  const isAmerican = timeZone === 'America/New_York'
  // New York's clocks are put back from 02:00 to 01:00: the hour that comes twice is 01:00 to 02:00.
  const [start, end] = isAmerican ? [60, 180] : [90, 210]
  expect(openMinutes(start, end, timeZone, from)).toBe(minutes)
})

test('the same beginning and end is the whole day', () => {
  expect(openMinutes(480, 480, 'Europe/Berlin', '2026-06-01T12:00:00Z')).toBe(1440)
})

const silence: Silence = {
  id: 1,
  reason: 'Cleaning',
  scope: { siteIds: [2] },
  kinds: ['offline'],
  severities: ['critical'],
  fromMs: 1000,
  untilMs: 2000,
}
const about = { subject: { rigId: 7, siteId: 2 }, kind: 'offline', severity: 'critical' } as const

test.each([
  [about, 1000, true],
  [about, 1999, true],
  [about, 2000, false],
  [about, 999, false],
  [{ ...about, kind: 'overheat' }, 1500, false],
  [{ ...about, severity: 'warning' }, 1500, false],
  [{ ...about, subject: { rigId: 7, siteId: 3 } }, 1500, false],
] as const)('a silence of a site’s offline rigs: %o at %d is %s', (asked, nowMs, isSilent) => {
  expect(isSilenced([silence], asked, nowMs)).toBe(isSilent)
  expect(findSilence([silence], asked, nowMs)?.id).toBe(isSilent ? 1 : undefined)
})

test.each([
  [{}, {}, true],
  [{ siteIds: [1] }, {}, false],
  [{ siteIds: [1] }, { siteId: 1 }, true],
  [{ siteIds: [1], tags: ['hot'] }, { siteId: 1, tags: ['cold'] }, false],
  [{ siteIds: [1], tags: ['hot', 'cold'] }, { siteId: 1, tags: ['cold'] }, true],
  [{ rigIds: [7] }, { rigId: 8 }, false],
  [{ machines: ['asic' as const] }, { rigId: 7, machine: 'asic' as const }, true],
  [{ rigIds: [] }, { rigId: 7 }, false],
])('scope %o takes in %o: %s', (scope, subject, isIn) => {
  expect(inScope(scope, subject)).toBe(isIn)
})
