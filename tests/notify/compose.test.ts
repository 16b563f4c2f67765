import { expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { composeIncidentMessage, type IncidentMessage } from '#lib/notify/compose'
import { AT_MS } from './example-notification.ts'

const hot: IncidentMessage = {
  key: 'incident:12:fired:1',
  kind: 'fired',
  incidentId: 12,
  subject: 'rig:7',
  subjectName: 'basement-3',
  severity: 'critical',
  what: 'Too hot',
  evidence: '106 °C against 100 °C',
  detail: 'GPU 2 memory',
  siteName: 'Home',
  timeZone: 'Europe/Berlin',
  sinceMs: AT_MS - 2 * MINUTE_MS,
  nowMs: AT_MS,
  cost: { currency: 'USD', lost: 0.15, saved: 0.03, net: 0.12 },
  publicUrl: 'https://mine.example',
}

test('a message says which rig, where, how much against how much, since when on the site’s clock, and what it cost', () => {
  expect(composeIncidentMessage(hot)).toEqual({
    id: 'incident:12:fired:1',
    kind: 'fired',
    severity: 'critical',
    title: 'Critical: basement-3: too hot',
    lines: [
      'GPU 2 memory: 106 °C against 100 °C.',
      'basement-3 at Home.',
      'Since 22 Nov, 15:03 (Europe/Berlin) (2 min).',
      'Cost so far: $0.12 ($0.15 lost, $0.03 of power saved).',
    ],
    url: 'https://mine.example/alerts/12',
    incidentId: 12,
    subject: 'rig:7',
    atMs: AT_MS,
  })
})

test('a message of what is over says how long it lasted and what it cost in total', () => {
  const over = composeIncidentMessage({
    ...hot,
    kind: 'resolved',
    resolvedAtMs: AT_MS + HOUR_MS,
    nowMs: AT_MS + HOUR_MS,
  })
  expect(over.title).toBe('Resolved: basement-3: too hot')
  expect(over.lines).toEqual([
    'It was GPU 2 memory: 106 °C against 100 °C.',
    'basement-3 at Home.',
    'From 22 Nov, 15:03 (Europe/Berlin) to 22 Nov, 16:05 (Europe/Berlin): it lasted 1 h 2 min.',
    'It cost $0.12 ($0.15 lost, $0.03 of power saved).',
  ])
})

test('a standstill that saved more power than it lost tells a saving, not a cost below 0', () => {
  const cost = { currency: 'USD', lost: 0.03, saved: 0.15, net: -0.12 }
  expect(composeIncidentMessage({ ...hot, cost }).lines).toContain(
    'Saved so far: $0.12 ($0.03 lost, $0.15 of power saved).',
  )
})

test('what is not known is left out: no cost, no site, no link', () => {
  const bare = {
    ...hot,
    cost: undefined,
    siteName: undefined,
    timeZone: undefined,
    publicUrl: undefined,
    detail: undefined,
  }
  const message = composeIncidentMessage({ ...bare, severity: 'warning' })
  expect(message.title).toBe('Warning: basement-3: too hot')
  expect(message.lines).toEqual(['106 °C against 100 °C.', 'basement-3.', 'Since 22 Nov, 14:03 (UTC) (2 min).'])
  expect(message.url).toBeUndefined()
})

test('one cause, many rigs: one message with the first names', () => {
  const others = { count: 40, names: Array.from({ length: 40 }, (_, index) => `rig-${index + 1}`) }
  const message = composeIncidentMessage({ ...hot, kind: 'group', others })
  expect(message.title).toBe('Critical: basement-3 and 40 more: too hot')
  expect(message.lines[1]).toBe(
    'basement-3 at Home, with rig-1, rig-2, rig-3, rig-4, rig-5, rig-6, rig-7, rig-8, 32 more.',
  )
})

test('a reminder says which it is, and an acknowledgement who looks after it', () => {
  const reminder = composeIncidentMessage({ ...hot, kind: 'reminder', reminder: { number: 3, of: 3 } })
  expect([reminder.title, reminder.lines.at(-1)]).toEqual([
    'Still: basement-3: too hot',
    'Reminder 3 of 3: the last one.',
  ])
  const taken = composeIncidentMessage({ ...hot, kind: 'acknowledged', by: 'Ann' })
  expect([taken.title, taken.lines.at(-1)]).toEqual(['Acknowledged: basement-3: too hot', 'Ann looks after it.'])
})

test('good news has a moment, no duration and no cost', () => {
  const news = composeIncidentMessage({
    ...hot,
    kind: 'good-news',
    severity: 'info',
    what: 'Block found',
    evidence: undefined,
    detail: undefined,
  })
  expect(news).toMatchObject({
    title: 'basement-3: block found',
    lines: ['basement-3 at Home.', 'At 22 Nov, 15:03 (Europe/Berlin).'],
  })
})
