import { expect, test } from 'vitest'
import type { IncidentRow } from '#lib/wire/alerts'
import { groupIncidents } from '../../app/alerts/group-incidents'
import { filterIncidents, NO_FILTER, shownPhase } from '../../app/alerts/incident-filter'
import { markedSpans } from '../../app/alerts/marked-spans'
import { snoozeUntil, untilWords } from '../../app/alerts/snooze-times'

const NOW = Date.UTC(2026, 10, 22, 14, 0)
const MINUTE = 60_000

function incident(part: Partial<IncidentRow> & { id: number }): IncidentRow {
  return {
    kind: 'overheat',
    severity: 'warning',
    phase: 'firing',
    title: `incident ${part.id}`,
    subject: { kind: 'rig', name: `rig-${part.id}` },
    startedAtMs: NOW - 10 * MINUTE,
    worklist: false,
    flaps: 0,
    evidence: { atMs: NOW },
    evidenceWords: '',
    inhibits: 0,
    ...part,
  }
}

const ids = (rows: IncidentRow[]) => rows.map((row) => row.id)

test('what nobody has taken stands first, the worst and then the newest among it', () => {
  const rows = [
    incident({ id: 1, phase: 'acknowledged', severity: 'critical' }),
    incident({ id: 2, startedAtMs: NOW - 30 * MINUTE }),
    incident({ id: 3, severity: 'critical', startedAtMs: NOW - 60 * MINUTE }),
    incident({ id: 4, startedAtMs: NOW - 5 * MINUTE }),
    incident({ id: 5, severity: 'critical', snoozedUntilMs: NOW + MINUTE }),
    incident({ id: 6, severity: 'critical', snoozedUntilMs: NOW - MINUTE, startedAtMs: NOW - MINUTE }),
  ]
  expect(ids(filterIncidents(rows, NO_FILTER, NOW))).toEqual([6, 3, 4, 2, 1, 5])
})

test('a snooze that has ended rests nobody any longer', () => {
  expect(shownPhase({ phase: 'firing', snoozedUntilMs: NOW + 1 }, NOW)).toBe('snoozed')
  expect(shownPhase({ phase: 'firing', snoozedUntilMs: NOW }, NOW)).toBe('firing')
  expect(shownPhase({ phase: 'resolved', snoozedUntilMs: NOW + 1 }, NOW)).toBe('resolved')
})

test('words are found in the title, the site and the evidence, in any order', () => {
  const rows = [
    incident({ id: 1, title: 'gpu-rig-2 is too hot', siteName: 'Cellar', evidenceWords: '104 °C against 100 °C' }),
    incident({ id: 2, title: 'antminer-03 is offline', siteName: 'Barn' }),
  ]
  expect(ids(filterIncidents(rows, { ...NO_FILTER, text: 'CELLAR gpu' }, NOW))).toEqual([1])
  expect(ids(filterIncidents(rows, { ...NO_FILTER, text: '104' }, NOW))).toEqual([1])
  expect(ids(filterIncidents(rows, { ...NO_FILTER, text: 'cellar antminer' }, NOW))).toEqual([])
})

test.each([
  ['unhandled', [1]],
  ['acknowledged', [2]],
  ['snoozed', [3]],
  ['pending', [4]],
  ['all', [1, 2, 3]],
] as const)('the phase %s shows %j', (phase, expected) => {
  const rows = [
    incident({ id: 1 }),
    incident({ id: 2, phase: 'acknowledged' }),
    incident({ id: 3, phase: 'acknowledged', snoozedUntilMs: NOW + MINUTE }),
    incident({ id: 4, phase: 'pending' }),
  ]
  expect(ids(filterIncidents(rows, { ...NO_FILTER, phase }, NOW))).toEqual(expected)
})

test('groups count what is in them, and the one with most critical ones stands first', () => {
  const rows = [
    incident({ id: 1, siteId: 1, siteName: 'Barn' }),
    incident({ id: 2, siteId: 2, siteName: 'Cellar', severity: 'critical' }),
    incident({ id: 3, siteId: 1, siteName: 'Barn' }),
    incident({ id: 4 }),
  ]
  const lines = groupIncidents(rows, 'site', (kind) => kind).map((item) =>
    item.kind === 'group' ? `${item.name} ${item.ids.length}` : item.row.id,
  )
  expect(lines).toEqual(['Cellar 1', 2, 'Barn 2', 1, 3, 'No site 1', 4])
})

test('racks stand in the order people number them', () => {
  const rows = ['R10', 'R2', undefined, 'R2'].map((rack, index) =>
    incident({ id: index, siteId: 1, siteName: 'Barn', rack }),
  )
  const names = groupIncidents(rows, 'rack', (kind) => kind).flatMap((item) => (item.kind === 'group' ? item.name : []))
  expect(names).toEqual(['Barn · no rack', 'Barn · R2', 'Barn · R10'])
})

test.each([
  ['Europe/Berlin', '2026-11-22T14:00:00Z', '2026-11-23T07:00:00.000Z'],
  // The clock goes back in the night of the 25th, and forward in that of the 29th of March.
  ['Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T07:00:00.000Z'],
  ['Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T06:00:00.000Z'],
  // Half past one at night: the coming morning, not the next day's.
  ['Asia/Kolkata', '2026-11-22T20:00:00Z', '2026-11-23T02:30:00.000Z'],
  ['Asia/Kolkata', '2026-11-23T02:30:00Z', '2026-11-24T02:30:00.000Z'],
])('the next eight in the morning in %s, asked at %s, is %s', (zone, now, expected) => {
  expect(new Date(snoozeUntil('morning', Date.parse(now), zone)).toISOString()).toBe(expected)
})

test('the end of a snooze names its day where that is not near', () => {
  expect(untilWords(NOW + 60 * MINUTE, NOW, 'UTC')).toBe('until 15:00')
  expect(untilWords(NOW + 48 * 60 * MINUTE, NOW, 'UTC')).toBe('until 24 Nov, 14:00')
})

test('incidents that overlap are one band on a chart, as bad as the worst', () => {
  const span = (fromMinute: number, toMinute: number | undefined, severity: 'warning' | 'critical' | 'info') => ({
    startedAtMs: NOW + fromMinute * MINUTE,
    ...(toMinute === undefined ? {} : { resolvedAtMs: NOW + toMinute * MINUTE }),
    severity,
    phase: 'firing' as const,
  })
  const bands = markedSpans(
    [
      span(0, 60, 'warning'),
      span(20, 30, 'critical'),
      span(25, 40, 'critical'),
      span(90, undefined, 'warning'),
      span(5, 9, 'info'),
    ],
    NOW + 10 * MINUTE,
    NOW + 100 * MINUTE,
  )
  expect(bands.map(({ fromMs, toMs, tone }) => [(fromMs - NOW) / MINUTE, (toMs - NOW) / MINUTE, tone])).toEqual([
    [10, 20, 'warn'],
    [20, 40, 'critical'],
    [40, 60, 'warn'],
    [90, 100, 'warn'],
  ])
})
