import { expect, test } from 'vitest'
import { dueSteps, incidentCost, nextReminderMs } from '#lib/domain/alerts'
import { H, MIN, T0 } from './farm.ts'

const critical = { severity: 'critical', phase: 'firing', toldAtMs: T0, reminders: 0 } as const

test.each([
  ['first after an hour', critical, T0 + H],
  ['then after six', { ...critical, reminders: 1, lastReminderMs: T0 + H }, T0 + 7 * H],
  ['and again', { ...critical, reminders: 2, lastReminderMs: T0 + 7 * H }, T0 + 13 * H],
  ['and no more', { ...critical, reminders: 3, lastReminderMs: T0 + 13 * H }, undefined],
  ['warnings never', { ...critical, severity: 'warning' }, undefined],
  ['what somebody acknowledged never', { ...critical, phase: 'acknowledged' }, undefined],
  ['what is over never', { ...critical, phase: 'resolved' }, undefined],
  ['what was told to nobody never', { ...critical, toldAtMs: undefined }, undefined],
  ['not while it is snoozed', { ...critical, snoozedUntilMs: T0 + 3 * H }, T0 + 3 * H],
] as const)('reminders: %s', (_, incident, dueMs) => {
  expect(nextReminderMs(incident)).toBe(dueMs)
})

test('who is told next, once each, until somebody takes it', () => {
  const steps = [
    { afterMs: 0, channelIds: [1] },
    { afterMs: 15 * MIN, channelIds: [2] },
  ]
  expect(dueSteps(steps, critical, new Set(), T0)).toEqual([0])
  expect(dueSteps(steps, critical, new Set([0]), T0 + 14 * MIN)).toEqual([])
  expect(dueSteps(steps, critical, new Set([0]), T0 + 15 * MIN)).toEqual([1])
  expect(dueSteps(steps, { ...critical, phase: 'acknowledged' }, new Set([0]), T0 + 15 * MIN)).toEqual([])
  expect(dueSteps(steps, { ...critical, snoozedUntilMs: T0 + H }, new Set([0]), T0 + 15 * MIN)).toEqual([])
})

test('an incident costs the revenue it lost less the energy it saved', () => {
  const spans = [{ fromMs: T0, toMs: T0 + 6 * H }]
  expect(incidentCost({ lostRevenuePerDay: 12, savedCostPerDay: 8, spans })).toEqual({ lost: 3, saved: 2, net: 1 })
  // Dearer energy than the work is worth: standing still was the better business.
  expect(incidentCost({ lostRevenuePerDay: 4, savedCostPerDay: 8, spans }).net).toBe(-1)
  expect(
    incidentCost({
      lostRevenuePerDay: 12,
      savedCostPerDay: 0,
      spans: [{ ...spans[0], fromMs: T0, toMs: T0 + 24 * H, part: 0.25 }],
    }),
  ).toEqual({ lost: 3, saved: 0, net: 3 })
  expect(incidentCost({ lostRevenuePerDay: 12, spans })).toEqual({ lost: 3 })
  expect(incidentCost({ spans })).toEqual({})
})
