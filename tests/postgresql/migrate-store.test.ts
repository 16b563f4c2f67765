import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrateDatabase } from '#lib/db/migrate'
import { migrateStore } from '#lib/db/migrate-store'
import { openReadingStore } from '#lib/db/open-reading-store'
import { DAY_MS } from '#lib/domain/units'
import { rowOfEveryModel, tableOf } from '../db/row-of-every-model.ts'
import { gpuReading, MIDNIGHT } from '../db/some-readings.ts'
import {
  openForTest,
  openStoreForTest,
  runSql,
  temporaryFolder,
  temporaryPostgresql,
} from '../db/temporary-database.ts'

const READINGS = 4500
// Blocks come from packing alone.
const { ReadingBlock: _, ...rowsMoved } = rowOfEveryModel

async function filledFile(): Promise<string> {
  const file = join(await temporaryFolder(), 'davylamp.db')
  const url = `file:${file}`
  await migrateDatabase(url)
  const database = await openForTest(url)
  for (const [model, data] of Object.entries(rowsMoved)) await tableOf(database, model).create({ data })
  await database.$disconnect()
  const store = await openReadingStore(url)
  // Over three weeks, so that their tables are made.
  const minutes = Array.from({ length: READINGS }, (_, index) => MIDNIGHT + index * 400_000)
  await store.append(minutes.map((at) => ({ rigId: 7, receivedAtMs: at, reading: gpuReading(at) })))
  await store.close()
  return file
}

test('everything of an installation is in PostgreSQL afterwards, and its ids go on', async () => {
  const file = await filledFile()
  const url = await temporaryPostgresql('nothing')
  const said: string[] = []
  const result = await migrateStore(`file:${file}`, url, (sentence) => said.push(sentence))
  const models = Object.keys(rowsMoved).length
  expect(result).toEqual({ ok: true, tables: models, rows: models + READINGS + 1 })
  expect(said).toContain(`Reading: ${READINGS + 1} of ${READINGS + 1} rows.`)
  const database = await openForTest(url)
  for (const [model, data] of Object.entries(rowsMoved)) {
    expect(await tableOf(database, model).findFirst({ where: data }), model).toMatchObject(data)
  }
  expect((await database.site.create({ data: { name: 'Next', timeZone: 'UTC', createdAtMs: 1n } })).id).toBe(2)
  const store = await openStoreForTest(url)
  const stored = await store.readRange(7, 0, Number.MAX_SAFE_INTEGER, { limit: 10_000 })
  expect(stored).toHaveLength(READINGS)
  expect(stored.at(-1)).toStrictEqual(gpuReading(MIDNIGHT + (READINGS - 1) * 400_000))
})

test('an interrupted move goes on where it was, and copies nothing twice', async () => {
  const file = await filledFile()
  const url = await temporaryPostgresql('nothing')
  const interrupted = migrateStore(`file:${file}`, url, (sentence) => {
    if (sentence.startsWith('Reading: 2000')) throw new Error('the power went')
  })
  await expect(interrupted).rejects.toThrow('the power went')
  const said: string[] = []
  expect(await migrateStore(`file:${file}`, url, (sentence) => said.push(sentence))).toMatchObject({ ok: true })
  expect(said.filter((sentence) => /^(Site|Reading): .* of/.test(sentence))).toEqual([
    `Reading: 4000 of ${READINGS + 1} rows.`,
    `Reading: ${READINGS + 1} of ${READINGS + 1} rows.`,
  ])
})

test('packed readings stay packed, moved once though interrupted, and compared', async () => {
  const file = await filledFile()
  // It was made up, and no readings come back from it.
  const made = new Sqlite(file)
  made.prepare('DELETE FROM Reading WHERE slotMs = 0').run()
  made.close()
  const packing = await openReadingStore(`file:${file}`)
  const sealed = await packing.sealReadings(MIDNIGHT + 14 * DAY_MS)
  // Beside the blocks, one that came late.
  const late = MIDNIGHT + 1_000
  await packing.append([{ rigId: 7, receivedAtMs: late, reading: gpuReading(late) }])
  const before = await packing.readRange(7, 0, Number.MAX_SAFE_INTEGER, { limit: 10_000 })
  await packing.close()
  expect(sealed).toBeGreaterThan(2_000)
  expect(before).toHaveLength(READINGS + 1)
  const url = await temporaryPostgresql('nothing')
  let moved = 0
  const interrupted = migrateStore(`file:${file}`, url, (sentence) => {
    if (sentence.includes('packed ones') && ++moved === 5) throw new Error('the power went')
  })
  await expect(interrupted).rejects.toThrow('the power went')
  expect(await migrateStore(`file:${file}`, url, () => {})).toMatchObject({
    ok: true,
    rows: Object.keys(rowsMoved).length - 1 + READINGS + 2,
  })
  expect(await runSql(url, 'SELECT COUNT(*)::int AS count FROM "Reading"')).toEqual([{ count: READINGS + 1 - sealed }])
  const store = await openStoreForTest(url)
  expect(await store.readRange(7, 0, Number.MAX_SAFE_INTEGER, { limit: 10_000 })).toStrictEqual(before)
})

test('a database that holds something else, and a file in use, are left alone', async () => {
  const file = await filledFile()
  const url = await temporaryPostgresql()
  await runSql(url, `INSERT INTO "JobCursor" VALUES ('mine', 1)`)
  expect(await migrateStore(`file:${file}`, url, () => {})).toMatchObject({ reason: expect.stringContaining('empty') })
  expect(await runSql(url, 'SELECT "name" FROM "JobCursor"')).toEqual([{ name: 'mine' }])
  const open = new Sqlite(file)
  open.prepare('SELECT * FROM Site').all()
  expect(await migrateStore(`file:${file}`, url, () => {})).toMatchObject({ reason: expect.stringContaining('in use') })
  open.close()
})
