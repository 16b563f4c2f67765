import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Identities } from '#agent/identities'

const MAC = 'a4:bb:6d:01:02:03'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'davylamp-identities-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('a machine that leaves out its MAC once is still the same rig', () => {
  const identities = new Identities(temporaryFolder())
  const address = 'tcp://192.168.1.20:4028'
  expect(identities.keyOf(address, { name: 'whatsminer', mac: MAC.toUpperCase(), serial: 'S1' })).toBe(MAC)
  expect(identities.keyOf(address, { name: 'whatsminer', serial: 'S1' })).toBe(MAC)
  expect(identities.keyOf(address, { name: 'whatsminer' })).toBe(MAC)
})

test('another machine at the same address is another rig', () => {
  const identities = new Identities(temporaryFolder())
  const address = 'tcp://192.168.1.20:4028'
  identities.keyOf(address, { name: 'whatsminer', mac: MAC, serial: 'S1' })
  expect(identities.keyOf(address, { name: 'antminer', serial: 'S2' })).toBe('serial:S2')
  expect(identities.keyOf(address, { name: 'bitaxe', mac: 'aa:00:00:00:00:01' })).toBe('aa:00:00:00:00:01')
})

test('the machine of the agent keeps its key when another network card comes first', () => {
  const folder = temporaryFolder()
  // As written when the cable was in; now it hangs on the wireless card.
  const machines = { 'this machine': MAC }
  writeFileSync(join(folder, 'identities.json'), JSON.stringify({ agentId: crypto.randomUUID(), machines }))
  expect(new Identities(folder).keyOfThisMachine()).toBe(MAC)
  const fresh = temporaryFolder()
  const first = new Identities(fresh).keyOfThisMachine()
  expect(new Identities(fresh).keyOfThisMachine()).toBe(first)
})

test('a machine that tells no MAC and no serial keeps its key after a restart', () => {
  const folder = temporaryFolder()
  const identities = new Identities(folder)
  const key = identities.keyOf('tcp://192.168.1.21:4028', { name: 'cgminer' })
  identities.save()
  expect(new Identities(folder).keyOf('tcp://192.168.1.21:4028', { name: 'cgminer' })).toBe(key)
})
