import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '#agent/config'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agent-config-'))
  file = join(folder, 'agent.json')
  writeFileSync(join(folder, 'token'), 'davyagent_secret\n', { mode: 0o600 })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(config: unknown): void {
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config))
}

test('a server alone is enough: the rest has defaults, and the agent looks at its own machine', () => {
  write({ server: 'http://server:3000' })
  expect(readConfig(file)).toEqual({
    ok: true,
    config: {
      server: 'http://server:3000',
      token: 'davyagent_secret',
      rigs: [],
      thisMachine: true,
      acceptTargets: true,
      discovery: false,
      spoolMegabytes: 256,
      timeoutSeconds: 5,
      folder,
    },
  })
})

test('who lists rigs is asked for those alone, unless told otherwise', () => {
  const rigs = [{ name: 'Attic', targets: [{ address: '10.0.0.5' }] }]
  write({ server: 'https://mine.example', rigs })
  expect(readConfig(file)).toMatchObject({ ok: true, config: { thisMachine: false, rigs } })
  write({ server: 'https://mine.example', rigs, thisMachine: true })
  expect(readConfig(file)).toMatchObject({ ok: true, config: { thisMachine: true } })
})

test.each([
  ['text that is no JSON', '{ "server": ', /not valid JSON/],
  ['no server', {}, /server/],
  ['an address without http', { server: 'mine.local:3000' }, /server/],
  ['a setting nobody knows', { server: 'http://s', intervall: 10 }, /intervall/],
  ['a rig without targets', { server: 'http://s', rigs: [{ targets: [] }] }, /rigs\[0\]\.targets/],
  [
    'an interval of nothing',
    { server: 'http://s', rigs: [{ intervalSeconds: 0, targets: [{ address: 'x' }] }] },
    /intervalSeconds/,
  ],
  [
    'a meter of an unknown kind',
    { server: 'http://s', rigs: [{ targets: [{ address: 'x' }], meter: { kind: 'fritz', address: 'y' } }] },
    /rigs\[0\]\.meter/,
  ],
  [
    'a password in the address of a meter',
    {
      server: 'http://s',
      rigs: [{ targets: [{ address: 'x' }], meter: { kind: 'shelly', address: 'http://a:secret@y' } }],
    },
    /own fields/,
  ],
  [
    'two rigs on one plug',
    {
      server: 'http://s',
      rigs: [
        { targets: [{ address: 'x' }], meter: { kind: 'shelly', address: '10.0.0.30' } },
        { targets: [{ address: 'z' }], meter: { kind: 'shelly', address: 'http://10.0.0.30:80' } },
      ],
    },
    /the same meter as rigs\[0\]: what one plug draws cannot be split/,
  ],
  ['a token file that is not there', { server: 'http://s', tokenFile: 'elsewhere' }, /elsewhere.*0600/],
])('%s is complained about, with its place and without the secret', (_, config, complaint) => {
  write(config)
  const result = readConfig(file)
  expect(result).toEqual({ ok: false, problem: expect.stringMatching(complaint) })
  expect(JSON.stringify(result)).toContain(folder)
  expect(JSON.stringify(result)).not.toContain('davyagent_secret')
})

test('an empty token file is told apart from a missing one', () => {
  write({ server: 'http://s' })
  writeFileSync(join(folder, 'token'), '\n')
  expect(readConfig(file)).toEqual({ ok: false, problem: expect.stringContaining('is empty') })
})

test('no configuration at all: it says where one comes from', () => {
  expect(readConfig(file)).toEqual({ ok: false, problem: expect.stringContaining('Add rig') })
})

test('leave to look for machines is yes, no, or the networks and ports meant', () => {
  const read = (discovery: unknown) => {
    write({ server: 'http://server:3000', discovery })
    const result = readConfig(file)
    return result.ok ? result.config.discovery : result.problem
  }
  expect(read(true)).toBe(true)
  expect(read({ networks: ['192.168.1.0/24'], ports: [80] })).toEqual({ networks: ['192.168.1.0/24'], ports: [80] })
  expect(read('yes')).toContain('discovery')
  expect(read({ ports: [0] })).toContain('discovery')
})
