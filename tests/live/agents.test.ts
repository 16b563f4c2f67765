import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { toldByOthers } from '#agent/told-by-others'
import { insertSite } from '#lib/db/sites'
import { addTarget } from '#lib/services/add-target'
import { createToken } from '#lib/services/create-token'
import { giveRigMeter, handOverMeterLogin } from '#lib/services/meters/save-rig-meter'
import { prepareBuiltInAgent } from '#lib/services/prepare-built-in-agent'
import { revokeToken } from '#lib/services/revoke-token'
import { AGENT_LIMITS } from '#lib/wire/agent-limits'
import { temporaryFolder } from '../db/temporary-database'
import { gpuReading } from './example-readings'
import { announce, connectAgent, newToken, report, reportAtOnce, startLiveServer } from './live-server'

const agentId = randomUUID()

async function startWithRig(key = 'rig-1') {
  const server = await startLiveServer()
  const token = await newToken(server)
  const agent = await connectAgent(server.address, {
    token: token.secret,
    protocol: 1,
    agent: { id: agentId, name: 'shed' },
  })
  const answer = await announce(agent, [{ key, name: 'Rig 1', model: 'open frame' }])
  if (!answer.ok) throw new Error(answer.reason)
  return { server, token, agent, rigId: answer.rigs[0]?.id ?? 0, answer }
}

test('an announced rig is told its id, the limits and the clock', async () => {
  const { answer, rigId, server } = await startWithRig()
  expect(rigId).toBeGreaterThan(0)
  expect(answer).toMatchObject({ ok: true, refused: [], protocol: 1, limits: AGENT_LIMITS })
  expect(Math.abs(answer.serverAtMs - Date.now())).toBeLessThan(5000)
  expect(server.context.fleet.snapshot().rigs).toMatchObject([
    { id: rigId, key: 'rig-1', name: 'Rig 1', state: 'never' },
  ])
})

test('a reading is answered for when it is stored, and seen in the fleet', async () => {
  const { server, agent, rigId } = await startWithRig()
  const reading = gpuReading(Date.now())
  expect(await report(agent, [{ rig: rigId, ...reading }])).toMatchObject({ stored: 1, duplicates: 0, rejected: [] })
  expect(await server.context.store.readRange(rigId, reading.at, reading.at + 1, { limit: 10 })).toEqual([reading])
  server.context.fleet.advance()
  const { rigs, totals } = server.context.fleet.snapshot()
  expect(rigs[0]).toMatchObject({
    state: 'hashing',
    powerWatts: 1824,
    work: [{ algorithm: 'etchash', hashesPerSecond: 779_600_000 }],
  })
  expect(totals).toMatchObject({ expectedRigs: 1, runningRigs: 1, powerWatts: 1824 })
})

test('a reading sent twice is stored once, and the first of two different ones stays', async () => {
  const { server, agent, rigId } = await startWithRig()
  const reading = gpuReading(Date.now())
  await report(agent, [{ rig: rigId, ...reading }])
  const again = await report(agent, [
    { rig: 'rig-1', ...reading },
    { rig: rigId, ...reading, powerWatts: 1 },
  ])
  expect(again).toMatchObject({ stored: 0, duplicates: 2 })
  expect(await server.context.store.readRange(rigId, 0, Date.now() + 1, { limit: 10 })).toEqual([reading])
})

test('a backlog told by what differs is stored as it was read, and known again when it is sent whole', async () => {
  const { server, agent, rigId } = await startWithRig()
  const nowMs = Date.now()
  const readings = [3, 2, 1].map((hours) => gpuReading(nowMs - hours * 3_600_000, { powerWatts: 1_800 + hours }))
  const whole = readings.map((reading) => ({ rig: rigId, ...reading }))
  const answer = await report(agent, toldByOthers(whole))
  expect(answer).toMatchObject({ stored: 3, duplicates: 0, rejected: [] })
  expect(await server.context.store.readRange(rigId, 0, nowMs, { limit: 10 })).toEqual(readings)
  expect(server.context.fleet.liveRig(rigId)?.reading).toEqual(readings[2])
  expect(await report(agent, whole)).toMatchObject({ stored: 0, duplicates: 3 })
})

test('a reading that was stored, and never answered for, is seen when it is sent again', async () => {
  const { server, agent, rigId } = await startWithRig()
  const reading = gpuReading(Date.now())
  // As by a writer that died between its commit and the answer.
  await server.context.store.append([{ rigId, receivedAtMs: reading.at, reading }])
  expect(await report(agent, [{ rig: rigId, ...reading }])).toMatchObject({ stored: 0, duplicates: 1 })
  expect(server.context.fleet.snapshot().rigs).toMatchObject([{ state: 'hashing', seenAtMs: reading.at }])
})

test('bad readings are refused with a reason each and cost the good ones nothing', async () => {
  const { server, agent, rigId } = await startWithRig()
  const now = Date.now()
  const answer = await report(agent, [
    { rig: rigId, ...gpuReading(now), powerWatts: -5 },
    { rig: rigId, ...gpuReading(now - 1000) },
    { rig: rigId, ...gpuReading(now), devices: Array.from({ length: 10_000 }, () => ({})) },
    { rig: 'nobody', ...gpuReading(now) },
    { rig: rigId, ...gpuReading(now + 6 * 60_000) },
    { rig: rigId, ...gpuReading(now - 366 * 86_400_000) },
    'nonsense',
    { rig: rigId, ...gpuReading(now), powerWatts: Number.NaN },
  ])
  expect(answer).toMatchObject({ stored: 1, duplicates: 0 })
  const reasons = 'rejected' in answer ? Object.fromEntries(answer.rejected.map((one) => [one.index, one.reason])) : {}
  expect(reasons).toEqual({
    0: 'powerWatts must be ≥ 0',
    2: 'devices has more than 256 entries',
    3: 'rig is not known here: announce it first',
    4: expect.stringMatching(/ahead of the server's clock$/),
    5: 'at is older than the readings kept here (365 days)',
    6: 'the reading must be an object',
    7: 'powerWatts must be a finite number',
  })
  const metrics = await server.context.counters.registry.metrics()
  expect(metrics).toContain('davylamp_readings_rejected_total{reason="invalid"} 4')
  expect(metrics).toContain('davylamp_readings_total{outcome="stored"} 1')
})

test('a message that is no list is refused in words, and so is an announcement', async () => {
  const { agent } = await startWithRig()
  expect(await report(agent, 'readings')).toMatchObject({ rejected: [{ index: 0, reason: 'readings must be a list' }] })
  expect(await announce(agent, { key: 'x' })).toMatchObject({ ok: false })
  expect(await announce(agent, [{ key: 7 }, { key: 'good' }])).toMatchObject({
    ok: true,
    rigs: [{ key: 'good' }],
    refused: [{ key: '' }],
  })
})

test('1e400 on the wire is refused as not finite', async () => {
  const { server, agent, rigId } = await startWithRig()
  const text = JSON.stringify(['readings', [{ rig: rigId, ...gpuReading(Date.now()) }]]).replace(
    '"powerWatts":1824',
    '"powerWatts":1e400',
  )
  const answered = new Promise<string>((resolve) => {
    agent.io.engine.on('data', (data: unknown) => {
      if (typeof data === 'string' && data.startsWith('3/agents,77')) resolve(data)
    })
  })
  agent.io.engine.write(`2/agents,77${text}`)
  expect(await answered).toContain('powerWatts must be a finite number')
  expect(server.context.store.stats().stored).toBe(0)
})

test.each([
  ['an unknown token', { token: 'davyagent_of_another_installation' }, 'the token is not known here, or was revoked'],
  ['no token', {}, 'auth.token: token is missing'],
  ['an agent id that is none', { token: 'x', agent: { id: 'me' } }, 'auth.agent.id: agent.id must be a UUID'],
])('%s is refused with its reason', async (_what, auth, reason) => {
  const server = await startLiveServer()
  await expect(connectAgent(server.address, auth)).rejects.toThrow(reason)
})

test.each([
  ['newer', 2, 'update the server'],
  ['too old', 0, 'update the agent'],
])('an agent that is %s is told so, and known by it until it comes updated', async (_what, protocol, remedy) => {
  const { server, agent, token } = await startWithRig()
  agent.disconnect()
  const auth = { token: token.secret, agent: { id: agentId, name: 'shed' } }
  await expect(connectAgent(server.address, { ...auth, protocol })).rejects.toThrow(remedy)
  expect(server.context.fleet.agents.find(agentId)?.refusal).toContain(remedy)
  await connectAgent(server.address, { ...auth, protocol: 1 })
  expect(server.context.fleet.agents.find(agentId)?.refusal).toBeUndefined()
})

test('nobody is given the targets of an agent of another site by naming its id', async () => {
  const { server, agent } = await startWithRig()
  const { database, secrets } = server.context
  const shed = await newToken(server, 'shed again')
  const siteId = await insertSite(database, { name: 'Barn', timeZone: 'UTC', createdAtMs: Date.now() })
  const barn = await createToken(database, { name: 'barn', site: siteId })
  if (!barn.ok) throw new Error(barn.reason)
  const credentials = secrets.encrypt(JSON.stringify({ user: 'root', password: 'of the shed' }))
  await database.agentTarget.create({
    data: { agentId, address: '192.168.1.20', credentials, createdAtMs: BigInt(Date.now()) },
  })
  await expect(connectAgent(server.address, { token: barn.secret, agent: { id: agentId } })).rejects.toThrow(
    'agent.id was first seen with a token of another site',
  )
  expect(agent.connected).toBe(true)
  const again = await connectAgent(server.address, { token: shed.secret, agent: { id: agentId } })
  expect(again.connected).toBe(true)
})

test('only the token that the server made for its built-in agent speaks for it', async () => {
  const { server, token } = await startWithRig()
  const { database } = server.context
  const folder = await temporaryFolder()
  await prepareBuiltInAgent(database, folder, server.address)
  const [builtIn] = await database.agent.findMany({ where: { builtIn: true } })
  await expect(connectAgent(server.address, { token: token.secret, agent: { id: builtIn?.id } })).rejects.toThrow(
    "agent.id is the built-in agent's",
  )
  const own = readFileSync(join(folder, 'token'), 'utf8').trim()
  expect((await connectAgent(server.address, { token: own, agent: { id: builtIn?.id } })).connected).toBe(true)
})

test('a revoked token ends its connections, also when another process revoked it', async () => {
  const server = await startLiveServer({ periods: { recheckMs: 50 } })
  const token = await newToken(server)
  const agent = await connectAgent(server.address, { token: token.secret })
  const closing = new Promise((resolve) => agent.once('closing', resolve))
  const disconnected = new Promise((resolve) => agent.once('disconnect', resolve))
  await revokeToken(server.context.database, token.id)
  expect(await closing).toEqual({ code: 'revoked', reason: 'the token was revoked' })
  await disconnected
  await expect(connectAgent(server.address, { token: token.secret })).rejects.toThrow('revoked')
})

test('a page of another site cannot open a connection; a program may, whatever its library sends', async () => {
  const server = await startLiveServer()
  const token = await newToken(server)
  await expect(
    connectAgent(server.address, { token: token.secret }, { origin: 'https://evil.example' }),
  ).rejects.toThrow()
  const agent = await connectAgent(server.address, { token: token.secret }, { origin: server.address })
  expect(agent.connected).toBe(true)
})

test('a rig has one writer, until that one has been silent for ten minutes', async () => {
  const { server, token, agent, rigId } = await startWithRig()
  const other = await connectAgent(server.address, { token: token.secret, agent: { id: randomUUID(), name: 'barn' } })
  const refused = await announce(other, [{ key: 'rig-1' }])
  expect(refused).toMatchObject({
    ok: true,
    rigs: [],
    refused: [{ key: 'rig-1', reason: expect.stringMatching(/^another agent reports this rig/) }],
  })
  const stolen = await report(other, [{ rig: rigId, ...gpuReading(Date.now()) }])
  expect(stolen).toMatchObject({
    stored: 0,
    rejected: [{ index: 0, reason: 'this rig is not reported by this agent: announce it first' }],
  })

  server.context.fleet.writers.hear(rigId, Date.now() - 10 * 60_000)
  expect(await announce(other, [{ key: 'rig-1' }])).toMatchObject({ rigs: [{ key: 'rig-1', id: rigId }], refused: [] })
  expect(await report(other, [{ rig: rigId, ...gpuReading(Date.now()) }])).toMatchObject({ stored: 1 })
  expect(await report(agent, [{ rig: rigId, ...gpuReading(Date.now() + 1) }])).toMatchObject({ stored: 0 })
})

test('a frame that is too large closes its connection, is counted, and others carry on', async () => {
  const { server, token, agent, rigId } = await startWithRig()
  const other = await connectAgent(server.address, { token: token.secret, agent: { id: randomUUID() } })
  const closed = new Promise((resolve) => other.once('disconnect', resolve))
  other.emit('readings', 'x'.repeat(2 * 1024 * 1024))
  await closed
  expect(await report(agent, [{ rig: rigId, ...gpuReading(Date.now()) }])).toMatchObject({ stored: 1 })
  await expect
    .poll(() => server.context.counters.registry.metrics())
    .toContain('davylamp_connections_closed_total{cause="frame-too-large"} 1')
})

test('a frame that makes no sense closes its connection, is counted, and others carry on', async () => {
  const { server, token, agent, rigId } = await startWithRig()
  const other = await connectAgent(server.address, { token: token.secret, agent: { id: randomUUID() } })
  const closed = new Promise((resolve) => other.once('disconnect', resolve))
  other.io.engine.write('2/agents,{"this is": no packet')
  await closed
  expect(await report(agent, [{ rig: rigId, ...gpuReading(Date.now()) }])).toMatchObject({ stored: 1 })
  await expect
    .poll(() => server.context.counters.registry.metrics())
    .toContain('davylamp_connections_closed_total{cause="frame-unparsable"} 1')
})

test('a flood is told to wait and then disconnected', async () => {
  const { agent } = await startWithRig()
  const closing = new Promise<{ code: string }>((resolve) => agent.once('closing', resolve))
  for (let count = 0; count < AGENT_LIMITS.messagesPerSecond * 20; count += 1) agent.emit('readings', [])
  expect(await closing).toMatchObject({ code: 'flooding' })
})

test('a server that starts again knows its rigs, and their agent goes on without announcing', async () => {
  const { server, token, agent, rigId } = await startWithRig()
  const first = gpuReading(Date.now())
  await report(agent, [{ rig: rigId, ...first }])
  await server.stop()
  const restarted = await startLiveServer({ url: server.url })
  expect(restarted.context.fleet.snapshot().rigs).toMatchObject([
    { id: rigId, state: 'hashing', seenAtMs: first.at, powerWatts: 1824 },
  ])
  const again = await connectAgent(restarted.address, { token: token.secret, agent: { id: agentId } })
  expect(await report(again, [{ rig: rigId, ...first }])).toMatchObject({ stored: 0, duplicates: 1 })
  expect(await report(again, [{ rig: 'rig-1', ...gpuReading(first.at + 10) }])).toMatchObject({ stored: 1 })
})

test('what was stored and could not be remembered as late is mended all the same, and answered for when it is sent again', async () => {
  const { server, agent, rigId } = await startWithRig()
  const { fleet } = server.context
  const hourMs = Math.floor(Date.now() / 3_600_000 - 3) * 3_600_000
  const readings = [hourMs + 60_000, hourMs].map((at) => ({ rig: rigId, ...gpuReading(at) }))
  const mark = vi.spyOn(fleet.hours.late, 'mark')
  const remember = vi.spyOn(fleet.hours.late, 'remember')
  remember.mockResolvedValueOnce().mockRejectedValueOnce(new Error('the database is away'))
  expect(await reportAtOnce(agent, readings)).toMatchObject({ retryAfterMs: 5000 })
  expect(mark).toHaveBeenCalledWith(rigId, hourMs)
  expect(await report(agent, readings)).toMatchObject({ stored: 0, duplicates: 2 })
})

test('what arrives late changes history and when the rig was seen last, and is not shown as now', async () => {
  const { server, agent, rigId } = await startWithRig()
  const late = gpuReading(Date.now() - 10 * 60_000)
  expect(await report(agent, [{ rig: rigId, ...late }])).toMatchObject({ stored: 1 })
  server.context.fleet.advance()
  expect(server.context.fleet.snapshot().rigs).toMatchObject([{ state: 'offline', seenAtMs: late.at }])
  expect(await server.context.store.readRange(rigId, 0, Date.now(), { limit: 10 })).toEqual([late])
})

test('the coin of a new algorithm is assumed from the pool and written down as assumed', async () => {
  const { server, agent, rigId } = await startWithRig()
  await report(agent, [{ rig: rigId, ...gpuReading(Date.now()) }])
  await expect
    .poll(() => server.context.database.assignment.findMany())
    .toMatchObject([{ rigId, algorithm: 'etchash', coin: 'ETC', payer: 'pool', poolFeePercent: 1, assumed: true }])
})

test('what an agent says of its targets stands in its row and on the page of the rig', async () => {
  const server = await startLiveServer({ periods: { flushMs: 20 } })
  const token = await newToken(server)
  const agent = await connectAgent(server.address, { token: token.secret, agent: { id: agentId, name: 'shed' } })
  const announced = await announce(agent, [{ key: 'rig-1' }])
  const rigId = announced.ok ? (announced.rigs[0]?.id ?? 0) : 0
  const answer = await agent.emitWithAck('status', [
    { address: '10.0.0.7:4028', rigKey: 'rig-1', problem: 'connection refused' },
    { address: 7 },
  ])
  expect(answer).toMatchObject({ ok: true, refused: [{ index: 1, reason: expect.stringContaining('address') }] })
  expect((await server.context.fleet.rig(rigId))?.agent).toMatchObject({
    name: 'shed',
    connected: true,
    problem: 'connection refused',
  })
  await expect
    .poll(async () => (await server.context.database.agent.findUnique({ where: { id: agentId } }))?.status)
    .toContain('connection refused')
})

test('a meter given to a rig in the app reaches its agent at once, and again when the agent comes back', async () => {
  const { server, agent, rigId, token } = await startWithRig()
  const heard = new Promise((resolve) => {
    agent.on('meters', (meters) => meters.length > 0 && resolve(meters))
  })
  const meter = { kind: 'tasmota', address: '192.0.2.30', password: 'open sesame' }
  const saved = await giveRigMeter(server.context, rigId, meter)
  if (saved.ok) server.context.publish(saved.changes)
  expect(await heard).toEqual([{ rigKey: 'rig-1', ...meter }])
  agent.disconnect()
  const again = await connectAgent(server.address, { token: token.secret, protocol: 1, agent: { id: agentId } })
  const repeated = new Promise((resolve) => {
    again.on('meters', (meters) => meters.length > 0 && resolve(meters))
  })
  await announce(again, [{ key: 'rig-1' }])
  expect(await repeated).toEqual([{ rigKey: 'rig-1', ...meter }])
})

test('an agent that takes a silent rig over with another token is told its meter, never the login of it', async () => {
  const { server, rigId } = await startWithRig()
  const saved = await giveRigMeter(server.context, rigId, {
    kind: 'tasmota',
    address: '192.0.2.30',
    user: 'ada',
    password: 'open sesame',
  })
  expect(saved.ok).toBe(true)
  const stolen = await newToken(server, 'stolen')
  const thief = await connectAgent(server.address, { token: stolen.secret, agent: { id: randomUUID(), name: 'shed' } })
  const told = new Promise<unknown>((resolve) => {
    thief.on('meters', (meters) => meters.length > 0 && resolve(meters))
  })
  server.context.fleet.writers.hear(rigId, Date.now() - 10 * 60_000)
  expect(await announce(thief, [{ key: 'rig-1' }])).toMatchObject({ rigs: [{ id: rigId }] })
  expect(await told).toEqual([{ rigKey: 'rig-1', kind: 'tasmota', address: '192.0.2.30' }])

  const reporter = await server.context.database.rig.findUniqueOrThrow({ where: { id: rigId } })
  const given = await handOverMeterLogin(server.context.database, rigId, reporter.agentId ?? '')
  const whole = new Promise<unknown>((resolve) => thief.on('meters', resolve))
  if (given.ok) server.context.publish(given.changes)
  expect(await whole).toMatchObject([{ rigKey: 'rig-1', user: 'ada', password: 'open sesame' }])
})

test('what was given to an agent to poll, with its password, goes to no other agent', async () => {
  const { server, token, agent } = await startWithRig()
  const heard = new Promise((resolve) => {
    agent.on('targets', (targets) => targets.length > 0 && resolve(targets))
  })
  const added = await addTarget(server.context, { agentId, address: '10.0.0.7', user: 'root', password: 'open sesame' })
  if (added.ok) server.context.publish(added.changes)
  expect(await heard).toMatchObject([{ password: 'open sesame' }])
  const otherId = randomUUID()
  const other = await connectAgent(server.address, { token: token.secret, agent: { id: otherId } })
  const told = new Promise((resolve) => other.on('targets', resolve))
  server.context.publish([{ kind: 'targets', agentId: otherId }])
  expect(await told).toEqual([])
})
