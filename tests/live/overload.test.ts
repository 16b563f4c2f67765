import { afterEach, expect, test, vi } from 'vitest'
import { HOUR_MS } from '#lib/domain/units'
import { LoopLag } from '#lib/live/loop-lag'
import { gpuReading } from './example-readings'
import { announce, connectAgent, newToken, report, reportAtOnce, startLiveServer } from './live-server'

afterEach(() => vi.useRealTimers())

test('a server that is behind asks for a backlog later, and takes what is live', async () => {
  const server = await startLiveServer()
  const { secret } = await newToken(server)
  const agent = await connectAgent(server.address, { token: secret })
  const answer = await announce(agent, [{ key: 'rig-1' }])
  const rig = answer.ok ? answer.rigs[0]?.id : undefined
  const nowMs = Date.now()

  const answers = [
    reportAtOnce(agent, [{ ...gpuReading(nowMs - 3 * HOUR_MS), rig }]),
    reportAtOnce(agent, [{ ...gpuReading(nowMs), rig }]),
  ]
  // Both are on their way when this process has something else to do.
  await new Promise((resolve) => setImmediate(resolve))
  const untilMs = performance.now() + 1_300
  while (performance.now() < untilMs);
  const [backlog, live] = await Promise.all(answers)

  expect(backlog).toMatchObject({
    retryAfterMs: expect.any(Number),
    reason: 'the server has more to do than it can: send it again later',
  })
  expect(live).toMatchObject({ stored: 1 })
  expect(await server.context.counters.registry.getSingleMetricAsString('davylamp_messages_deferred_total')).toContain(
    'davylamp_messages_deferred_total{cause="backlog-overload"} 1',
  )

  const again = await report(agent, [{ ...gpuReading(nowMs - 3 * HOUR_MS), rig }])
  expect(again).toMatchObject({ stored: 1 })
})

test('how far a process is behind is known in the midst of a long turn, and forgotten after a short one', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let nowMs = 0
  const lag = new LoopLag(() => nowMs)
  nowMs = 50
  vi.advanceTimersByTime(50)
  expect(lag.behindMs).toBe(0)
  nowMs = 850
  expect(lag.behindMs).toBe(750)
  vi.advanceTimersByTime(50)
  expect(lag.behindMs).toBe(750)
  nowMs = 900
  vi.advanceTimersByTime(50)
  expect(lag.behindMs).toBe(0)
  lag.stop()
})
