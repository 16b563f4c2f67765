import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#lib/db/database'
import { findToken } from '#lib/services/find-token'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'davylamp-command-line-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ended = { code: number | null; out: string; err: string }

function davylamp(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'davylamp.ts', ...args], {
    env: { ...process.env, DAVYLAMP_DATA_DIR: folder, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended: Ended = { code: null, out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    ended.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    ended.err += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...ended, code }))
  })
}

test('on an empty folder, `token create` sets up an installation and prints the secret alone', {
  timeout: 60_000,
}, async () => {
  const { code, out, err } = await davylamp('token', 'create', '--name', 'shed')
  expect([code, err]).toEqual([0, expect.stringContaining('Home')])
  expect(out).toMatch(/^davyagent_[\w-]{43}\n$/)
  expect(err).not.toContain(out.trim())
  expect(readdirSync(folder)).toContain('davylamp.db')
  expect(statSync(join(folder, 'davylamp.db')).mode & 0o777).toBe(0o600)
  const database = await openDatabase(`file:${join(folder, 'davylamp.db')}`)
  expect(await findToken(database, out.trim())).toMatchObject({ name: 'shed' })
  await database.$disconnect()
})

test('`calc --json` prints one object and nothing else', { timeout: 60_000 }, async () => {
  const given =
    '--coin BTC --hashrate 100TH --difficulty 126271255279306.8 --height 900000 --price 100000 --power 3500 --tariff 0.07'
  const { code, out, err } = await davylamp('calc', ...given.split(' '), '--pool-fee', '1', '--json')
  expect([code, err]).toEqual([0, ''])
  expect(Object.keys(JSON.parse(out))).toEqual([
    'coinPerDay',
    'revenuePerDay',
    'energyKwhPerDay',
    'costPerDay',
    'profitPerDay',
    'joulesPerTerahash',
    'breakEvenTariff',
  ])
})

test('`calc` takes merged DOGE, a network’s hash rate and a marketplace, and turns ETH away', {
  timeout: 60_000,
}, async () => {
  const drawn = ['--power', '3425', '--tariff', '0.07', '--json']
  const [merged, network, sold, ether] = await Promise.all([
    davylamp(
      ...'calc --coin LTC --hashrate 9.5GH --difficulty 1e8 --height 2520000 --price 80'.split(' '),
      ...'--merged-difficulty 4e7 --merged-price 0.2'.split(' '),
      ...drawn,
    ),
    davylamp(...'calc --coin XMR --hashrate 20kH --network-hashrate 5GH --price 300'.split(' '), ...drawn),
    davylamp(
      ...'calc --marketplace nicehash --algorithm kawpow --hashrate 100MH --coin-per-hash-day 2e-13'.split(' '),
      ...'--price 100000'.split(' '),
      ...drawn,
    ),
    davylamp('calc', '--coin', 'ETH', '--hashrate', '100MH'),
  ])
  expect(JSON.parse(merged.out)).toMatchObject({ merged: { coin: 'DOGE', coinPerDay: expect.closeTo(47.7768, 3) } })
  expect(JSON.parse(network.out).coinPerDay).toBeCloseTo(0.001728, 9)
  expect(JSON.parse(sold.out).revenuePerDay).toBeCloseTo(2, 9)
  expect([ether.code, ether.out]).toEqual([1, ''])
  expect(ether.err).toContain('ETC')
})

test('`probe` of something that is no miner says so in one line and holds its tongue about the password', {
  timeout: 60_000,
}, async () => {
  const listener = createServer((socket) => socket.end('SSH-2.0-none\r\n').on('error', () => {}))
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { code, out, err } = await davylamp(
    'probe',
    `http://root:hunter2@127.0.0.1:${port}`,
    '--json',
    '--timeout',
    '2',
  )
  listener.close()
  expect([code, out]).toEqual([1, ''])
  expect(err.trim().split('\n')).toHaveLength(1)
  expect(err).toContain(`127.0.0.1:${port}`)
  expect(err).not.toContain('hunter2')
})

test('a start that cannot go on says why and ends', { timeout: 120_000 }, async () => {
  const listener = createServer()
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  process.env.PORT = String(typeof address === 'object' && address ? address.port : 0)
  process.env.HOST = '127.0.0.1'
  const { code, err } = await davylamp('start')
  delete process.env.PORT
  delete process.env.HOST
  listener.close()
  // Without built pages that is what it says; with them, that the port is taken.
  expect([code, err]).toEqual([1, expect.stringMatching(/davylamp: .*(production build|Port \d+ is taken)/)])
})
