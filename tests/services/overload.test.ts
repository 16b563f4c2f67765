import { expect, test } from 'vitest'
import { LATE_AFTER_MS } from '#lib/domain/limits'
import { overloadOf, retryAfterMs } from '#lib/services/overload'

const NOW_MS = Date.UTC(2026, 10, 22, 12)
const live = [{ rig: 1, at: NOW_MS - 1_000 }]
const backlog = [{ rig: 1, at: NOW_MS - LATE_AFTER_MS - 1 }]

function judge(
  message: unknown[],
  given: { behindMs?: number; waiting?: { readings: number; bytes: number }; chance?: number },
) {
  const { behindMs = 0, waiting = { readings: 0, bytes: 0 }, chance = 0.5 } = given
  return overloadOf({ pending: () => waiting }, message, { receivedAtMs: NOW_MS, behindMs }, chance)
}

test('a server that keeps up takes everything', () => {
  expect(judge(live, {})).toBeUndefined()
  expect(judge(backlog, { behindMs: 199, chance: 0 })).toBeUndefined()
})

test('a server that is a second behind puts backlogs off and goes on taking what is live', () => {
  expect(judge(backlog, { behindMs: 1_000, chance: 0.999 })).toBe('backlog-overload')
  expect(judge(live, { behindMs: 1_000, chance: 0 })).toBeUndefined()
})

test('the further it is behind, the larger the part that is put off', () => {
  const chances = Array.from({ length: 100 }, (_, index) => (index + 0.5) / 100)
  const putOff = (message: unknown[], behindMs: number) =>
    chances.filter((chance) => judge(message, { behindMs, chance }) !== undefined).length
  expect([200, 400, 600, 800, 1_000].map((behindMs) => putOff(backlog, behindMs))).toEqual([0, 25, 50, 75, 100])
  expect([2_000, 3_500, 5_000].map((behindMs) => putOff(live, behindMs))).toEqual([0, 50, 100])
})

test('what waits for the disk is bounded, for backlogs sooner', () => {
  expect(judge(backlog, { waiting: { readings: 5_000, bytes: 0 } })).toBe('backlog-overload')
  expect(judge(live, { waiting: { readings: 5_000, bytes: 0 } })).toBeUndefined()
  expect(judge(live, { waiting: { readings: 20_000, bytes: 0 } })).toBe('overload')
  expect(judge(live, { waiting: { readings: 0, bytes: 64 * 1024 * 1024 } })).toBe('overload')
})

test('agents that were put off at once come back spread over two seconds', () => {
  expect([0, 0.5, 1].map((chance) => retryAfterMs(chance))).toEqual([1_000, 2_000, 3_000])
})

test('a message that makes no sense is judged as a live one, and refused by what looks at it', () => {
  expect(judge(['nonsense'], { behindMs: 1_200 })).toBeUndefined()
  expect(judge([], { behindMs: 1_200 })).toBeUndefined()
})
