import { afterEach, expect, test } from 'vitest'
import { SimulatedRig } from '#simulators/simulated-rig'
import { askCgminer, askHttp, askTcp, handClock, NOON_MS, rigNamed, start, stopAll } from './ask'

afterEach(stopAll)

test('an overheating GPU memory passes its critical limit within 15 s, stays there and cools when cleared', async () => {
  const clock = handClock()
  const simulator = await start({ rig: rigNamed('gpu-rig-2'), clock: clock.now })
  const memory = async () => (await askHttp(simulator, '/summary')).body.gpus[4].memory_temperature
  expect(await memory()).toBeLessThan(100)
  simulator.rig.apply({ kind: 'overheat', device: 4 })
  clock.pass(15)
  expect(await memory()).toBeGreaterThan(106)
  clock.pass(120)
  expect(await memory()).toBeGreaterThan(106)
  expect((await askHttp(simulator, '/summary')).body.gpus[3].memory_temperature).toBeLessThan(100)
  simulator.rig.clear('overheat')
  clock.pass(120)
  expect(await memory()).toBeLessThan(100)
})

test.each(['antminer-03', 'avalon-01', 'whatsminer-01', 'bitaxe-desk'])(
  'a chip of %s passes its limit within 15 s',
  (name) => {
    const clock = handClock()
    const rig = new SimulatedRig(rigNamed(name), { clock: clock.now, uptimeSeconds: 90_000 })
    rig.apply({ kind: 'overheat', device: 0 })
    clock.pass(15)
    rig.advance()
    expect(rig.celsius(0)).toBeGreaterThan(rig.description.device.criticalCelsius.core)
  },
)

test('a dark rig refuses connections and comes back on the same port', async () => {
  const { port, rig } = await start({ rig: rigNamed('antminer-03') })
  expect((await askCgminer(port, 'summary')).STATUS[0].STATUS).toBe('S')
  rig.apply({ kind: 'dark' })
  await expect.poll(() => askTcp(port, '{"command":"summary"}').catch((error) => error.code)).toBe('ECONNREFUSED')
  rig.clear('dark')
  await expect.poll(() => askTcp(port, '{"command":"summary"}').catch(() => '')).toContain('"STATUS":"S"')
})

test('darkness cuts connections that are open', async () => {
  const simulator = await start({ rig: rigNamed('xmrig-desk') })
  expect((await askHttp(simulator, '/1/summary')).status).toBe(200)
  simulator.rig.apply({ kind: 'dark' })
  await expect.poll(() => askHttp(simulator, '/1/summary').catch(() => 'gone')).toBe('gone')
})

test.each(['gpu-rig-1', 'gpu-rig-2', 'nicehash-1', 'xmrig-desk', 'bitaxe-desk'])(
  '%s frozen answers the same to the letter',
  async (name) => {
    const clock = handClock()
    const simulator = await start({ rig: rigNamed(name), clock: clock.now, uptimeSeconds: 90_000 })
    const paths: Record<string, string> = {
      'nicehash-1': '/stat',
      'xmrig-desk': '/2/summary',
      'bitaxe-desk': '/api/system/info',
    }
    const ask = () => askHttp(simulator, paths[name] ?? '/summary')
    simulator.rig.apply({ kind: 'freeze' })
    const first = await ask()
    clock.pass(400)
    expect(await ask()).toEqual(first)
    simulator.rig.clear('freeze')
    clock.pass(30)
    expect(await ask()).not.toEqual(first)
  },
)

test.each(['antminer-03', 'antminer-01', 'whatsminer-01', 'avalon-01', 'gpu-rig-3'])(
  '%s frozen repeats itself on its TCP port',
  async (name) => {
    const clock = handClock()
    const { port, rig } = await start({ rig: rigNamed(name), clock: clock.now })
    rig.apply({ kind: 'freeze' })
    const first = await askTcp(port, '{"command":"summary"}')
    clock.pass(400)
    expect(await askTcp(port, '{"command":"summary"}')).toBe(first)
    rig.clear()
    clock.pass(30)
    expect(await askTcp(port, '{"command":"summary"}')).not.toBe(first)
  },
)

test('a restart sets uptime and shares to 0, and the rate climbs back', async () => {
  const clock = handClock()
  const simulator = await start({ rig: rigNamed('gpu-rig-2'), clock: clock.now })
  expect((await askHttp(simulator, '/summary')).body.accepted_count).toBeGreaterThan(100)
  simulator.rig.apply({ kind: 'restart' })
  const { body } = await askHttp(simulator, '/summary')
  expect(body).toMatchObject({ uptime: 0, accepted_count: 0, rejected_count: 0, hashrate: 0 })
  clock.pass(60)
  expect((await askHttp(simulator, '/summary')).body.hashrate).toBeGreaterThan(550e6)
})

test('a machine in error hashes nothing and says why where it can', async () => {
  const { port, rig } = await start({ rig: rigNamed('whatsminer-01') })
  rig.apply({ kind: 'error', code: '218', text: 'input voltage too low' })
  const [summary] = (await askCgminer(port, 'summary')).SUMMARY
  expect(summary).toMatchObject({ 'HS RT': 0, 'Error Code 0': 218 })
  rig.clear('error')
  expect((await askCgminer(port, 'summary')).SUMMARY[0]['HS RT']).toBeGreaterThan(100e6)
})

test('shares arrive at their mean rate whether the rig is polled often or seldom', () => {
  const counts = [1, 600].map((pollSeconds) => {
    const clock = handClock()
    const rig = new SimulatedRig(rigNamed('gpu-rig-2'), { clock: clock.now, uptimeSeconds: 0 })
    for (let second = 0; second < 80_000; second += pollSeconds) {
      clock.pass(pollSeconds)
      rig.advance()
    }
    return rig.works[0]?.accepted ?? 0
  })
  // 80,000 s at 8 s a share are 10,000 shares, give or take five standard deviations.
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
})

test('the same rig under the same clock tells the same story', () => {
  const play = () => {
    const clock = handClock(NOON_MS)
    const rig = new SimulatedRig(rigNamed('gpu-dual-1'), { clock: clock.now })
    const told: unknown[] = []
    for (let poll = 0; poll < 50; poll++) {
      clock.pass(10)
      rig.advance()
      told.push([rig.hashesPerSecond(0), rig.watts(), rig.celsius(1), rig.works[1]?.accepted])
    }
    return told
  }
  expect(play()).toEqual(play())
})
