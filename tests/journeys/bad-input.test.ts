import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { type Installation, secretOf, setUpInstallation } from './installation'
import { type Program, removeFolders, startServer, temporaryFolder } from './program'
import { RecordingAgent, recordedReading } from './recording-agent'
import { type Door, metric, storedReadings } from './rest'

let installation: Installation
let server: Program & { url: string }
let door: Door
/** Another agent on the same server, which reports from the first test to the last. */
let bystander: RecordingAgent

beforeAll(async () => {
  installation = await setUpInstallation('bad-input')
  server = await startServer(installation.dataDir, { DAVYLAMP_BUILT_IN_AGENT: 'off' })
  door = { url: server.url, key: installation.key }
  bystander = new RecordingAgent(server.url, installation.token, 'bystander')
})
afterAll(async () => {
  await bystander.finish()
  await server.end()
  removeFolders()
})

/** The other agent is answered for more readings than before, on the connection it always had. */
async function expectOthersCarryOn(): Promise<void> {
  const before = bystander.answeredCount
  await expect.poll(() => bystander.answeredCount, { timeout: 20_000 }).toBeGreaterThan(before + 20)
  expect(bystander.disconnections).toBe(0)
  expect(bystander.rejections).toEqual([])
}

function openSocket(token: string) {
  const socket = io(`${server.url}/agents`, {
    transports: ['websocket'],
    auth: { token, protocol: 1, agent: { name: 'careless' } },
    forceNew: true,
    reconnection: false,
  })
  onTestFinished(() => {
    socket.disconnect()
  })
  return socket
}

/** A connection that has announced its rig; what is sent beneath Socket.IO goes through `write`. */
async function connect() {
  const socket = openSocket(installation.token)
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  await socket.timeout(5_000).emitWithAck('rigs', [{ key: 'careless-rig' }])
  return { socket, write: (packet: string) => socket.io.engine.write(packet) }
}

function disconnectionOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => socket.once('disconnect', resolve))
}

const answerOf = z.object({
  stored: z.number(),
  rejected: z.array(z.object({ index: z.number(), reason: z.string() })),
})
type Answer = z.infer<typeof answerOf>

/** Sends a message of readings as text, as a client in another language might, and gives the answer. */
async function reportText(readings: string): Promise<Answer> {
  const { socket, write } = await connect()
  const answer = new Promise<Answer>((resolve) => {
    socket.io.engine.on('message', (packet: unknown) => {
      const acknowledged = /^3\/agents,4711(\[.*)$/.exec(String(packet))?.[1]
      if (acknowledged !== undefined) resolve(z.tuple([answerOf]).parse(JSON.parse(acknowledged))[0])
    })
  })
  write(`2/agents,4711["readings",${readings}]`)
  return answer
}

function readingText(changes: string): string {
  return `{"rig":"careless-rig","at":${Date.now()},"state":"hashing","miner":{"name":"xmrig"},"work":[],${changes}}`
}

const invalid = 'davylamp_readings_rejected_total{reason="invalid"}'

test.each([
  ['a hash rate in words', '"work":[{"algorithm":"randomx","hashesPerSecond":"fast"}]', /hashesPerSecond/],
  ['NaN, as JSON writes it', '"work":[{"algorithm":"randomx","hashesPerSecond":null}]', /hashesPerSecond/],
  ['NaN, as a word', '"work":[{"algorithm":"randomx","hashesPerSecond":"NaN"}]', /hashesPerSecond/],
  ['1e400, which no number holds', '"work":[{"algorithm":"randomx","hashesPerSecond":1e400}]', /hashesPerSecond/],
  ['negative power', '"powerWatts":-5,"powerSource":"input"', /powerWatts/],
  ['a list where a word belongs', '"state":["hashing"]', /state/],
  [
    '10,000 devices',
    `"devices":[${Array.from({ length: 10_000 }, (_, index) => `{"index":${index},"kind":"gpu"}`).join(',')}]`,
    /devices.*256|256.*devices/,
  ],
])('%s is rejected with its reason and costs the good reading beside it nothing', async (_, changes, reason) => {
  const counted = await metric(door, invalid)
  const good = readingText('"intervalSeconds":10')
  const answer = await reportText(`[${readingText(changes)},${good}]`)
  expect(answer).toEqual({ stored: 1, rejected: [{ index: 0, reason: expect.stringMatching(reason) }] })
  expect(await metric(door, invalid)).toBe(counted + 1)
  await expect.poll(() => server.output()).toContain(JSON.stringify(answer.rejected[0]?.reason))
  await expectOthersCarryOn()
})

test.each(['null', '"readings"', '{}', '7'])(
  'a message of %s instead of a list is rejected as one',
  async (message) => {
    const counted = await metric(door, invalid)
    const answer = await reportText(message)
    expect(answer).toEqual({ stored: 0, rejected: [{ index: 0, reason: 'readings must be a list' }] })
    expect(await metric(door, invalid)).toBe(counted + 1)
  },
)

test('a token of another installation opens nothing, and is told so', async () => {
  const refused = 'davylamp_connections_refused_total{cause="token"}'
  const counted = await metric(door, refused)
  const stranger = openSocket(await secretOf(temporaryFolder('another-installation'), 'token'))
  const error = await new Promise<Error>((resolve) => stranger.once('connect_error', resolve))
  expect(String(error)).toContain('the token is not known here')
  expect(await metric(door, refused)).toBe(counted + 1)
  expect(server.output()).toContain('an agent was refused: the token is not known here')
  await expectOthersCarryOn()
})

test.each([
  ['that is no Socket.IO packet', '9 from outer space'],
  ['whose JSON ends too early', '2/agents,4711["readings",[{"rig":"careless-rig",'],
  ['that counts its attachments in letters', '5x-/agents,["readings"]'],
])('a frame %s closes its connection', async (_, packet) => {
  const closed = 'davylamp_connections_closed_total{cause="frame-unparsable"}'
  const counted = await metric(door, closed)
  const { socket, write } = await connect()
  const gone = disconnectionOf(socket)
  write(packet)
  await gone
  expect(await metric(door, closed)).toBe(counted + 1)
  expect(server.output()).toMatch(/"cause":"frame-unparsable".*a connection was closed for its frame/)
  await expectOthersCarryOn()
})

test('a frame of 50 MiB closes its connection', async () => {
  const closed = 'davylamp_connections_closed_total{cause="frame-too-large"}'
  const counted = await metric(door, closed)
  const { socket, write } = await connect()
  const gone = disconnectionOf(socket)
  write(`2/agents,4711["readings",["${'x'.repeat(50 * 1024 * 1024)}"]]`)
  await gone
  await expect.poll(() => metric(door, closed)).toBe(counted + 1)
  expect(server.output()).toMatch(/"cause":"frame-too-large".*a connection was closed for its frame/)
  await expectOthersCarryOn()
})

test('whatever others did, each of its readings is there once, as it was sent', async () => {
  await bystander.finish()
  for (const [key, moments] of bystander.answered) {
    expect(moments.length).toBeGreaterThan(100)
    expect(await storedReadings(door, key)).toEqual(moments.map(recordedReading))
  }
})
