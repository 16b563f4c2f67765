import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Server, type Socket } from 'socket.io'
import { expect, onTestFinished, test } from 'vitest'
import { RememberedRigs } from '#agent/remembered-rigs'
import { ServerClock } from '#agent/server-clock'
import { Spool, type SpooledReading } from '#agent/spool'
import { Uplink } from '#agent/uplink'
import type { AssignedTarget } from '#lib/wire/agent-events'

const LIMITS = { messageBytes: 1_048_576, readingsPerMessage: 2, devicesPerReading: 256, messagesPerSecond: 200 }
const NOON_MS = Date.UTC(2026, 10, 22, 12)

type Message = { rig: string; at: number }[]
type Reply = (answer: unknown) => void

/** A server whose answers a test decides; by default it takes everything. */
async function pretendServer() {
  const httpServer = createServer()
  const server = new Server(httpServer, { transports: ['websocket'] })
  const pretend = {
    url: '',
    announced: [] as { key: string; name?: string }[][],
    messages: [] as Message[],
    statuses: [] as unknown[],
    handshakes: [] as unknown[],
    connections: 0,
    refusal: undefined as string | undefined,
    onRigs: (rigs: { key: string }[], reply: Reply) =>
      reply({ ok: true, rigs, refused: [], protocol: 1, serverAtMs: Date.now(), limits: LIMITS }),
    onReadings: (message: Message, reply: Reply) => reply(taken(message.length)),
    socket: undefined as Socket | undefined,
  }
  server.of('/agents').use((_socket, next) => next(pretend.refusal ? new Error(pretend.refusal) : undefined))
  server.of('/agents').on('connection', (socket) => {
    pretend.connections++
    pretend.socket = socket
    pretend.handshakes.push(socket.handshake.auth)
    socket.on('rigs', (rigs, reply) => {
      pretend.announced.push(rigs)
      pretend.onRigs(rigs, reply)
    })
    socket.on('readings', (message, reply) => {
      pretend.messages.push(message)
      pretend.onReadings(message, reply)
    })
    socket.on('status', (status) => pretend.statuses.push(status))
  })
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
  const address = httpServer.address()
  pretend.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  onTestFinished(async () => {
    await server.close()
  })
  return pretend
}

function taken(stored: number, rejected: { index: number; reason: string }[] = []) {
  return { stored, duplicates: 0, rejected, serverAtMs: Date.now() }
}

function start(server: string) {
  const folder = mkdtempSync(join(tmpdir(), 'uplink-'))
  const spool = new Spool(join(folder, 'spool'), 1_000_000, () => {})
  const remembered = new RememberedRigs(folder)
  const clock = new ServerClock()
  const lines: string[] = []
  const targets: AssignedTarget[][] = []
  const uplink = new Uplink({
    server,
    handshake: { token: 'davyagent_test', agent: { id: 'c9a646d3-9c61-4cb7-bfcd-ee2522c8f633' } },
    spool,
    remembered,
    clock,
    log: (level, message) => lines.push(`${level}: ${message}`),
    onTargets: (assigned) => targets.push(assigned),
  })
  onTestFinished(() => {
    uplink.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { uplink, spool, remembered, clock, lines, targets }
}

function reading(at: number, rigKey = 'rig-1'): SpooledReading {
  return { rigKey, at, state: 'hashing', miner: { name: 'xmrig' }, work: [] }
}

function moments(messages: Message[]): number[][] {
  return messages.map((message) => message.map(({ at }) => at))
}

const patience = { timeout: 10_000, interval: 20 }

test('readings go oldest first, in messages as long as the server allows, after their rigs', async () => {
  const server = await pretendServer()
  const { uplink, spool } = start(server.url)
  uplink.announce({ key: 'rig-1', name: 'Rig 1' })
  for (let index = 0; index < 5; index++) spool.append([reading(NOON_MS + index)], NOON_MS)
  await expect.poll(() => spool.pendingBytes, patience).toBe(0)
  expect(server.handshakes).toMatchObject([{ token: 'davyagent_test', protocol: 1 }])
  expect(server.announced).toEqual([[{ key: 'rig-1', name: 'Rig 1' }]])
  expect(moments(server.messages)).toEqual([[NOON_MS, NOON_MS + 1], [NOON_MS + 2, NOON_MS + 3], [NOON_MS + 4]])
  expect(uplink.counts).toEqual({ stored: 5, duplicates: 0, rejected: 0, refused: 0 })
})

test('a server that takes it is told a backlog by what differs; another one is told it whole', async () => {
  const limits = { ...LIMITS, readingsPerMessage: 3 }
  for (const accepts of [['like'], undefined]) {
    const server = await pretendServer()
    server.onRigs = (rigs, reply) => reply({ ok: true, rigs, refused: [], serverAtMs: Date.now(), limits, accepts })
    const { uplink, spool } = start(server.url)
    const readings = [1, 2, 3].map((step) => ({ ...reading(NOON_MS + step), powerWatts: 100 + step }))
    uplink.announce({ key: 'rig-1' })
    spool.append(readings, NOON_MS)
    await expect.poll(() => spool.pendingBytes, patience).toBe(0)
    const whole = readings.map(({ rigKey, ...rest }) => ({ rig: rigKey, ...rest }))
    const differing = [2, 3].map((step) => ({ rig: 'rig-1', at: NOON_MS + step, like: 0, figures: [100 + step] }))
    expect(server.messages.flat()).toEqual(accepts ? [whole[0], ...differing] : whole)
    expect(uplink.counts.stored).toBe(3)
  }
})

test('a farm met one rig after another is announced in a few messages, and each of its rigs once', async () => {
  const server = await pretendServer()
  const { uplink, spool } = start(server.url)
  await expect.poll(() => server.announced.length, patience).toBe(1)
  const keys = Array.from({ length: 1200 }, (_, index) => `rig-${index}`)
  for (const key of keys) uplink.announce({ key })
  spool.append([reading(NOON_MS, 'rig-1199')], NOON_MS)
  await expect.poll(() => spool.pendingBytes, patience).toBe(0)
  expect(server.announced.map((rigs) => rigs.length)).toEqual([0, 500, 500, 200])
  expect(server.announced.flat().map(({ key }) => key)).toEqual(keys)
})

test('a message whose connection broke before the answer is sent again on the next one', async () => {
  const server = await pretendServer()
  const { uplink, spool } = start(server.url)
  uplink.announce({ key: 'rig-1' })
  spool.append([reading(NOON_MS)], NOON_MS)
  server.onReadings = () => server.socket?.conn.close()
  await expect.poll(() => server.messages.length, patience).toBe(1)
  expect(spool.pendingBytes).toBeGreaterThan(0)
  server.onReadings = (message, reply) => reply(taken(message.length))
  await expect.poll(() => spool.pendingBytes, patience).toBe(0)
  expect(moments(server.messages)).toEqual([[NOON_MS], [NOON_MS]])
})

test.each([
  ['nothing that the protocol knows', { thanks: true }],
  ['nothing at all', undefined],
  ['a number in words', { stored: 'one', duplicates: 0, rejected: [], serverAtMs: 0 }],
])('an answer of %s is none: the readings stay and are sent again', async (_, nonsense) => {
  const server = await pretendServer()
  const { uplink, spool } = start(server.url)
  server.onReadings = (_message, reply) => {
    server.onReadings = (message, again) => again(taken(message.length))
    reply(nonsense)
  }
  uplink.announce({ key: 'rig-1' })
  spool.append([reading(NOON_MS)], NOON_MS)
  await expect.poll(() => spool.pendingBytes, patience).toBe(0)
  expect(moments(server.messages)).toEqual([[NOON_MS], [NOON_MS]])
})

test('who is asked to wait waits, however many new readings come in the meantime', async () => {
  const server = await pretendServer()
  const { uplink, spool, lines } = start(server.url)
  const sentAtMs: number[] = []
  server.onReadings = (message, reply) => {
    sentAtMs.push(performance.now())
    if (sentAtMs.length === 1) reply({ retryAfterMs: 700, reason: 'too much to write', serverAtMs: Date.now() })
    else reply(taken(message.length))
  }
  uplink.announce({ key: 'rig-1' })
  spool.append([reading(NOON_MS)], NOON_MS)
  await expect.poll(() => sentAtMs.length, patience).toBe(1)
  await expect.poll(() => lines.join('\n'), patience).toContain('too much to write')
  for (let index = 1; index <= 5; index++) {
    spool.append([reading(NOON_MS + index)], NOON_MS)
    await uplink.flush()
  }
  expect(sentAtMs).toHaveLength(1)
  await expect.poll(() => spool.pendingBytes, patience).toBe(0)
  expect((sentAtMs[1] ?? 0) - (sentAtMs[0] ?? 0)).toBeGreaterThan(650)
  expect(moments(server.messages)[1]).toEqual([NOON_MS, NOON_MS + 1])
})

test('a rejected reading is dropped, counted and logged with its reason; the others of its message count as stored', async () => {
  const server = await pretendServer()
  server.onReadings = (_, reply) => reply(taken(1, [{ index: 1, reason: 'powerWatts must be ≥ 0' }]))
  const { uplink, spool, lines } = start(server.url)
  uplink.announce({ key: 'rig-1' })
  spool.append([reading(NOON_MS), reading(NOON_MS + 1)], NOON_MS)
  await expect.poll(() => spool.pendingBytes, patience).toBe(0)
  expect(server.messages).toHaveLength(1)
  expect(uplink.counts).toMatchObject({ stored: 1, rejected: 1 })
  expect(lines).toContain('warn: the server rejected a reading of rig-1: powerWatts must be ≥ 0')
})

test('a rig that another agent writes is said once and held apart; the readings of all others go', async () => {
  const server = await pretendServer()
  server.onRigs = (rigs, reply) =>
    reply({
      ok: true,
      rigs: rigs.filter(({ key }) => key !== 'theirs'),
      refused: rigs
        .filter(({ key }) => key === 'theirs')
        .map(({ key }) => ({ key, reason: 'another agent reports it' })),
      protocol: 1,
      serverAtMs: Date.now(),
      limits: LIMITS,
    })
  const { uplink, spool, lines } = start(server.url)
  uplink.announce({ key: 'theirs' })
  uplink.announce({ key: 'ours' })
  spool.append([reading(NOON_MS, 'theirs'), reading(NOON_MS, 'ours')], NOON_MS)
  await expect.poll(() => spool.pendingBytes, patience).toBe(0)
  expect(server.messages).toMatchObject([[{ rig: 'ours' }]])
  expect(uplink.counts).toMatchObject({ stored: 1, refused: 1 })
  const before = server.announced.length
  uplink.askAgainForRefused()
  await expect.poll(() => server.announced.length, patience).toBeGreaterThan(before)
  expect(server.announced.at(-1)).toEqual([{ key: 'theirs' }])
  expect(lines.filter((line) => line.includes('another agent reports it'))).toHaveLength(1)
})

test('readings that lay on disk since before a restart go after their rig, by the name it had', async () => {
  const server = await pretendServer()
  const { spool, remembered } = start(server.url)
  remembered.remember({ key: 'rig-1', name: 'Attic', model: 'Bitaxe Gamma' })
  spool.append([reading(NOON_MS), reading(NOON_MS, 'rig-2')], NOON_MS)
  // Nothing announces these rigs: their miners have not answered since.
  await expect.poll(() => spool.pendingBytes, patience).toBe(0)
  expect(server.announced.flat()).toEqual([{ key: 'rig-1', name: 'Attic', model: 'Bitaxe Gamma' }, { key: 'rig-2' }])
})

test('targets that the server assigns are handed on; a list in an unknown form is not', async () => {
  const server = await pretendServer()
  const { targets, lines } = start(server.url)
  await expect.poll(() => server.connections, patience).toBe(1)
  server.socket?.emit('targets', [{ id: 3, address: '192.168.1.20', miner: 'antminer', since: 'next version' }])
  await expect.poll(() => targets, patience).toEqual([[{ id: 3, address: '192.168.1.20', miner: 'antminer' }]])
  server.socket?.emit('targets', [{ id: 'three' }])
  await expect.poll(() => lines.join('\n'), patience).toContain('update the agent')
  expect(targets).toHaveLength(1)
})

test('a revoked agent does not come back, and says what to do', async () => {
  const server = await pretendServer()
  const { lines, spool } = start(server.url)
  await expect.poll(() => server.connections, patience).toBe(1)
  server.socket?.emit('closing', { code: 'revoked', reason: 'the token was revoked' })
  server.socket?.disconnect(true)
  await expect.poll(() => lines.join('\n'), patience).toContain('join again')
  spool.append([reading(NOON_MS)], NOON_MS)
  expect(spool.pendingBytes).toBeGreaterThan(0)
})

test('a server that stops on purpose is found again soon after it is back', async () => {
  const server = await pretendServer()
  start(server.url)
  await expect.poll(() => server.connections, patience).toBe(1)
  server.socket?.emit('closing', { code: 'stopping', reason: 'the server is stopping' })
  server.socket?.disconnect(true)
  await expect.poll(() => server.connections, patience).toBe(2)
})

test('a refusal is logged in the words of the server', async () => {
  const server = await pretendServer()
  server.refusal = 'the token is not known here, or was revoked'
  const { lines } = start(server.url)
  await expect.poll(() => lines.join('\n'), patience).toContain('the token is not known here, or was revoked')
})

test('readings are stamped by the clock of the server, and a large difference is said', async () => {
  const server = await pretendServer()
  server.onRigs = (rigs, reply) =>
    reply({ ok: true, rigs, refused: [], protocol: 1, serverAtMs: Date.now() - 3_630_000, limits: LIMITS })
  const { clock, lines } = start(server.url)
  await expect.poll(() => Math.round(clock.offsetMs / 1000), patience).toBe(-3630)
  expect(lines.join('\n')).toContain('1 h ahead of the server')
})

test('a status too long for one message keeps the targets that have a problem', async () => {
  const server = await pretendServer()
  server.onRigs = (rigs, reply) =>
    reply({
      ok: true,
      rigs,
      refused: [],
      protocol: 1,
      serverAtMs: Date.now(),
      limits: { ...LIMITS, messageBytes: 2000 },
    })
  const { uplink, clock } = start(server.url)
  expect(uplink.sendStatus([])).toBe(false)
  server.onReadings = (_, reply) => reply(taken(0))
  await expect.poll(() => clock.offsetMs !== 0 || server.announced.length > 0, patience).toBe(true)
  const many = Array.from({ length: 100 }, (_, index) => ({ address: `10.0.0.${index}` }))
  await expect
    .poll(() => {
      uplink.sendStatus([...many, { address: '10.0.1.1', problem: 'connection refused' }])
      return server.statuses.at(-1)
    }, patience)
    .toSatisfy((status: unknown) => Array.isArray(status) && status.length > 10 && status.length < 100)
  expect(server.statuses.at(-1)).toMatchObject({ 0: { problem: 'connection refused' } })
})
