import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kindOf } from '#lib/db/dialect'
import { migrateDatabase } from '#lib/db/migrate'
import { migrationsFolder, readMigrations } from '#lib/db/migrations'
import { openForTest, runSql, temporaryFolder, temporaryPostgresql } from '../db/temporary-database.ts'

const names = readMigrations(migrationsFolder('postgresql')).map(({ name }) => name)

async function folderWith(name: string, sql: string): Promise<string> {
  const folder = join(await temporaryFolder(), 'migrations')
  await cp(migrationsFolder('postgresql'), folder, { recursive: true })
  await mkdir(join(folder, name))
  await writeFile(join(folder, name, 'migration.sql'), sql)
  return folder
}

test('processes that start at once bring up one database together, and a later start changes nothing', async () => {
  const url = await temporaryPostgresql('nothing')
  const done = await Promise.all([migrateDatabase(url), migrateDatabase(url), migrateDatabase(url)])
  expect(done.flatMap(({ applied }) => applied)).toEqual(names)
  expect(await migrateDatabase(url)).toEqual({ applied: [] })
})

test('a migration that fails half way leaves the database as it was', async () => {
  const url = await temporaryPostgresql()
  const folder = await folderWith('9000_bad', 'CREATE TABLE "Half" (a int); SELECT nonsense;')
  await expect(migrateDatabase(url, { folder })).rejects.toThrow('Migration 9000_bad failed and was undone')
  expect(await runSql(url, `SELECT to_regclass('"Half"')::text AS half`)).toEqual([{ half: null }])
  expect(await migrateDatabase(url)).toEqual({ applied: [] })
})

test('a database of a newer release is refused with the reason', async () => {
  const url = await temporaryPostgresql()
  await migrateDatabase(url, { folder: await folderWith('9000_later', 'CREATE TABLE "Later" (a int)') })
  await expect(migrateDatabase(url)).rejects.toThrow('9000_later, which this release does not know')
})

test('a client says which database it speaks to, inside a transaction too', async () => {
  const database = await openForTest(await temporaryPostgresql())
  expect(kindOf(database)).toBe('postgresql')
  expect(await database.$transaction(async (rows) => kindOf(rows))).toBe('postgresql')
})
