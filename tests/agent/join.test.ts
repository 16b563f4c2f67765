import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '#agent/config'
import { writeConfig } from '#agent/join'

let parent: string
let folder: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'agent-join-'))
  folder = join(parent, 'state')
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

const request = { server: 'http://server:3000', token: 'davyagent_one', targets: [] }

function modeOf(file: string): number {
  return statSync(join(folder, file)).mode & 0o777
}

test('joining writes a configuration that can be read, and a token that only its owner can', () => {
  expect(writeConfig(folder, { ...request, name: 'Shed', targets: ['10.0.0.5', 'gpu'] })).toEqual({
    ok: true,
    file: join(folder, 'agent.json'),
    written: true,
  })
  expect(modeOf('token')).toBe(0o600)
  expect(modeOf('agent.json')).toBe(0o600)
  expect(modeOf('.')).toBe(0o700)
  expect(readConfig(join(folder, 'agent.json'))).toMatchObject({
    ok: true,
    config: {
      server: 'http://server:3000',
      token: 'davyagent_one',
      name: 'Shed',
      rigs: [{ targets: [{ address: '10.0.0.5' }] }, { targets: [{ address: 'gpu' }] }],
    },
  })
  expect(readFileSync(join(folder, 'agent.json'), 'utf8')).not.toContain('davyagent_one')
})

test('a token file that everybody could read is not one afterwards', () => {
  writeConfig(folder, request)
  writeFileSync(join(folder, 'token'), 'old')
  rmSync(join(folder, 'token'))
  writeFileSync(join(folder, 'token'), 'old', { mode: 0o644 })
  writeConfig(folder, { ...request, token: 'davyagent_two' })
  expect(modeOf('token')).toBe(0o600)
  expect(readFileSync(join(folder, 'token'), 'utf8')).toBe('davyagent_two\n')
})

test('joining again goes to the new server with the new token, and keeps what was set by hand', () => {
  writeConfig(folder, request)
  const file = join(folder, 'agent.json')
  writeFileSync(
    file,
    JSON.stringify({
      server: 'http://server:3000',
      spoolMegabytes: 10,
      rigs: [{ key: 'a', targets: [{ address: 'x' }] }],
    }),
  )
  const again = writeConfig(folder, { server: 'https://new.example', token: 'davyagent_two', targets: [] })
  expect(again).toMatchObject({ ok: true, written: false })
  expect(readConfig(file)).toMatchObject({
    ok: true,
    config: {
      server: 'https://new.example',
      token: 'davyagent_two',
      spoolMegabytes: 10,
      rigs: [{ key: 'a', targets: [{ address: 'x' }] }],
    },
  })
})

test('targets given when joining again are added to those there, each once', () => {
  writeConfig(folder, { ...request, targets: ['10.0.0.5'] })
  writeConfig(folder, { ...request, targets: ['10.0.0.5', '10.0.0.6'] })
  expect(readConfig(join(folder, 'agent.json'))).toMatchObject({
    ok: true,
    config: { rigs: [{ targets: [{ address: '10.0.0.5' }] }, { targets: [{ address: '10.0.0.6' }] }] },
  })
})

test('a configuration that somebody broke is left as it is', () => {
  writeConfig(folder, request)
  const file = join(folder, 'agent.json')
  writeFileSync(file, '{ "server": ')
  expect(writeConfig(folder, request)).toEqual({ ok: false, problem: expect.stringContaining(file) })
  expect(readFileSync(file, 'utf8')).toBe('{ "server": ')
})

test.each(['server:3000', 'ftp://server', '192.168.1.10', 'http://'])(
  'what is no address of a server is refused before anything is written: %s',
  (server) => {
    const joined = writeConfig(folder, { ...request, server })
    expect(joined).toMatchObject({ ok: false, problem: expect.stringContaining('such as http://192.168.1.10:3000') })
    expect(existsSync(folder)).toBe(false)
  },
)
