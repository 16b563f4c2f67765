import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Identities } from '#agent/identities'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'identities-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('an agent has the same id after every start, in a file of its own', () => {
  const first = new Identities(folder)
  expect(first.agentId).toMatch(UUID)
  expect(new Identities(folder).agentId).toBe(first.agentId)
  expect(statSync(join(folder, 'identities.json')).mode & 0o777).toBe(0o600)
})

test('a machine is its MAC, at whatever address and however it is spelt', () => {
  const identities = new Identities(folder)
  const miner = { name: 'whatsminer', mac: 'C4:08:28:00:0A:01', serial: 'S1' }
  expect(identities.keyOf('10.0.0.5', miner)).toBe('c4:08:28:00:0a:01')
  expect(identities.keyOf('10.0.0.77', { ...miner, mac: 'c4:08:28:00:0a:01' })).toBe('c4:08:28:00:0a:01')
})

test('without a MAC it is its serial, and without both a UUID that outlives restarts', () => {
  const identities = new Identities(folder)
  expect(identities.keyOf('10.0.0.5', { name: 'avalon', serial: 'A-17' })).toBe('serial:A-17')
  const key = identities.keyOf('10.0.0.6', { name: 'xmrig' })
  expect(key).toMatch(UUID)
  expect(identities.keyOf('10.0.0.7', { name: 'xmrig' })).not.toBe(key)
  expect(new Identities(folder).keyOf('10.0.0.6', { name: 'xmrig' })).toBe(key)
})

test('the machine of the agent has one key, which stays', () => {
  const key = new Identities(folder).keyOfThisMachine()
  expect(new Identities(folder).keyOfThisMachine()).toBe(key)
  expect(key).toMatch(/^([0-9a-f]{2}(:[0-9a-f]{2}){5}|[0-9a-f-]{36})$/)
})

test('the file is what it says: an id and the machines that tell no identity of their own', () => {
  const identities = new Identities(folder)
  const key = identities.keyOf('10.0.0.6', { name: 'xmrig' })
  expect(JSON.parse(readFileSync(join(folder, 'identities.json'), 'utf8'))).toEqual({
    agentId: identities.agentId,
    machines: { '10.0.0.6': key },
  })
})
