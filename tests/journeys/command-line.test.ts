import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Reading } from '#lib/domain/reading'
import { mine } from '#simulators/mine'
import { startSimulator } from '#simulators/start-simulator'
import { freePort } from '../free-port'
import { runCommand } from './installation'
import { removeFolders, startProgram, startServer, temporaryFolder } from './program'
import { RecordingAgent, recordedReading } from './recording-agent'
import { listRigs, storedReadings } from './rest'

const OWNER = { email: 'owner@mine.example', password: 'a long pass phrase' }

let dataDir: string
let token: string
let key: string

beforeAll(() => {
  dataDir = join(temporaryFolder('command-line'), 'not-there-yet')
})
afterAll(removeFolders)

function davylamp(...args: string[]) {
  return runCommand(args, { DAVYLAMP_DATA_DIR: dataDir })
}

test('on an empty folder `token create` makes an installation and prints the secret alone', async () => {
  const { code, out, err } = await davylamp('token', 'create', '--name', 'shed')
  expect(code).toBe(0)
  expect(out).toMatch(/^davyagent_[\w-]{43}\n$/)
  token = out.trim()
  expect(err).not.toContain(token)
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  expect(readFilesOf(dataDir)).not.toContain(token)
})

test('`key create` prints the secret alone', async () => {
  const { code, out, err } = await davylamp('key', 'create', '--name', 'a script')
  expect(code).toBe(0)
  expect(out).toMatch(/^davykey_[\w-]{20,}\n$/)
  key = out.trim()
  expect(err).not.toContain(key)
})

test('a listing names what was made and shows no secret', async () => {
  const tokens = await davylamp('token', 'list')
  expect(tokens.out).toContain('shed')
  expect(tokens.out).not.toContain(token)
  const keys = await davylamp('key', 'list')
  expect(keys.out).toContain('a script')
  expect(keys.out).not.toContain(key)
})

test('whoever has read enough, as `| head` does, ends no command with an error', async () => {
  const { process: child } = startProgram('davylamp', ['token', 'list'], { DAVYLAMP_DATA_DIR: dataDir })
  let complaints = ''
  child.stderr?.on('data', (chunk) => {
    complaints += chunk
  })
  child.stdout?.destroy()
  const [code] = await once(child, 'close')
  expect(complaints).toBe('')
  expect(code).toBe(0)
})

test('the server starts on it with the owner that the environment names, twice', async () => {
  const environment = { DAVYLAMP_OWNER_EMAIL: OWNER.email, DAVYLAMP_OWNER_PASSWORD: OWNER.password }
  for (const start of ['first', 'second']) {
    const fromMs = performance.now()
    const server = await startServer(dataDir, environment)
    onTestFinished(() => server.end())
    process.stdout.write(`the ${start} start took ${((performance.now() - fromMs) / 1000).toFixed(1)} s\n`)
    expect(server.output()).not.toContain('/link/')
    expect(server.output()).not.toContain(OWNER.password)
    expect(await signIn(server.url, OWNER.password)).toBe(200)
    expect(await signIn(server.url, 'another pass phrase')).toBe(401)
    expect(await listRigs({ url: server.url, key })).toEqual([])
    await server.end()
    expect(server.process.exitCode).toBe(0)
  }
})

test('`probe --json` prints one reading and nothing else', async () => {
  const rig = mine.find(({ family }) => family === 'bitaxe')
  if (!rig) throw new Error('the mine has no Bitaxe')
  const simulator = await startSimulator({ rig, uptimeSeconds: 86_400 })
  onTestFinished(() => simulator.stop())
  const { code, out, err } = await davylamp('probe', simulator.address, '--json')
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(/^\{.*\}\n$/)
  const reading: Reading = JSON.parse(out)
  expect(reading).toMatchObject({ state: 'hashing', miner: { name: 'bitaxe' }, work: [{ algorithm: 'sha256d' }] })
  expect(Math.abs(Date.now() - reading.at)).toBeLessThan(60_000)
})

test('`probe` of a port where nobody listens says so in one line, without the password', async () => {
  const port = await freePort()
  const { code, out, err } = await davylamp('probe', `http://root:hunter2@127.0.0.1:${port}`, '--json')
  expect([code, out]).toEqual([1, ''])
  expect(err).toMatch(/^[^\n]+\n$/)
  expect(err).toContain(`127.0.0.1:${port}`)
  expect(err).toContain('tried')
  expect(err).not.toContain('hunter2')
})

test('a backup made while agents report is whole, and can be restored once the server is stopped', async () => {
  const server = await startServer(dataDir, { DAVYLAMP_BUILT_IN_AGENT: 'off' })
  onTestFinished(() => server.end())
  const door = { url: server.url, key }
  const recorder = new RecordingAgent(server.url, token, 'shed')
  onTestFinished(() => recorder.finish())
  await expect.poll(() => recorder.answeredCount, { timeout: 20_000 }).toBeGreaterThan(50)
  const before = new Map([...recorder.answered].map(([rig, moments]) => [rig, [...moments]]))

  const made = await davylamp('backup')
  expect(made.code).toBe(0)
  const file = made.out.trim()
  expect(existsSync(file)).toBe(true)
  const sum = createHash('sha256').update(readFileSync(file)).digest('hex')
  expect(readFileSync(`${file}.sha256`, 'utf8')).toContain(sum)
  await expect.poll(() => recorder.answeredCount, { timeout: 20_000 }).toBeGreaterThan(150)
  await recorder.finish()

  const tooEarly = await davylamp('restore', file)
  expect(tooEarly.code).toBe(1)
  expect(tooEarly.err).toContain('stop the server')
  const untouched = new Map<string, unknown[]>()
  for (const rig of recorder.rigKeys) untouched.set(rig, await storedReadings(door, rig))
  await server.end()

  const restored = await davylamp('restore', file)
  expect([restored.code, restored.out]).toEqual([0, ''])
  const again = await startServer(dataDir, { DAVYLAMP_BUILT_IN_AGENT: 'off' })
  onTestFinished(() => again.end())
  for (const rig of recorder.rigKeys) {
    const readings = await storedReadings({ url: again.url, key }, rig)
    const whole = recorder.answered.get(rig) ?? []
    // Everything answered for before the backup began, and nothing made up; what came after it is gone.
    expect(readings).toEqual(whole.slice(0, readings.length).map(recordedReading))
    expect(readings.length).toBeGreaterThanOrEqual(before.get(rig)?.length ?? 0)
    expect(readings.length).toBeLessThan(whole.length)
    expect(untouched.get(rig)).toHaveLength(whole.length)
  }
})

async function signIn(url: string, password: string): Promise<number> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: OWNER.email, password }),
  })
  return response.status
}

/** All bytes of all files of a folder, as text. */
function readFilesOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}
