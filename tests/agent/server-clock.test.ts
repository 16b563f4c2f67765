import { expect, test } from 'vitest'
import { ServerClock } from '../../agent/server-clock'

function clockAt(startMs: number) {
  let localMs = startMs
  const clock = new ServerClock(() => localMs)
  return {
    clock,
    /** The server answers after a round trip, `ahead` of our clock. */
    ask(roundTripMs: number, aheadMs: number) {
      const asked = localMs
      localMs += roundTripMs
      clock.learn(asked, asked + roundTripMs / 2 + aheadMs)
    },
    setLocal(ms: number) {
      localMs = ms
    },
    local: () => localMs,
  }
}

test('before the server answered, its clock is taken to be ours', () => {
  expect(clockAt(1_000).clock.now()).toBe(1_000)
})

test('readings are stamped with the server’s time, however wrong our own is', () => {
  const { clock, ask, local } = clockAt(Date.UTC(2015, 0, 1))
  ask(20, 3_600_000)
  expect(clock.now()).toBe(local() + 3_600_000)
})

test('the sample with the shortest round trip is believed', () => {
  const { clock, ask, local } = clockAt(0)
  ask(10, 5_000)
  ask(400, 5_100)
  expect(clock.now() - local()).toBe(5_000)
})

test('a clock that was set is noticed at once', () => {
  const { clock, ask, local, setLocal } = clockAt(0)
  ask(10, 0)
  setLocal(local() - 120_000)
  ask(50, 120_000)
  expect(clock.now() - local()).toBe(120_000)
})
