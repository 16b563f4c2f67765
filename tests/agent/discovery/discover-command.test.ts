import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { discoverAsWritten } from '#agent/discovery/discover-command'
import { readInventory } from '#lib/services/inventory-csv'
import { foundMachineSchema } from '#lib/wire/discovery'
import { mine } from '#simulators/mine'
import { startSimulator } from '#simulators/start-simulator'
import { freePort } from '../../free-port'

// 127.0.0.0/8 is all this machine on Linux, so that a range of it is a network of machines.

async function simulate(family: string, host: string, port: number): Promise<void> {
  const rig = mine.find((description) => description.family === family)
  if (!rig) throw new Error(`no ${family} in the demo`)
  const simulator = await startSimulator({ rig, host, port, uptimeSeconds: 86_400 })
  onTestFinished(() => simulator.stop())
}

async function printerAt(host: string, port: number, status = 200): Promise<string[]> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim())
    response.writeHead(status, status === 401 ? { 'www-authenticate': 'Basic realm="Office"' } : {}).end('<p>Toner</p>')
  })
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return asked
}

async function discover(...args: string[]) {
  const notes: string[] = []
  const outcome = await discoverAsWritten([...args, '--rate', '500'], { write: (text) => notes.push(text) })
  if (!outcome.ok) throw new Error(outcome.problem)
  return { text: outcome.text, notes: notes.join('') }
}

test('a range with an Antminer, a Bitaxe, a GPU rig and a printer lists the three that mine', async () => {
  const port = await freePort()
  await simulate('antminer', '127.0.0.3', port)
  await simulate('bitaxe', '127.0.0.5', port)
  await simulate('trex', '127.0.0.9', port)
  await printerAt('127.0.0.12', port)
  const { text, notes } = await discover('127.0.0.0/28', '--ports', String(port))
  expect(text.split('\n').map((line) => line.split(/\s{2,}/).slice(0, 2))).toEqual([
    ['address', 'kind'],
    [`tcp://127.0.0.3:${port}`, 'antminer'],
    [`http://127.0.0.5:${port}`, 'bitaxe'],
    [`http://127.0.0.9:${port}`, 'trex'],
  ])
  expect(notes).toBe('127.0.0.0/28: 14 of 14 addresses, 3 found\n')
})

test('what is found can be put into an agent’s configuration and into the inventory', async () => {
  const port = await freePort()
  await simulate('bitaxe', '127.0.0.5', port)
  const config = JSON.parse((await discover('127.0.0.5', '--ports', String(port), '--config')).text)
  expect(config).toEqual({ rigs: [{ targets: [{ address: `http://127.0.0.5:${port}`, miner: 'bitaxe' }] }] })
  const machines = foundMachineSchema
    .array()
    .parse(JSON.parse((await discover('127.0.0.5', '--ports', String(port), '--json')).text))
  const { rows, unknown } = readInventory((await discover('127.0.0.5', '--ports', String(port), '--csv')).text)
  expect(unknown).toEqual([])
  expect(rows.map(({ fields }) => fields.mac)).toEqual([machines[0]?.key])
  expect(machines[0]?.key).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)
})

test('what asks for a password is listed, and no login is tried unless that was asked for', async () => {
  const port = await freePort()
  const asked = await printerAt('127.0.0.6', port, 401)
  const { text } = await discover('127.0.0.6', '--ports', String(port))
  expect(text).toContain('asks for a password')
  expect(asked.filter((line) => line.includes('Basic'))).toEqual([])
})

test('an empty network says what to look at next', async () => {
  const port = await freePort()
  const { text } = await discover('127.0.0.0/30', '--ports', String(port))
  expect(text).toContain('Is its API switched on')
})

test.each([
  [['10.0.0.0/8'], /--large/],
  [['203.0.113.0/24'], /no network of machines|--public/],
  [['127.0.0.1', '--ports', '0'], /--ports/],
  [['127.0.0.1', '--rate', 'fast'], /--rate/],
  [['127.0.0.1', '--frobnicate'], /frobnicate/],
])('%j is refused before anything is asked', async (args, words) => {
  const outcome = await discoverAsWritten(args, { write: () => {} })
  expect(outcome).toMatchObject({ ok: false, problem: expect.stringMatching(words) })
})

test('what a stranger’s machine calls itself cannot steer the terminal it is listed in', async () => {
  const port = await freePort()
  const server = createServer((_, response) => {
    response.end(JSON.stringify({ ASICModel: 'BM1370', hashRate: 1_200, deviceModel: '\u001b[2JGamma\u202e\r' }))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.5', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { text } = await discover('127.0.0.5', '--ports', String(port))
  expect(text.split('\n')[1]?.split(/\s{2,}/)).toEqual([`http://127.0.0.5:${port}`, 'bitaxe', 'Gamma', '—'])
})
