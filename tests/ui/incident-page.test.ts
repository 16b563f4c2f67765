import { expect, test } from 'vitest'
import { spanAround } from '../../app/alerts/[incidentId]/incident-span'
import { storyOf } from '../../app/alerts/[incidentId]/story'

const MINUTE = 60_000
const NOW = Date.UTC(2026, 10, 22, 14, 0)

test('an incident of ten minutes is shown with half an hour before it', () => {
  const span = spanAround({ startedAtMs: NOW - 10 * MINUTE }, NOW, 10)
  expect((NOW - span.fromMs) / MINUTE).toBe(40)
  expect(span.toMs).toBe(NOW)
  expect(span.stepSeconds).toBe(20)
})

test('one that is over has room after it too, and none that has not come yet', () => {
  const longAgo = spanAround({ startedAtMs: NOW - 600 * MINUTE, resolvedAtMs: NOW - 580 * MINUTE }, NOW, 10)
  expect((longAgo.toMs - longAgo.fromMs) / MINUTE).toBe(80)
  const justNow = spanAround({ startedAtMs: NOW - 20 * MINUTE, resolvedAtMs: NOW - MINUTE }, NOW, 10)
  expect(justNow.toMs).toBe(NOW)
})

test.each([1, 60, 24 * 60, 30 * 24 * 60, 400 * 24 * 60])(
  'one of %i minutes fits a chart, in whole slots',
  (minutes) => {
    const { fromMs, toMs, stepSeconds } = spanAround({ startedAtMs: NOW - minutes * MINUTE }, NOW, 30)
    expect((toMs - fromMs) / 1000 / stepSeconds).toBeLessThan(500)
    expect(stepSeconds).toBeGreaterThanOrEqual(60)
    expect(fromMs % (stepSeconds * 1000)).toBe(0)
  },
)

test('turns and messages stand in one story, a turn before the message it caused', () => {
  const story = storyOf({
    severity: 'critical',
    events: [
      { atMs: NOW, kind: 'fired', words: 'Firing: 92 °C against 85 °C' },
      { atMs: NOW + 2 * MINUTE, kind: 'acknowledged', by: 'Ada', words: 'Acknowledged' },
    ],
    messages: [
      { channelName: 'Phone', kind: 'fired', state: 'delivered', atMs: NOW, answer: '200 OK' },
      { channelName: 'Mail', kind: 'fired', state: 'failed', atMs: NOW + MINUTE, answer: '550 no such mailbox' },
    ],
  })
  expect(story.map((line) => `${line.words} ${line.by ?? line.answer ?? ''}`)).toEqual([
    'Firing: 92 °C against 85 °C ',
    'Message delivered through Phone 200 OK',
    'Message failed through Mail 550 no such mailbox',
    'Acknowledged Ada',
  ])
  expect(story.map((line) => line.tone)).toEqual(['critical', 'muted', 'critical', 'muted'])
})
