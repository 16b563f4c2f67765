import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PollGate } from '#agent/poll-gate'
import { PolledTarget } from '#agent/polled-target'
import { RigPoller } from '#agent/rig-poller'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const reading = { miner: { name: 'antminer' }, state: 'hashing' as const, work: [] }

/** A rig whose machine answers after a time, or never; notes when it was asked. */
function rig(answersAfterMs: number | 'never', gate: PollGate) {
  const askedAtMs: number[] = []
  const readings: number[] = []
  const target = new PolledTarget('10.0.0.7', '10.0.0.7', async () => {
    askedAtMs.push(performance.now())
    await new Promise((resolve) => answersAfterMs !== 'never' && setTimeout(resolve, answersAfterMs))
    return { ok: true, reading }
  })
  const poller = new RigPoller({
    targets: [target],
    intervalSeconds: 10,
    now: () => Date.now(),
    onReading: ({ at }) => readings.push(at),
    spreadMs: 0,
    gate,
  })
  return { poller, askedAtMs, readings }
}

test('a rig keeps its moment in the interval, however long its machine takes to answer', async () => {
  const startMs = performance.now()
  const { poller, askedAtMs } = rig(3_700, new PollGate())
  await vi.advanceTimersByTimeAsync(30_000)
  expect(askedAtMs.map((atMs) => atMs - startMs)).toEqual([0, 10_000, 20_000, 30_000])
  poller.stop()
})

test('a machine that answers after more than an interval is asked at its next moment, never twice at once', async () => {
  const startMs = performance.now()
  const { poller, askedAtMs } = rig(14_000, new PollGate())
  await vi.advanceTimersByTimeAsync(45_000)
  expect(askedAtMs.map((atMs) => atMs - startMs)).toEqual([0, 20_000, 40_000])
  poller.stop()
})

test('more machines that hang than may be asked at once hold up the others for a second, not for ever', async () => {
  const startMs = performance.now()
  const gate = new PollGate(4)
  const hanging = Array.from({ length: 4 }, () => rig('never', gate))
  const well = Array.from({ length: 20 }, () => rig(5, gate))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(hanging.map(({ askedAtMs }) => askedAtMs.length)).toEqual([1, 1, 1, 1])
  for (const { readings } of well) expect(readings.length).toBeGreaterThanOrEqual(6)
  for (const { askedAtMs } of well) expect((askedAtMs[0] ?? 0) - startMs).toBeLessThan(1_100)
  for (const { poller } of [...hanging, ...well]) poller.stop()
})

test('no more polls are under way at once than the gate lets in', async () => {
  const gate = new PollGate(3)
  let inside = 0
  let most = 0
  const pass = async () => {
    const leave = await gate.enter()
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setTimeout(resolve, 20))
    inside -= 1
    leave()
    leave()
  }
  const passing = Promise.all(Array.from({ length: 50 }, pass))
  await vi.runAllTimersAsync()
  await passing
  expect(most).toBe(3)
})

test('a machine whose answer cannot be read is named in the status, and asked again', async () => {
  let asked = 0
  const target = new PolledTarget('10.0.0.7', '10.0.0.7', async () => {
    asked += 1
    if (asked === 1) throw new TypeError('nobody thought of this')
    return { ok: true, reading }
  })
  const onReading = vi.fn()
  const poller = new RigPoller({
    ...{ targets: [target], intervalSeconds: 10, now: () => Date.now(), onReading, spreadMs: 0 },
    gate: new PollGate(),
  })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(poller.status).toMatchObject([{ problem: expect.stringContaining('nobody thought of this') }])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(onReading).toHaveBeenCalledTimes(1)
  poller.stop()
})
