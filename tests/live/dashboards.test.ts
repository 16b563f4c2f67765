import zlib from 'node:zlib'
import { io, type Socket } from 'socket.io-client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { acknowledgeIncidents } from '#lib/services/alerts/acknowledge-incidents'
import { snoozeIncidents } from '#lib/services/alerts/snooze-incidents'
import { editRigs } from '#lib/services/edit-rigs'
import type { AlertsSummary } from '#lib/wire/alerts'
import type {
  DashboardServerEvents,
  DashboardTopic,
  FleetDelta,
  FleetSnapshot,
  RigSnapshot,
  WatchResult,
} from '#lib/wire/dashboard-events'
import { gpuReading } from './example-readings'
import { announce, connectAgent, type LiveServer, newToken, report, startLiveServer } from './live-server'

type Browser = Socket<DashboardServerEvents & Record<string, (...args: unknown[]) => void>>

async function signIn({ context }: LiveServer): Promise<string> {
  const now = new Date()
  const user = await context.database.user.create({
    data: { id: 'owner', name: 'Owner', email: 'owner@mine.example', role: 'owner', updatedAt: now },
  })
  const response = await context.auth.api.openSession({
    body: { userId: user.id },
    headers: new Headers(),
    asResponse: true,
  })
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function openBrowser(
  address: string,
  headers: Record<string, string>,
  alerts: AlertsSummary[] = [],
): Promise<Browser> {
  const socket: Browser = io(`${address}/dashboards`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: headers,
  })
  onTestFinished(() => {
    socket.disconnect()
  })
  socket.on('alerts', (told) => alerts.push(told))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return socket
}

function watch(socket: Browser, topic: DashboardTopic): Promise<WatchResult> {
  return socket.timeout(5000).emitWithAck('watch', topic)
}

async function fleetOf(socket: Browser): Promise<FleetSnapshot> {
  const result = await watch(socket, { page: 'fleet' })
  if (!result.ok || result.page !== 'fleet') throw new Error('no fleet')
  return result.snapshot
}

async function startWatched() {
  const server = await startLiveServer({ periods: { deltaMs: 50, recheckMs: 50 } })
  const token = await newToken(server)
  const agent = await connectAgent(server.address, { token: token.secret })
  const answer = await announce(agent, [{ key: 'rig-1' }, { key: 'rig-2' }])
  const rigIds = answer.ok ? answer.rigs.map((rig) => rig.id) : []
  const cookie = await signIn(server)
  const browser = await openBrowser(server.address, { cookie, origin: server.address })
  return { server, agent, rigIds, cookie, browser }
}

test('a browser gets a snapshot and then only what changed, each delta following the one before', async () => {
  const { agent, browser } = await startWatched()
  const snapshot = await fleetOf(browser)
  expect(snapshot.rigs.map((rig) => rig.state)).toEqual(['never', 'never'])
  const deltas: FleetDelta[] = []
  browser.on('fleet', (delta) => deltas.push(delta))
  await report(agent, [{ rig: 'rig-2', ...gpuReading(Date.now()) }])
  await expect.poll(() => deltas.at(-1)?.totals.runningRigs).toBe(1)
  let version = snapshot.version
  for (const delta of deltas) {
    expect(delta.follows).toBe(version)
    version = delta.version
  }
  expect(new Set(deltas.flatMap((delta) => delta.rigs.map((rig) => rig.key)))).toEqual(new Set(['rig-2']))
})

test('the page of a rig is sent anew when something of it changed', async () => {
  const { agent, browser, rigIds } = await startWatched()
  const rigId = rigIds[0] ?? 0
  expect(await watch(browser, { page: 'rig', rigId })).toMatchObject({
    ok: true,
    page: 'rig',
    snapshot: { row: { id: rigId, state: 'never' } },
  })
  const next = new Promise<RigSnapshot>((resolve) => browser.once('rig', resolve))
  const reading = gpuReading(Date.now())
  await report(agent, [{ rig: rigId, ...reading }])
  expect(await next).toMatchObject({ row: { state: 'hashing' }, reading, perDay: { unknown: expect.any(String) } })
})

test('the page of a rig says where its miner works while its owner says another pool pays', async () => {
  const { server, agent, rigIds } = await startWatched()
  const { database, fleet, publish } = server.context
  const [rigId = 0] = rigIds
  const said = async (pool: string, despiteHost?: string) => {
    const assignments = [{ algorithm: 'etchash', coin: 'ETC', pool, poolFeePercent: 1, despiteHost }]
    const saved = await editRigs(database, { rigIds: [rigId], change: { assignments } })
    if (saved.ok) publish(saved.changes)
    return saved.ok
  }
  const shown = async () => (await fleet.rig(rigId))?.contradictedPayers
  await report(agent, [{ rig: rigId, ...gpuReading(Date.now()) }])
  await expect.poll(() => database.assignment.count()).toBe(1)
  expect(await shown()).toBeUndefined()
  expect(await said('HeroMiners')).toBe(true)
  await expect
    .poll(shown)
    .toEqual([{ algorithm: 'etchash', address: 'etc.2miners.com', payer: 'twominers', paidAs: 'herominers' }])
  expect(await said('HeroMiners', 'etc.2miners.com')).toBe(true)
  await expect.poll(shown).toBeUndefined()
  expect(await said('HeroMiners')).toBe(true)
  await expect.poll(shown).toHaveLength(1)
  expect(await said('2Miners')).toBe(true)
  await expect.poll(shown).toBeUndefined()
})

test('what cannot be watched is refused in words', async () => {
  const { browser } = await startWatched()
  expect(await watch(browser, { page: 'rig', rigId: 999 })).toEqual({ ok: false, reason: 'there is no such rig' })
  expect(await browser.emitWithAck('watch', { page: 'secrets' })).toEqual({
    ok: false,
    reason: 'there is no such page to watch',
  })
})

test('without a session nobody watches', async () => {
  const server = await startLiveServer()
  await expect(openBrowser(server.address, {})).rejects.toThrow('sign in first')
  await expect(openBrowser(server.address, { cookie: 'davylamp.session_token=forged' })).rejects.toThrow(
    'sign in first',
  )
})

test('a page of another site cannot watch, even with the cookie', async () => {
  const { server, cookie } = await startWatched()
  await expect(openBrowser(server.address, { cookie, origin: 'https://evil.example' })).rejects.toThrow()
})

test('signing out ends what is open in the browser', async () => {
  const { server, browser } = await startWatched()
  const signedOut = new Promise<void>((resolve) => browser.once('signedOut', resolve))
  const disconnected = new Promise((resolve) => browser.once('disconnect', resolve))
  await server.context.database.session.deleteMany()
  await signedOut
  await disconnected
})

test('every browser is told how many incidents stand, whatever it watches', async () => {
  const server = await startLiveServer({ periods: { deltaMs: 50 } })
  const { database, publish } = server.context
  const alerts: AlertsSummary[] = []
  const cookie = await signIn(server)
  await openBrowser(server.address, { cookie }, alerts)
  await expect.poll(() => alerts.at(-1)).toMatchObject({ firing: 0, critical: 0, acknowledged: 0, worklist: 0 })

  const nowMs = BigInt(Date.now())
  const incident = { kind: 'offline', severity: 'critical', phase: 'firing', subjectName: 'x', evidence: '{"atMs":1}' }
  const moments = { startedAtMs: nowMs, firedAtMs: nowMs, changedAtMs: nowMs }
  const { id } = await database.incident.create({ data: { ...incident, ...moments, subject: 'server' } })
  const next = await database.incident.create({
    data: { ...incident, ...moments, severity: 'warning', subject: 'coin:BTC' },
  })
  publish([{ kind: 'incidents' }])
  await expect.poll(() => alerts.at(-1)).toMatchObject({ firing: 2, critical: 1 })

  const done = await acknowledgeIncidents(server.context, [id], 'Ada')
  if (done.ok) publish(done.changes)
  await expect.poll(() => alerts.at(-1)).toMatchObject({ firing: 1, critical: 0, acknowledged: 1 })

  const slept = await snoozeIncidents(server.context, [next.id], Date.now() + 60_000, 'Ada')
  if (slept.ok) publish(slept.changes)
  await openBrowser(server.address, { cookie })
  await expect.poll(() => alerts.at(-1)).toMatchObject({ firing: 0, acknowledged: 1 })
  const versions = alerts.map(({ version }) => version)
  expect(versions).toEqual([...versions].sort((one, other) => one - other))
})

test('a large snapshot is compressed, a large delta is made once for all browsers and goes out as it is', async () => {
  const compressions = vi.spyOn(zlib.DeflateRaw.prototype, 'flush')
  onTestFinished(() => compressions.mockRestore())
  const { server, agent, cookie, browser } = await startWatched()
  const other = await openBrowser(server.address, { cookie, origin: server.address })
  const keys = Array.from({ length: 300 }, (_, index) => `rig-${index}`)
  const reportAll = (at: number) =>
    report(
      agent,
      keys.map((rig) => ({ rig, ...gpuReading(at) })),
    )
  await announce(
    agent,
    keys.map((key) => ({ key })),
  )
  await reportAll(Date.now() - 2000)
  const snapshot = await fleetOf(browser)
  await fleetOf(other)
  expect(JSON.stringify(snapshot).length).toBeGreaterThan(128 * 1024)
  expect(compressions).toHaveBeenCalledTimes(2)
  const sizes: number[] = []
  for (const each of [browser, other]) each.on('fleet', (delta) => sizes.push(JSON.stringify(delta).length))
  await reportAll(Date.now() - 1000)
  await expect.poll(() => sizes.filter((size) => size > 128 * 1024).length).toBeGreaterThanOrEqual(2)
  expect(compressions).toHaveBeenCalledTimes(2)
})
