import pino from 'pino'
import { expect, test } from 'vitest'
import type { ReadingStore } from '#lib/db/reading-store'
import type { Reading } from '#lib/domain/reading'
import { announceRigs } from '#lib/services/announce-rigs'
import { createCounters } from '#lib/services/counters'
import { mergeRigs } from '#lib/services/merge-rigs'
import { assignedMeters } from '#lib/services/meters/assigned-meters'
import { giveRigMeter } from '#lib/services/meters/save-rig-meter'
import { recordReadings } from '#lib/services/record-readings'
import { deriveSecrets } from '#lib/services/secrets'
import { ReadingKeeper } from '#lib/services/storage/reading-keeper'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { openFleetForTest } from './fleet-for-test'
import { firstSite, someRig } from './money-mine.ts'

test('an agent that reports while its rig becomes part of another loses nothing', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database)
  const into = await someRig(database, siteId, 'old-key')
  const from = await someRig(database, siteId, 'fresh-key')
  const fleet = await openFleetForTest({ database, store })
  const log = pino({ level: 'silent' })
  const keeper = new ReadingKeeper({ database, store, log, folder: '.' })
  const context = { database, store, fleet, log, counters: createCounters(), keeper }
  await database.agent.create({ data: { id: 'agent-1', name: 'Shed', createdAtMs: 0n } })
  const agent = { id: 'agent-1', name: 'Shed', tokenId: 1, siteId }
  await announceRigs(context, agent, [{ key: 'fresh-key' }], Date.now())

  const firstMs = Date.now() - 60_000
  let sent = 0
  const report = async (rig: string | number) => {
    const reading: Reading = { at: firstMs + sent * 1000, state: 'hashing', miner: { name: 'xmrig' }, work: [] }
    sent += 1
    const answer = await recordReadings(context, agent, [{ rig, ...reading }], Date.now())
    expect(answer).toMatchObject({ stored: 1, rejected: [] })
  }
  await report('fresh-key')
  const busy: ReadingStore = {
    ...store,
    moveHistory: async (fromRigId, toRigId) => {
      await report('fresh-key')
      const moved = await store.moveHistory(fromRigId, toRigId)
      await report('fresh-key')
      await report(from)
      return moved
    },
  }
  const merged = await mergeRigs({ database, store: busy, fleet }, { fromRigId: from, intoRigId: into })
  expect(merged).toMatchObject({ ok: true })
  if (merged.ok) await fleet.refresh(merged.changes)
  await report('fresh-key')
  // Announced as this id when it connected; it need not announce again.
  await report(from)
  const kept = await store.readRange(into, 0, Date.now() + 60_000, { limit: 100 })
  expect(kept.map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5].map((index) => firstMs + index * 1000))
  expect(await store.readRange(from, 0, Date.now() + 60_000, { limit: 100 })).toEqual([])
})

test('the meter of a machine goes with it into the rig that it becomes part of, and the agent is told', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database)
  const into = await someRig(database, siteId, 'old-key')
  const from = await someRig(database, siteId, 'fresh-key')
  await database.agent.create({ data: { id: 'agent-1', name: 'Shed', createdAtMs: 0n } })
  await database.rig.update({ where: { id: from }, data: { agentId: 'agent-1' } })
  const secrets = deriveSecrets('a secret that is long enough for any test')
  await giveRigMeter({ database, secrets }, from, { kind: 'shelly', address: '192.0.2.30' })
  const fleet = await openFleetForTest({ database, store })
  const merged = await mergeRigs({ database, store, fleet }, { fromRigId: from, intoRigId: into })
  expect(merged).toMatchObject({ changes: expect.arrayContaining([{ kind: 'targets', agentId: 'agent-1' }]) })
  expect(await assignedMeters({ database, secrets }, 'agent-1')).toEqual([
    { rigKey: 'fresh-key', kind: 'shelly', address: '192.0.2.30' },
  ])
})
