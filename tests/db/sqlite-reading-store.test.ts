import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openReadingStore } from '#lib/db/open-reading-store'
import { gpuReading, MIDNIGHT } from './some-readings.ts'
import { openStoreForTest, temporaryDatabase, temporaryFolder } from './temporary-database.ts'

test('keys are kept as integers, and the connection that acknowledges syncs fully', async () => {
  const { url, file } = await temporaryDatabase()
  const store = await openStoreForTest(url)
  await store.append([{ rigId: 1, receivedAtMs: MIDNIGHT, reading: gpuReading(MIDNIGHT) }])
  const database = new Sqlite(file, { readonly: true })
  const kinds =
    'typeof(slotMs) slot, typeof(rigId) rig, typeof(atMs) at, typeof(receivedAtMs) received, typeof(frameId) frame, typeof(figures) figures'
  expect(database.prepare(`SELECT ${kinds} FROM Reading`).get()).toEqual({
    slot: 'integer',
    rig: 'integer',
    at: 'integer',
    received: 'integer',
    frame: 'integer',
    figures: 'blob',
  })
  database.close()
})

test('a store does not open on a file that is not there, and says so', async () => {
  const folder = await temporaryFolder()
  await expect(openReadingStore(`file:${folder}/missing.db`)).rejects.toThrow(
    `There is no database at ${folder}/missing.db.`,
  )
})
