import { expect, test } from 'vitest'
import { rigRecords } from '#lib/db/inventory'
import { listSites } from '#lib/db/sites'
import type { Reading } from '#lib/domain/reading'
import { HOUR_MS } from '#lib/domain/units'
import { addTarget, canonicalAddress } from '#lib/services/add-target'
import { assignedTargets } from '#lib/services/assigned-targets'
import { changeSite } from '#lib/services/change-site'
import { changeTariff, dropTariff } from '#lib/services/change-tariff'
import { createSite } from '#lib/services/create-site'
import { deleteSite } from '#lib/services/delete-site'
import { completeFirstRun, firstRunIsPending } from '#lib/services/first-run'
import { listAgents } from '#lib/services/list-agents'
import { machineOf, machines } from '#lib/services/machines'
import { removeTarget } from '#lib/services/remove-target'
import { replaceRig } from '#lib/services/replace-rig'
import { deriveSecrets } from '#lib/services/secrets'
import file from '../../data/machines.json' with { type: 'json' }
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { openFleetForTest } from './fleet-for-test'
import { anotherSite, FLAT, firstSite, someRig } from './money-mine.ts'

const NOW = Date.UTC(2026, 10, 22, 10)

async function emptyDatabase() {
  const { url } = await temporaryDatabase()
  return { url, database: await openForTest(url) }
}

test('the first run is asked once and counts from the beginning', async () => {
  const { database } = await emptyDatabase()
  expect(await firstRunIsPending(database)).toBe(true)
  const wrong = { currency: 'XXX', siteName: ' ', timeZone: 'Mars/Base', tariff: { ...FLAT, overheadPercent: -1 } }
  const complaint = await completeFirstRun(database, wrong, NOW)
  expect(Object.keys(complaint.ok ? {} : complaint.problems).sort()).toEqual([
    ...['currency', 'siteName', 'tariff.overheadPercent', 'timeZone'],
  ])
  const right = { currency: 'EUR', siteName: 'Home', timeZone: 'Europe/Berlin', tariff: FLAT }
  expect(await completeFirstRun(database, right, NOW)).toMatchObject({
    ok: true,
    recompute: { what: 'money', fromMs: 0 },
  })
  expect(await firstRunIsPending(database)).toBe(false)
  expect(await completeFirstRun(database, right, NOW)).toMatchObject({ ok: false })
  expect(await listSites(database)).toMatchObject([{ name: 'Home', tariffs: [{ fromMs: 0, tariff: FLAT }] }])
})

test('a site has a name of its own and a zone that exists', async () => {
  const { database } = await emptyDatabase()
  await firstSite(database)
  expect(await createSite(database, { name: 'BARN', timeZone: 'UTC', tariff: FLAT })).toMatchObject({
    problems: { name: expect.any(String) },
  })
  const cellar = await anotherSite(database, 'Cellar', 'UTC')
  expect(await changeSite(database, { siteId: cellar, name: 'barn' })).toMatchObject({ ok: false })
  const moved = await changeSite(database, { siteId: cellar, timeZone: 'Asia/Kolkata' }, NOW)
  expect(moved).toMatchObject({ ok: true, recompute: { what: 'money', fromMs: 0, toMs: NOW, siteIds: [cellar] } })
  expect(await deleteSite(database, cellar)).toMatchObject({ ok: true })
})

test('a site where a rig ever stood is not removed', async () => {
  const { database } = await emptyDatabase()
  const siteId = await firstSite(database)
  await anotherSite(database, 'Cellar', 'UTC')
  await someRig(database, siteId)
  expect(await deleteSite(database, siteId)).toMatchObject({
    ok: false,
    problems: { form: expect.stringContaining('1 rig') },
  })
})

test('a tariff speaks from its moment; one in the past names the hours it alters', async () => {
  const { database } = await emptyDatabase()
  const siteId = await firstSite(database)
  const dear = { ...FLAT, pricePerKwh: 0.3 }
  expect(await changeTariff(database, { siteId, tariff: dear }, NOW)).toMatchObject({ ok: true, recompute: undefined })
  const fromMs = NOW - 5 * HOUR_MS + 60_000
  const past = await changeTariff(database, { siteId, tariff: dear, fromMs }, NOW)
  expect(past).toMatchObject({ recompute: { what: 'money', fromMs: NOW - 5 * HOUR_MS, toMs: NOW, siteIds: [siteId] } })
  await dropTariff(database, { siteId, fromMs: NOW }, NOW)
  await dropTariff(database, { siteId, fromMs }, NOW)
  expect(await dropTariff(database, { siteId, fromMs: 0 }, NOW)).toMatchObject({ ok: false })
})

test('a new machine takes the place of an old one, with what it reported meanwhile', async () => {
  const { database, url } = await emptyDatabase()
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database)
  const old = await someRig(database, siteId, 'old-key')
  const fresh = await someRig(database, siteId, 'fresh-key')
  const reading = (at: number): Reading => ({ at, state: 'hashing', miner: { name: 'xmrig' }, work: [] })
  await store.append([
    { rigId: old, receivedAtMs: NOW, reading: reading(NOW - 2 * HOUR_MS) },
    { rigId: fresh, receivedAtMs: NOW, reading: reading(NOW - HOUR_MS) },
  ])
  const fleet = await openFleetForTest({ database, store }, NOW)
  const done = await replaceRig({ database, store, fleet }, { rigId: old, newKey: 'fresh-key' })
  expect(done).toMatchObject({ ok: true, recompute: { what: 'hours', rigIds: [old] } })
  const rigs = await rigRecords(database)
  expect(rigs.map(({ id, keys }) => [id, keys])).toEqual([[old, ['fresh-key', 'old-key']]])
  const kept = await store.readRange(old, 0, NOW, { limit: 10 })
  expect(kept.map(({ at }) => at)).toEqual([NOW - 2 * HOUR_MS, NOW - HOUR_MS])
  // One that has not reported yet is expected under its key.
  expect(await replaceRig({ database, store, fleet }, { rigId: old, newKey: 'A4BB6D010203' })).toMatchObject({
    ok: true,
  })
  expect((await rigRecords(database))[0]?.keys[0]).toBe('a4:bb:6d:01:02:03')
})

test('an address goes to its agent with credentials, and lies encrypted', async () => {
  const { database } = await emptyDatabase()
  const secrets = deriveSecrets('a secret that is long enough for a test')
  await database.agent.create({ data: { id: 'agent-1', name: 'Server', builtIn: true, createdAtMs: 0n } })
  const context = { database, secrets }
  const added = await addTarget(context, {
    agentId: 'built-in',
    address: '192.168.1.20',
    user: 'root',
    password: 'r00t!',
  })
  expect(added).toMatchObject({ ok: true, agentId: 'agent-1', changes: [{ kind: 'targets', agentId: 'agent-1' }] })
  expect((await database.agentTarget.findMany())[0]?.credentials).not.toContain('r00t')
  expect(await assignedTargets(context, 'agent-1')).toMatchObject([
    { address: '192.168.1.20', user: 'root', password: 'r00t!' },
  ])
  const [agent] = await listAgents(database)
  expect(agent?.targets).toMatchObject([{ address: '192.168.1.20', hasCredentials: true }])
  expect(JSON.stringify(agent)).not.toContain('root')
  expect(await addTarget(context, { agentId: 'built-in', address: '192.168.1.20' })).toMatchObject({ ok: false })
  expect(await removeTarget(database, agent?.targets[0]?.id ?? 0)).toMatchObject({ ok: true })
  expect(await assignedTargets(context, 'agent-1')).toEqual([])
})

test.each([
  ['192.168.1.20', '192.168.1.20'],
  ['Miner.local:4028', 'miner.local:4028'],
  ['fe80::1', '[fe80::1]'],
  ['[fe80::1]:80', '[fe80::1]:80'],
  ['http://10.0.0.5/', 'http://10.0.0.5'],
  ['tcp://10.0.0.5:4028', 'tcp://10.0.0.5:4028'],
  ['http://root:root@10.0.0.5', undefined],
  ['file:///etc/passwd', undefined],
  ['10.0.0.256', undefined],
  ['host:99999', undefined],
  ['a b', undefined],
])('the address %s is written %s', (text, address) => {
  expect(canonicalAddress(text)).toBe(address)
})

test('every machine has plausible figures and is found by each of its spellings', () => {
  expect(machines().length).toBeGreaterThanOrEqual(60)
  for (const { aliases, model, nominalHashesPerSecond } of file) {
    for (const spelling of [model, model.toUpperCase(), ...aliases]) {
      expect([spelling, machineOf('', spelling, nominalHashesPerSecond)?.model]).toEqual([spelling, model])
    }
  }
  const sha256 = machines().filter(({ algorithm }) => algorithm === 'sha256d')
  for (const { model, watts, nominalHashesPerSecond } of sha256) {
    const joulesPerTerahash = (watts / nominalHashesPerSecond) * 1e12
    expect([model, joulesPerTerahash > 11 && joulesPerTerahash < 100]).toEqual([model, true])
  }
})
