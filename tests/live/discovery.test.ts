import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { DiscoverySetting } from '#agent/discovery/discovery-settings'
import { runAgent } from '#agent/run-agent'
import { findScan } from '#lib/db/discovery-scans'
import { targetRows } from '#lib/db/targets'
import { DAY_MS } from '#lib/domain/units'
import { adoptMachines } from '#lib/services/discovery/adopt-machines'
import { followMachine } from '#lib/services/discovery/follow-machine'
import { listDiscovery } from '#lib/services/discovery/list-discovery'
import { rescanDaily } from '#lib/services/discovery/rescan-daily'
import { startDiscovery } from '#lib/services/discovery/start-discovery'
import { mine } from '#simulators/mine'
import { startSimulator } from '#simulators/start-simulator'
import { allRecordings, textOf } from '../agent/miners/play-recording'
import { temporaryFolder } from '../db/temporary-database'
import { connectAgent, type LiveServer, newToken, startLiveServer } from './live-server'

async function freePort(): Promise<number> {
  const server = createTcpServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function simulate(family: string, host: string, port: number): Promise<{ stop(): Promise<void> }> {
  const rig = mine.find((description) => description.family === family)
  if (!rig) throw new Error(`no ${family} in the demo`)
  const simulator = await startSimulator({ rig, host, port, uptimeSeconds: 86_400 })
  onTestFinished(() => simulator.stop())
  return simulator
}

/** A server and an agent beside it that may look through a corner of loopback, or what `discovery` says. */
async function startBoth(given: { discovery?: DiscoverySetting } = {}) {
  const server = await startLiveServer()
  const { secret } = await newToken(server)
  const port = await freePort()
  const discovery = given.discovery ?? { networks: ['127.0.0.0/28'], ports: [port], addressesPerSecond: 500 }
  const folder = await temporaryFolder()
  const agent = runAgent(
    {
      server: server.address,
      token: secret,
      name: 'barn',
      rigs: [],
      thisMachine: false,
      acceptTargets: true,
      discovery,
      spoolMegabytes: 10,
      timeoutSeconds: 2,
      folder,
    },
    folder,
    () => {},
  )
  onTestFinished(() => agent.stop())
  await until(server, ({ connected, state }) => connected && state !== 'unknown')
  return { server, agentId: agent.agentId, port }
}

async function theAgent({ context }: LiveServer) {
  const [listed] = await listDiscovery(context)
  if (!listed) throw new Error('no agent yet')
  return listed
}

type Listed = Awaited<ReturnType<typeof theAgent>>

async function until(server: LiveServer, isSo: (listed: Listed) => boolean): Promise<Listed> {
  return vi.waitFor(
    async () => {
      const listed = await theAgent(server)
      if (!isSo(listed)) throw new Error(`not yet: ${JSON.stringify(listed)}`)
      return listed
    },
    { timeout: 15_000, interval: 50 },
  )
}

async function look(server: LiveServer, agentId: string, stockLogins = false): Promise<Listed> {
  const started = await startDiscovery(server.context, { agentId, stockLogins })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  server.context.publish(started.changes)
  return until(server, ({ state, finishedAtMs }) => state === 'ready' && finishedAtMs !== undefined)
}

test('on the owner’s click an agent finds the machines of its network, and what is ticked becomes rigs', async () => {
  const { server, agentId, port } = await startBoth()
  await simulate('bitaxe', '127.0.0.4', port)
  await simulate('antminer', '127.0.0.9', port)
  const found = await look(server, agentId)
  expect(found).toMatchObject({ state: 'ready', networks: ['127.0.0.0/28'] })
  expect(found.machines.map(({ address, miner, isNew, isWatched }) => [address, miner, isNew, isWatched])).toEqual(
    expect.arrayContaining([
      [`http://127.0.0.4:${port}`, 'bitaxe', false, false],
      [`tcp://127.0.0.9:${port}`, 'antminer', false, false],
    ]),
  )
  expect(found.machines).toHaveLength(2)

  const bitaxe = found.machines.find(({ miner }) => miner === 'bitaxe')
  const adopted = await adoptMachines(server.context, [bitaxe?.id ?? 0])
  if (!adopted.ok) throw new Error(JSON.stringify(adopted.problems))
  expect(adopted).toMatchObject({ adopted: 1, notAdopted: [] })
  server.context.publish(adopted.changes)
  const watched = await until(server, ({ machines }) => machines.some(({ rigId }) => rigId !== undefined))
  expect(watched.machines.map(({ miner, isWatched }) => [miner, isWatched]).toSorted()).toEqual([
    ['antminer', false],
    ['bitaxe', true],
  ])
  // The rig is in the database first, and then in memory.
  await expect.poll(() => server.context.fleet.snapshot().rigs).toMatchObject([{ key: bitaxe?.key }])
  expect(await adoptMachines(server.context, [bitaxe?.id ?? 0])).toMatchObject({
    adopted: 0,
    notAdopted: [{ reason: 'This agent polls it already' }],
  })
})

test('a day later the agent looks again, and tells what is new and what vanished', async () => {
  const { server, agentId, port } = await startBoth()
  const bitaxe = await simulate('bitaxe', '127.0.0.4', port)
  await look(server, agentId)
  expect(await rescanDaily(server.context)).toBe(0)
  await bitaxe.stop()
  await simulate('trex', '127.0.0.6', port)
  const yesterday = { startedAtMs: BigInt(Date.now() - DAY_MS) }
  await server.context.database.agentDiscovery.updateMany({ data: yesterday })
  expect(await rescanDaily(server.context)).toBe(1)
  const { machines } = await until(server, (listed) => listed.state === 'ready' && listed.machines.length === 2)
  expect(machines.map(({ miner, isNew, vanishedAtMs }) => [miner, isNew, vanishedAtMs !== undefined])).toEqual([
    ['bitaxe', false, true],
    ['trex', true, false],
  ])
})

test('a machine with a new address is the same machine', async () => {
  const { server, agentId, port } = await startBoth()
  const before = await simulate('bitaxe', '127.0.0.4', port)
  const [first] = (await look(server, agentId)).machines
  await before.stop()
  await simulate('bitaxe', '127.0.0.11', port)
  const { machines } = await look(server, agentId)
  expect(machines).toMatchObject([{ id: first?.id, host: '127.0.0.11', isNew: false }])
  expect(machines[0]).not.toHaveProperty('vanishedAtMs')
})

test('a watched machine that moved is polled at its new address when the owner says so', async () => {
  const { server, agentId, port } = await startBoth()
  const before = await simulate('bitaxe', '127.0.0.4', port)
  const [first] = (await look(server, agentId)).machines
  const adopted = await adoptMachines(server.context, [first?.id ?? 0])
  if (adopted.ok) server.context.publish(adopted.changes)
  const watched = await until(server, ({ machines }) => machines.some(({ rigId }) => rigId !== undefined))
  expect(watched.machines[0]).not.toHaveProperty('movedFrom')
  await before.stop()
  await simulate('bitaxe', '127.0.0.11', port)
  const { machines } = await look(server, agentId)
  expect(machines).toMatchObject([{ id: first?.id, movedFrom: `http://127.0.0.4:${port}`, isWatched: true }])
  const followed = await followMachine(server.context, first?.id ?? 0)
  if (!followed.ok) throw new Error(JSON.stringify(followed.problems))
  server.context.publish(followed.changes)
  expect(await targetRows(server.context.database)).toMatchObject([{ address: `http://127.0.0.11:${port}` }])
  await until(server, (listed) => listed.machines[0]?.movedFrom === undefined)
  expect(await followMachine(server.context, first?.id ?? 0)).toMatchObject({ ok: false })
  expect(server.context.fleet.snapshot().rigs).toHaveLength(1)
})

test('stock logins are tried when ticked, kept encrypted with what is adopted, and told to nobody', async () => {
  const { server, agentId, port } = await startBoth()
  const recording = allRecordings().find(({ name }) => name === 'antminer-z15-pro-web')
  const machine = createServer((request, response) => {
    const found = recording?.exchanges.find(({ ask }) => ask === `${request.method} ${request.url}`)
    const knows = request.headers.authorization === `Basic ${btoa('root:root')}`
    if (!knows) response.writeHead(401, { 'www-authenticate': 'Basic realm="antMiner Configuration"' }).end()
    else if (found) response.end(textOf(found.reply))
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => machine.listen(port, '127.0.0.8', resolve))
  onTestFinished(() => {
    machine.closeAllConnections()
    machine.close()
  })

  const [locked] = (await look(server, agentId)).machines
  expect(locked).toMatchObject({ locked: true, hasStockLogin: false })
  expect(await adoptMachines(server.context, [locked?.id ?? 0])).toMatchObject({ adopted: 0 })

  const open = await look(server, agentId, true)
  expect(open.machines).toMatchObject([{ locked: false, hasStockLogin: true, miner: 'antminer' }])
  expect(JSON.stringify(open)).not.toContain('root')
  await adoptMachines(server.context, [open.machines[0]?.id ?? 0])
  const [target] = await targetRows(server.context.database)
  expect(target?.credentials).toBeDefined()
  expect(target?.credentials).not.toContain('root')
  expect(server.context.secrets.decrypt(target?.credentials ?? '')).toContain('"password":"root"')

  const later = await look(server, agentId)
  expect(later.machines).toMatchObject([{ locked: false, hasStockLogin: true }])
})

test('an agent whose configuration does not say discovery refuses, whoever asks', async () => {
  const { server, agentId } = await startBoth({ discovery: false })
  expect(await theAgent(server)).toMatchObject({ state: 'off' })
  const started = await startDiscovery(server.context, { agentId, stockLogins: false })
  expect(started).toMatchObject({ ok: false, problems: { form: expect.stringContaining('"discovery": true') } })
  // As a server that was tampered with would ask.
  const known = server.context.fleet.agents.find(agentId)
  if (known) known.discovery = { allowed: true, networks: [], leftOut: [] }
  const { problem } = await look(server, agentId)
  expect(problem).toContain('the agent refused: its configuration does not say "discovery": true')
})

test('an agent that knows nothing of it keeps working, and is called too old', async () => {
  const server = await startLiveServer()
  const { secret } = await newToken(server)
  await connectAgent(server.address, { token: secret, agent: { name: 'old' } })
  const listed = await theAgent(server)
  expect(listed).toMatchObject({ connected: true, state: 'unknown' })
  const started = await startDiscovery(server.context, { agentId: listed.agentId, stockLogins: false })
  expect(started).toMatchObject({ ok: false, problems: { form: expect.stringContaining('too old') } })
})

test('news that nobody asked for, or that make no sense, change nothing', async () => {
  const server = await startLiveServer()
  const { secret } = await newToken(server)
  const agent = await connectAgent(server.address, { token: secret })
  const machines = [{ address: '10.0.0.7', host: '10.0.0.7', miner: 'bitaxe' }]
  const tell = (news: unknown) => agent.timeout(5_000).emitWithAck('discovery', news)
  expect(await tell({ kind: 'progress', scanId: 'mine', checked: 1, total: 1, machines })).toEqual({ ok: false })
  expect(await tell({ kind: 'ready', networks: 'all' })).toEqual({ ok: false })
  expect(await tell(undefined)).toEqual({ ok: false })
  expect((await theAgent(server)).machines).toEqual([])
})

test('an agent that ends in the middle of a look says so when it is back', async () => {
  const server = await startLiveServer()
  const { secret } = await newToken(server)
  const ready = { kind: 'ready', networks: ['10.0.0.0/24'], leftOut: [] }
  const agent = await connectAgent(server.address, { token: secret })
  await agent.timeout(5_000).emitWithAck('discovery', ready)
  agent.on('discover', (...args: unknown[]) => {
    const answer = args[1]
    if (typeof answer === 'function') answer({ ok: true })
  })
  const { agentId } = await theAgent(server)
  const started = await startDiscovery(server.context, { agentId, stockLogins: false })
  if (!started.ok) throw new Error('not started')
  server.context.publish(started.changes)
  expect((await theAgent(server)).state).toBe('looking')
  agent.disconnect()
  const back = await connectAgent(server.address, { token: secret })
  await back.timeout(5_000).emitWithAck('discovery', ready)
  expect(await theAgent(server)).toMatchObject({
    state: 'ready',
    problem: 'the agent ended before it had looked everywhere',
  })
})

test('an agent of another node is asked there alone, and what that node tells of it is shown here', async () => {
  const server = await startLiveServer()
  const { fleet, database, publish } = server.context
  const { id: tokenId } = await newToken(server)
  await database.agent.create({ data: { id: 'far', name: 'far', tokenId, createdAtMs: 1n } })
  const told = { id: 'far', name: 'far', targets: [], seenAtMs: 1 }
  const state = { allowed: true as const, networks: ['10.0.0.0/24'], leftOut: [] }
  fleet.agents.elsewhere('other node', [{ ...told, discovery: state }])
  expect(await theAgent(server)).toMatchObject({ state: 'ready', networks: ['10.0.0.0/24'] })
  const started = await startDiscovery(server.context, { agentId: 'far', stockLogins: false })
  if (!started.ok) throw new Error(JSON.stringify(started))
  publish(started.changes)
  await new Promise((resolve) => setTimeout(resolve, 300))
  const scan = await findScan(database, 'far')
  expect(scan).toMatchObject({ scanId: started.scanId })
  expect(scan?.problem).toBeUndefined()
  const progress = { scanId: started.scanId, checked: 7, total: 254 }
  fleet.agents.elsewhere('other node', [{ ...told, discovery: { ...state, scan: progress } }])
  expect(await theAgent(server)).toMatchObject({ state: 'looking', scan: { checked: 7, total: 254 } })
  expect(await rescanDaily(server.context, Date.now() + 2 * DAY_MS)).toBe(0)
})

/** An agent by hand that was asked to look, and what it is asked with. */
async function askedToLook(networks: string[]) {
  const server = await startLiveServer()
  const { secret } = await newToken(server)
  const agent = await connectAgent(server.address, { token: secret })
  const tell = (news: unknown) => agent.timeout(5_000).emitWithAck('discovery', news)
  agent.on('discover', (...args: unknown[]) => {
    const answer = args[1]
    if (typeof answer === 'function') answer({ ok: true })
  })
  await tell({ kind: 'ready', networks, leftOut: [] })
  const { agentId } = await theAgent(server)
  const begin = async () => {
    const started = await startDiscovery(server.context, { agentId, stockLogins: false })
    if (!started.ok) throw new Error(JSON.stringify(started.problems))
    server.context.publish(started.changes)
    return started.scanId
  }
  return { server, tell, begin }
}

test('a card without its cable makes no machine vanish, and the page says which network was silent', async () => {
  const networks = ['10.0.0.0/24', '10.1.0.0/24']
  const { server, tell, begin } = await askedToLook(networks)
  const first = await begin()
  const met = ['10.0.0.7', '10.1.0.7'].map((host) => ({ address: host, host, miner: 'bitaxe' }))
  await tell({ kind: 'progress', scanId: first, checked: 508, total: 508, machines: met })
  await tell({ kind: 'finished', scanId: first, networks, reached: networks })

  const second = await begin()
  await tell({ kind: 'finished', scanId: second, networks, reached: ['10.1.0.0/24'] })
  const { machines, unreached } = await theAgent(server)
  expect(machines.map(({ host, vanishedAtMs }) => [host, vanishedAtMs !== undefined])).toEqual([
    ['10.0.0.7', false],
    ['10.1.0.7', true],
  ])
  expect(unreached).toEqual(['10.0.0.0/24'])

  // The other card is gone altogether, and an older agent tells no more than what it looked through.
  const third = await begin()
  await tell({ kind: 'finished', scanId: third, networks: ['10.1.0.0/24'] })
  expect((await theAgent(server)).machines[0]).not.toHaveProperty('vanishedAtMs')
})

test('of a large network only what there was a way to can be gone, and the page says where there was none', async () => {
  const networks = ['10.20.0.0/16']
  const { server, tell, begin } = await askedToLook(networks)
  const first = await begin()
  const met = ['10.20.3.7', '10.20.200.7'].map((host) => ({ address: host, host, miner: 'bitaxe' }))
  await tell({ kind: 'progress', scanId: first, checked: 65_534, total: 65_534, machines: met })
  await tell({ kind: 'finished', scanId: first, networks, reached: networks })

  const second = await begin()
  await tell({ kind: 'finished', scanId: second, networks, reached: ['10.20.0.0/17'], unasked: ['10.20.128.0/17'] })
  const { machines, unreached, unasked } = await theAgent(server)
  expect(machines.map(({ host, vanishedAtMs }) => [host, vanishedAtMs !== undefined])).toEqual([
    ['10.20.3.7', true],
    ['10.20.200.7', false],
  ])
  expect({ unreached, unasked }).toEqual({ unreached: [], unasked: ['10.20.128.0/17'] })
})

test('a stranger’s machine cannot write commands of a terminal or tricks of letters onto the page', async () => {
  const { server, tell, begin } = await askedToLook(['10.0.0.0/24'])
  const scanId = await begin()
  const odd = { address: '10.0.0.7', host: '10.0.0.7', key: 'serial:\u001b[2Jx', model: '\u202eexatiB\u0000\n' }
  const long = { address: '10.0.0.8', host: '10.0.0.8', model: 'B'.repeat(100_000), miner: '\u0007' }
  expect(await tell({ kind: 'progress', scanId, checked: 9, total: 9, machines: [odd, long] })).toEqual({ ok: true })
  const problem = `\u001b]0;owned\u0007it broke\n${'!'.repeat(5_000)}`
  expect(await tell({ kind: 'finished', scanId, networks: ['10.0.0.0/24'], problem })).toEqual({ ok: true })
  const listed = await theAgent(server)
  expect(listed.machines).toMatchObject([
    { host: '10.0.0.7', key: 'serial: x', model: 'exatiB' },
    { host: '10.0.0.8', model: 'B'.repeat(120) },
  ])
  expect(listed.machines[1]).not.toHaveProperty('miner')
  expect(listed.problem).toMatch(/^it broke !{900,}$/)
  expect(listed.problem).toHaveLength(1_000)
})
