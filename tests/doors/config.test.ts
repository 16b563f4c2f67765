import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigComplaint, loadConfig } from '#lib/config'
import { openSecrets } from '#lib/services/secrets'
import { type Installation, newInstallation } from './installation.ts'

let place: Installation
beforeEach(async () => {
  place = await newInstallation()
})
afterEach(() => place.remove())

test('an empty environment gives defaults that work', () => {
  expect(loadConfig({ DAVYLAMP_DATA_DIR: '/srv/davylamp', PORT: '' })).toEqual({
    port: 3000,
    host: '0.0.0.0',
    dataDir: '/srv/davylamp',
    databaseUrl: 'file:/srv/davylamp/davylamp.db',
    publicUrl: undefined,
    secret: undefined,
    owner: undefined,
    trustProxy: false,
    builtInAgent: true,
    market: 'live',
    coingeckoUrl: 'https://api.coingecko.com/api/v3',
    mempoolUrl: 'https://mempool.space/api',
    whattomineUrl: 'https://whattomine.com',
    nicehashUrl: 'https://api2.nicehash.com',
    octopusUrl: 'https://api.octopus.energy/v1',
    awattarAtUrl: 'https://api.awattar.at/v1',
    awattarDeUrl: 'https://api.awattar.de/v1',
    allowPrivateWebhooks: false,
    nightlyBackup: true,
    backupDir: '/srv/davylamp/backups',
    logLevel: 'info',
  })
})

test.each([
  ['PORT', '70000', '0 to 65535'],
  ['PORT', 'http', 'whole number'],
  ['HOST', 'http://here', 'address'],
  ['DATABASE_URL', 'mysql://user:hunter2@db', 'file:'],
  ['DAVYLAMP_PUBLIC_URL', 'mine.example', 'http'],
  ['DAVYLAMP_PUBLIC_URL', 'https://mine.example/davylamp', 'path'],
  ['DAVYLAMP_SECRET', 'hunter2', '32 characters'],
  ['TRUST_PROXY', 'maybe', 'on or off'],
  ['DAVYLAMP_MARKET', 'sometimes', 'live or off'],
  ['LOG_LEVEL', 'loud', 'debug'],
])('%s=%s is complained about by name, with a remedy', (name, value, remedy) => {
  const complain = () => loadConfig({ [name]: value })
  expect(complain).toThrow(ConfigComplaint)
  expect(complain).toThrow(new RegExp(`^${name} is .*${remedy}`))
  expect(complain).not.toThrow(/hunter2/)
})

test('every setting that is wrong is told at once', () => {
  expect(() => loadConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT[\s\S]*LOG_LEVEL/)
})

test('an owner needs both an address and a password', () => {
  expect(() => loadConfig({ DAVYLAMP_OWNER_EMAIL: 'ada@mine.example' })).toThrow(/DAVYLAMP_OWNER_PASSWORD is missing/)
})

test('.env.example names every setting, and nothing else', () => {
  const named = [...readFileSync('.env.example', 'utf8').matchAll(/^#([A-Z][A-Z_]+)=/gm)].map((match) => match[1])
  const source = readFileSync('lib/config.ts', 'utf8')
  const known = new Set([...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]))
  expect(new Set(named)).toEqual(known)
})

test('the secret is made once, for its owner alone, and opens what it closed', () => {
  const config = { secret: undefined, dataDir: join(place.folder, 'data') }
  const secrets = openSecrets(config)
  expect(statSync(join(config.dataDir, 'secret')).mode & 0o777).toBe(0o600)
  expect(statSync(config.dataDir).mode & 0o777).toBe(0o700)
  const closed = secrets.encrypt('root:admin')
  expect(closed).not.toContain('admin')
  expect(secrets.encrypt('root:admin')).not.toBe(closed)
  const again = openSecrets(config)
  expect(again.decrypt(closed)).toBe('root:admin')
  expect(again.sessionSecret).toBe(secrets.sessionSecret)
  const other = openSecrets({ ...config, secret: 'the secret of another installation' })
  expect(other.decrypt(closed)).toBeUndefined()
  expect(again.decrypt(`${closed.slice(0, -4)}AAAA`)).toBeUndefined()
})
