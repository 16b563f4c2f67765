import { join } from 'node:path'
import { afterAll, describe, type TestContext, test } from 'vitest'
import { mine } from '#simulators/mine'
import { type Simulator, startSimulator } from '#simulators/start-simulator'
import { freePort } from '../free-port'
import { FreezingProxy } from './freezing-proxy'
import { type Installation, setUpInstallation } from './installation'
import { removeFolders, startServer } from './program'
import { RealAgent } from './real-agent'
import { RecordingAgent, recordedReading } from './recording-agent'
import { type Door, listRigs, metric, storedReadings } from './rest'

const RIG_NAME = 'Watched rig'

afterAll(removeFolders)

// Tests that run side by side expect and clean up through their own context.

/** A server that may be killed and comes back at the same address, on the same data. */
async function restartableServer(installation: Installation, { onTestFinished }: TestContext) {
  const port = await freePort()
  const environment = { PORT: String(port), DAVYLAMP_BUILT_IN_AGENT: 'off' }
  let server = await startServer(installation.dataDir, environment)
  onTestFinished(() => server.end('SIGKILL'))
  const door: Door = { url: `http://127.0.0.1:${port}`, key: installation.key }
  return {
    ...door,
    port,
    kill: () => server.end('SIGKILL'),
    startAgain: async () => {
      server = await startServer(installation.dataDir, environment)
    },
  }
}

async function simulatedMiner({ onTestFinished }: TestContext): Promise<Simulator> {
  const rig = mine.find(({ family }) => family === 'trex')
  if (!rig) throw new Error('no rig of the mine speaks T-Rex')
  const simulator = await startSimulator({ rig })
  onTestFinished(() => simulator.stop())
  return simulator
}

function realAgent(
  installation: Installation,
  server: string,
  miner: Simulator,
  { onTestFinished }: TestContext,
): RealAgent {
  const agent = new RealAgent(join(installation.dataDir, 'an-agent'), {
    server,
    token: installation.token,
    rigName: RIG_NAME,
    minerAddress: miner.address,
  })
  onTestFinished(() => agent.end('SIGKILL'))
  return agent
}

function recordingAgent(
  installation: Installation,
  url: string,
  name: string,
  { onTestFinished }: TestContext,
): RecordingAgent {
  const recorder = new RecordingAgent(url, installation.token, name)
  onTestFinished(() => recorder.finish())
  return recorder
}

/** What the real agent's rig has in the store, oldest first. */
async function storedMoments({ expect }: TestContext, door: Door): Promise<number[]> {
  const rigs = (await listRigs(door)).filter(({ name }) => name === RIG_NAME)
  // One machine is one rig, however often its agent or its server starts.
  expect(rigs.length).toBeLessThanOrEqual(1)
  return rigs[0] ? (await storedReadings(door, rigs[0].key)).map(({ at }) => at) : []
}

/** All that the real agent ever wrote to its disk has arrived, once, and nothing else. */
async function expectAllArrived(context: TestContext, door: Door, agent: RealAgent): Promise<void> {
  await agent.end('SIGKILL')
  const written = [...agent.written].sort((a, b) => a - b)
  context.expect(await storedMoments(context, door)).toEqual(written)
}

async function expectAllAnsweredStored({ expect }: TestContext, door: Door, recorder: RecordingAgent): Promise<void> {
  await recorder.finish()
  expect(recorder.rejections).toEqual([])
  for (const [key, moments] of recorder.answered) {
    expect(await storedReadings(door, key)).toEqual(moments.map(recordedReading))
  }
}

const patience = { timeout: 120_000, interval: 200 }

/** Waits until the real agent's spool holds this many more readings, and all of them are in the store. */
async function expectCaughtUp(context: TestContext, door: Door, agent: RealAgent, more: number): Promise<void> {
  const { expect } = context
  const enough = agent.look() + more
  await expect.poll(() => agent.look(), patience).toBeGreaterThanOrEqual(enough)
  const upTo = [...agent.written]
  await expect
    .poll(async () => {
      const stored = new Set(await storedMoments(context, door))
      return upTo.filter((at) => !stored.has(at))
    }, patience)
    .toEqual([])
}

describe.concurrent('nothing is lost and nothing is doubled', () => {
  test('when the server is killed while agents report, again and again', async (context) => {
    const { expect } = context
    const installation = await setUpInstallation('killed-server')
    const server = await restartableServer(installation, context)
    const miner = await simulatedMiner(context)
    const agent = realAgent(installation, server.url, miner, context)
    agent.start()
    const recorders = ['shed', 'barn', 'loft'].map((name) => recordingAgent(installation, server.url, name, context))
    const outages: { fromMs: number; toMs: number }[] = []
    for (let round = 1; round <= 3; round++) {
      const before = recorders.map(({ answeredCount }) => answeredCount)
      for (const [index, recorder] of recorders.entries())
        await expect.poll(() => recorder.answeredCount, patience).toBeGreaterThan((before[index] ?? 0) + 100)
      await expectCaughtUp(context, server, agent, 1)
      await server.kill()
      const fromMs = Date.now()
      const written = agent.look()
      await expect.poll(() => agent.look(), patience).toBeGreaterThanOrEqual(written + 2)
      await server.startAgain()
      outages.push({ fromMs, toMs: Date.now() })
    }
    await expectCaughtUp(context, server, agent, 2)
    for (const recorder of recorders) {
      expect(recorder.disconnections).toBeGreaterThanOrEqual(3)
      await expectAllAnsweredStored(context, server, recorder)
    }
    await expectAllArrived(context, server, agent)
    // The agent went on asking its miner while nobody answered, and sent it all afterwards.
    const stored = await storedMoments(context, server)
    for (const { fromMs, toMs } of outages) {
      expect(stored.filter((at) => at > fromMs && at < toMs).length).toBeGreaterThanOrEqual(2)
    }
  })

  test('when the agent is killed: before it ever reached its server, in an outage, and while it reports', async (context) => {
    const { expect } = context
    const installation = await setUpInstallation('killed-agent')
    const server = await restartableServer(installation, context)
    const miner = await simulatedMiner(context)
    const agent = realAgent(installation, server.url, miner, context)
    await server.kill()

    await agent.start().says(/cannot connect/)
    await expect.poll(() => agent.look(), patience).toBeGreaterThanOrEqual(3)
    await agent.end('SIGKILL')
    const early = [...agent.written]
    // Its miner is silent when it starts again: what it has is on its disk alone.
    miner.rig.apply({ kind: 'dark' })
    await server.startAgain()
    agent.start()
    await expect.poll(() => storedMoments(context, server), patience).toEqual(early)
    miner.rig.clear('dark')
    await expectCaughtUp(context, server, agent, 1)

    for (let round = 1; round <= 3; round++) {
      await agent.end('SIGKILL')
      agent.start()
      await expectCaughtUp(context, server, agent, 1)
    }

    await server.kill()
    const written = agent.look()
    await expect.poll(() => agent.look(), patience).toBeGreaterThanOrEqual(written + 2)
    await agent.end('SIGKILL')
    agent.start()
    await server.startAgain()
    await expectCaughtUp(context, server, agent, 2)
    await expectAllArrived(context, server, agent)
    expect(agent.output).not.toContain('rejected')
  })

  test('when the network is cut for longer than the sockets wait', async (context) => {
    const { expect } = context
    const installation = await setUpInstallation('cut-network')
    const server = await restartableServer(installation, context)
    const miner = await simulatedMiner(context)
    const proxy = new FreezingProxy(server.port)
    context.onTestFinished(() => proxy.close())
    const throughProxy = await proxy.listen()
    const agent = realAgent(installation, throughProxy, miner, context)
    const program = agent.start()
    const recorder = recordingAgent(installation, throughProxy, 'shed', context)
    await expectCaughtUp(context, server, agent, 2)
    await expect.poll(() => recorder.answeredCount, patience).toBeGreaterThan(100)

    proxy.freeze()
    const fromMs = Date.now()
    // Both ends give the connection up by themselves; nobody closed it.
    await program.says(/disconnected from .*ping timeout/)
    await expect.poll(() => recorder.disconnections, patience).toBe(1)
    const timeouts = 'davylamp_connections_closed_total{cause="ping-timeout"}'
    await expect.poll(() => metric(server, timeouts), patience).toBe(2)
    expect(agent.look()).toBeGreaterThan(20)
    const toMs = Date.now()
    proxy.thaw()

    await expectCaughtUp(context, server, agent, 2)
    const answered = recorder.answeredCount
    await expect.poll(() => recorder.answeredCount, patience).toBeGreaterThan(answered + 100)
    await expectAllAnsweredStored(context, server, recorder)
    await expectAllArrived(context, server, agent)
    const duringTheCut = (await storedMoments(context, server)).filter((at) => at > fromMs && at < toMs)
    expect(duringTheCut.length).toBeGreaterThan(20)
  })
})
