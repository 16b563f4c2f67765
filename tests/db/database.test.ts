import { statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openDatabase } from '#lib/db/database'
import { databaseFile } from '#lib/db/database-file'
import { connectSqlite } from '#lib/db/sqlite-connection'
import { openForTest, temporaryDatabase, temporaryFolder } from './temporary-database.ts'

const site = (name: string) => ({ data: { name, timeZone: 'Europe/Oslo', createdAtMs: 1n } })

test('commits are synced fully and foreign keys hold, on the connection that people use', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  expect(await database.$queryRaw`PRAGMA journal_mode`).toEqual([{ journal_mode: 'wal' }])
  expect(await database.$queryRaw`PRAGMA synchronous`).toEqual([{ synchronous: 2n }])
  await expect(database.siteTariff.create({ data: { siteId: 9, fromMs: 0n, tariff: '{}' } })).rejects.toThrow(
    'Foreign key',
  )
})

test('a write sent during a transaction that is undone is kept', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  let begun = () => {}
  const open = new Promise<void>((resolve) => {
    begun = resolve
  })
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const undone = database.$transaction(async (transaction) => {
    await transaction.site.create(site('undone'))
    begun()
    await finished
    throw new Error('changed my mind')
  })
  await open
  const kept = database.site.create(site('kept'))
  const seen = database.site.findMany({ where: { name: 'undone' } })
  finish()
  await expect(undone).rejects.toThrow('changed my mind')
  expect(await kept).toMatchObject({ name: 'kept' })
  expect(await seen).toEqual([])
  expect((await database.site.findMany()).map(({ name }) => name)).toEqual(['kept'])
})

test('a transaction whose commit fails is undone, and everybody else goes on', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const dangling = database.$transaction(async (transaction) => {
    await transaction.$queryRawUnsafe('PRAGMA defer_foreign_keys = ON')
    await transaction.$executeRawUnsafe(`INSERT INTO SiteTariff VALUES (99, 0, '{}')`)
  })
  const meanwhile = database.site.create(site('Barn'))
  await expect(dangling).rejects.toThrow()
  expect(await meanwhile).toMatchObject({ name: 'Barn' })
  expect(await database.siteTariff.count()).toBe(0)
  expect(await database.$transaction([database.site.count()])).toEqual([1])
})

test('two clients reading and then writing in transactions do not fail each other', async () => {
  const { url } = await temporaryDatabase()
  const clients = [await openForTest(url), await openForTest(url)]
  const add = (database: (typeof clients)[number], index: number) =>
    database.$transaction(async (transaction) => {
      const count = await transaction.site.count()
      await transaction.site.create(site(`${index} after ${count}`))
    })
  // One after another per client, as one connection can only hold one; the two clients take turns on the file.
  for (let index = 0; index < 5; index++) for (const client of clients) await add(client, index)
  const plain = clients.map((client, index) => client.site.create(site(`plain ${index}`)))
  await Promise.all(plain)
  expect(await clients[0]?.site.count()).toBe(12)
})

test('a database that is not there is not made by opening it', async () => {
  const folder = await temporaryFolder()
  await expect(openDatabase(`file:${folder}/nowhere/davylamp.db`)).rejects.toThrow()
})

test('a write waits for another connection without holding up the event loop', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const other = new Sqlite(databaseFile(url))
  other.exec('BEGIN IMMEDIATE')
  const plain = database.site.create(site('plain'))
  const inTransaction = database.$transaction((transaction) => transaction.site.create(site('in a transaction')))
  // Waiting on this thread, this turn of the event loop would come only after both had given up.
  await new Promise((resolve) => setTimeout(resolve))
  other.exec('COMMIT')
  other.close()
  expect((await Promise.all([plain, inTransaction])).map(({ name }) => name)).toEqual(['plain', 'in a transaction'])
})

test('copying the log back into the file is left to the thread of the readings', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const file = databaseFile(url)
  const readings = connectSqlite(file, 'write')
  const megabytes = (count: number) => readings.exec(`INSERT INTO Filler VALUES (zeroblob(${count * 1_000_000}))`)
  readings.exec('CREATE TABLE Filler (bytes BLOB)')
  const before = statSync(file).size
  megabytes(8)
  await database.site.create(site('Barn'))
  expect(statSync(file).size).toBe(before)
  megabytes(12)
  expect(statSync(file).size).toBeGreaterThan(before + 20_000_000)
  readings.close()
})
