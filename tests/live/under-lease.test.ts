import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { underLease } from '#lib/jobs/under-lease'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

function job(everyMs: number) {
  let fence: number | undefined
  const runs: number[] = []
  const run = async () => {
    runs.push(Date.now() - 1_000_000)
  }
  const guarded = underLease({ fenceAt: () => fence }, { name: 'close-hours', everyMs, run })
  return {
    guarded,
    runs,
    hold(given: number | undefined) {
      fence = given
    },
    async lookUntil(untilMs: number) {
      for (; Date.now() < 1_000_000 + untilMs; vi.setSystemTime(Date.now() + guarded.everyMs)) await guarded.run()
    },
  }
}

test('a job waits for the lease, runs as soon as this process has it, and then as often as it says', async () => {
  const { hold, lookUntil, runs } = job(30_000)
  await lookUntil(5000)
  expect(runs).toEqual([])
  hold(1)
  await lookUntil(70_000)
  expect(runs).toEqual([5000, 35_000, 65_000])
})

test('a job stops when the lease is lost, and runs at once when it is got again', async () => {
  const { hold, lookUntil, runs } = job(30_000)
  hold(1)
  await lookUntil(1000)
  hold(undefined)
  await lookUntil(3000)
  hold(3)
  await lookUntil(5000)
  expect(runs).toEqual([0, 3000])
})

test('a clock that is put back by a year does not stop a job for a year', async () => {
  const { hold, guarded, runs } = job(30_000)
  hold(1)
  await guarded.run()
  vi.setSystemTime(Date.now() - 31_536_000_000)
  await guarded.run()
  expect(runs).toHaveLength(2)
})
