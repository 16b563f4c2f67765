import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { announceRigs } from '#lib/services/announce-rigs'
import { mergeRigs } from '#lib/services/merge-rigs'
import { recordReadings } from '#lib/services/record-readings'
import { gpuReading, MIDNIGHT } from '../db/some-readings.ts'
import { openForTest, openStoreForTest, runSql, temporaryPostgresql } from '../db/temporary-database.ts'
import { firstSite, someRig } from '../services/money-mine.ts'
import { openNodeInProcess } from './node-in-process'

const EVER = Number.MAX_SAFE_INTEGER
const received = (rigId: number, at: number) => ({ rigId, receivedAtMs: at, reading: gpuReading(at) })

test('a process that knows nothing of a merge goes on storing for the old rig, and all of it is the new one’s', async () => {
  const url = await temporaryPostgresql()
  const here = await openStoreForTest(url)
  const elsewhere = await openStoreForTest(url)
  let merged = false
  let at = MIDNIGHT
  const answers: string[] = []
  const storing = (async () => {
    for (let afterwards = 0; afterwards < 20; at += 1000) {
      answers.push(...(await elsewhere.append([received(1, at)])))
      if (merged) afterwards += 1
    }
  })()
  await here.redirectRig(1, 2)
  await here.moveHistory(1, 2)
  merged = true
  await storing
  expect(answers.every((answer) => answer === 'stored')).toBe(true)
  const kept = await elsewhere.readRange(2, 0, EVER, { limit: 10_000 })
  expect(kept.map((reading) => reading.at)).toEqual(answers.map((_, index) => MIDNIGHT + index * 1000))
  expect(await here.readRange(1, 0, EVER, { limit: 1 })).toEqual([])
  // Said for either, it is the same reading.
  expect(await elsewhere.append([received(1, MIDNIGHT), received(2, at), received(1, at)])).toEqual([
    'duplicate',
    'stored',
    'duplicate',
  ])
})

test('a merge waits for a commit that has not seen it, and for no backup', async () => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  await store.append([received(1, MIDNIGHT)])
  const connect = async () => {
    const client = new pg.Client(url)
    await client.connect()
    onTestFinished(() => client.end())
    return client
  }
  const backup = await connect()
  await backup.query('BEGIN')
  await backup.query('LOCK TABLE "MergedRig", "Reading" IN ACCESS SHARE MODE')
  const writer = await connect()
  await writer.query('BEGIN')
  await writer.query('SELECT FROM "MergedRig" FOR KEY SHARE')
  let redirected = false
  const redirecting = store.redirectRig(1, 2).then(() => {
    redirected = true
  })
  // It stands in the queue for the lock.
  while ((await runSql(url, `SELECT FROM pg_locks WHERE NOT granted AND mode = 'ExclusiveLock'`)).length === 0);
  await writer.query(
    `INSERT INTO "Reading" SELECT "slotMs", "rigId", "atMs" + 1, "receivedAtMs", "frameId", "figures" FROM "Reading"`,
  )
  expect(redirected).toBe(false)
  await writer.query('COMMIT')
  await redirecting
  expect(await store.moveHistory(1, 2)).toMatchObject({ movedReadings: 2 })
})

test('a rig that became part of one that became part of a third is that one’s', async () => {
  const url = await temporaryPostgresql()
  const store = await openStoreForTest(url)
  await store.redirectRig(1, 2)
  await store.redirectRig(2, 3)
  await store.append([received(1, MIDNIGHT), received(2, MIDNIGHT + 1000)])
  expect(await store.readRange(3, 0, EVER, { limit: 10 })).toHaveLength(2)
})

test('an agent on one node goes on reporting while another node makes its rig part of a second', async () => {
  const url = await temporaryPostgresql()
  const database = await openForTest(url)
  const siteId = await firstSite(database)
  const into = await someRig(database, siteId, 'old-key')
  const from = await someRig(database, siteId, 'fresh-key')
  await database.agent.create({ data: { id: 'agent-1', name: 'Shed', createdAtMs: 0n } })
  const [here, elsewhere] = [await openNodeInProcess(url, database), await openNodeInProcess(url, database)]
  const agent = { id: 'agent-1', name: 'Shed', tokenId: 1, siteId }
  await announceRigs(elsewhere, agent, [{ key: 'fresh-key' }], Date.now())
  const firstMs = Date.now() - 60_000
  let sent = 0
  const report = async () => {
    const reading = gpuReading(firstMs + sent++ * 1000)
    const answer = await recordReadings(elsewhere, agent, [{ rig: from, ...reading }], Date.now())
    expect(answer).toMatchObject({ stored: 1, rejected: [] })
  }
  await report()
  const merged = await mergeRigs(here, { fromRigId: from, intoRigId: into })
  if (!merged.ok) throw new Error('not merged')
  await report()
  await elsewhere.fleet.refresh(merged.changes)
  await report()
  // As one that started since knows it, too.
  expect((await openNodeInProcess(url, database)).fleet.writers.rigNamed(from)).toBe(into)
  const kept = await here.store.readRange(into, 0, EVER, { limit: 10 })
  expect(kept.map(({ at }) => at)).toEqual([firstMs, firstMs + 1000, firstMs + 2000])
  expect(await here.store.readRange(from, 0, EVER, { limit: 10 })).toEqual([])
})
