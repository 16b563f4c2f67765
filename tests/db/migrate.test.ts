import { spawn } from 'node:child_process'
import { cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrateDatabase } from '#lib/db/migrate'
import { migrationsFolder, readMigrations } from '#lib/db/migrations'
import { writeNextMigration } from '../../scripts/new-migration.ts'
import { temporaryFolder } from './temporary-database.ts'

const REBUILD = `-- Prisma's own way to change a column on SQLite
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Site" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL, "timeZone" TEXT NOT NULL, "createdAtMs" BIGINT NOT NULL, "motto" TEXT);
INSERT INTO "new_Site" ("id", "name", "timeZone", "createdAtMs") SELECT "id", "name", "timeZone", "createdAtMs" FROM "Site";
DROP TABLE "Site";
ALTER TABLE "new_Site" RENAME TO "Site";
CREATE UNIQUE INDEX "Site_name_key" ON "Site"("name");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
`

async function folderWith(second?: { name: string; sql: string }): Promise<string> {
  const folder = join(await temporaryFolder(), 'migrations')
  await cp(migrationsFolder(), folder, { recursive: true })
  if (second !== undefined) {
    await mkdir(join(folder, second.name))
    await writeFile(join(folder, second.name, 'migration.sql'), second.sql)
  }
  return folder
}

function withSite(file: string): void {
  const database = new Sqlite(file)
  database.exec(`INSERT INTO Site VALUES (1, 'Barn', 'Europe/Oslo', 1); INSERT INTO SiteTariff VALUES (1, 0, '{}')`)
  database.close()
}

function read(file: string, sql: string): unknown[] {
  const database = new Sqlite(file, { readonly: true })
  const rows = database.prepare(sql).all()
  database.close()
  return rows
}

test('the file and its folder are made, for their owner alone, and a second start changes nothing', async () => {
  const file = join(await temporaryFolder(), 'data', 'davylamp.db')
  const said: string[] = []
  const applied = readMigrations(migrationsFolder()).map(({ name }) => name)
  expect(await migrateDatabase(`file:${file}`, { log: (sentence) => said.push(sentence) })).toEqual({ applied })
  expect(said).toEqual(applied.map((name) => `Applied migration ${name}.`))
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await migrateDatabase(`file:${file}`)).toEqual({ applied: [] })
})

test('what the first release stored is there after the database was brought up to this one', async () => {
  const file = join(await temporaryFolder(), 'davylamp.db')
  const folder = join(await temporaryFolder(), 'migrations')
  const first = '0001_first_release'
  await cp(join(migrationsFolder(), first), join(folder, first), { recursive: true })
  expect((await migrateDatabase(`file:${file}`, { folder })).applied).toEqual([first])
  withSite(file)
  const { applied, backup } = await migrateDatabase(`file:${file}`)
  expect(applied).toContain('0002_alerts')
  expect(backup).toBeDefined()
  expect(read(file, 'SELECT name FROM Site')).toEqual([{ name: 'Barn' }])
  expect(read(file, 'SELECT siteId FROM SiteTariff')).toEqual([{ siteId: 1 }])
})

test('a migration that rebuilds a table keeps the rows that refer to it, and the database is copied before', async () => {
  const file = join(await temporaryFolder(), 'davylamp.db')
  await migrateDatabase(`file:${file}`)
  withSite(file)
  const folder = await folderWith({ name: '9000_motto', sql: REBUILD })
  const { applied, backup } = await migrateDatabase(`file:${file}`, { folder })
  expect(applied).toEqual(['9000_motto'])
  expect(read(file, 'SELECT name, motto FROM Site')).toEqual([{ name: 'Barn', motto: null }])
  expect(read(file, 'SELECT siteId FROM SiteTariff')).toEqual([{ siteId: 1 }])
  expect(read(backup ?? '', 'SELECT * FROM Site')).toEqual([
    { id: 1, name: 'Barn', timeZone: 'Europe/Oslo', createdAtMs: 1 },
  ])
  expect((await stat(backup ?? '')).mode & 0o777).toBe(0o600)
})

test.each([
  ['fails half way', 'CREATE TABLE Half (a); SELECT nonsense;', 'failed and was undone: no such column'],
  ['leaves dangling rows', 'CREATE TABLE Half (a); DELETE FROM Site;', 'refer to missing ones'],
])('a migration that %s leaves the database as it was', async (_how, sql, complaint) => {
  const file = join(await temporaryFolder(), 'davylamp.db')
  await migrateDatabase(`file:${file}`)
  withSite(file)
  const folder = await folderWith({ name: '9000_bad', sql })
  await expect(migrateDatabase(`file:${file}`, { folder })).rejects.toThrow(complaint)
  expect(read(file, `SELECT name FROM sqlite_master WHERE name = 'Half'`)).toEqual([])
  expect(read(file, 'SELECT name FROM Site')).toEqual([{ name: 'Barn' }])
  expect(await migrateDatabase(`file:${file}`)).toEqual({ applied: [] })
})

test('a database of a newer release, and a migration that was changed, are refused with the reason', async () => {
  const file = join(await temporaryFolder(), 'davylamp.db')
  await migrateDatabase(`file:${file}`, {
    folder: await folderWith({ name: '9000_later', sql: 'CREATE TABLE Later (a);' }),
  })
  await expect(migrateDatabase(`file:${file}`)).rejects.toThrow('9000_later, which this release does not know')

  const changed = await folderWith({ name: '9000_later', sql: 'CREATE TABLE Later (b);' })
  await expect(migrateDatabase(`file:${file}`, { folder: changed })).rejects.toThrow('its file has been changed')

  const skipped = await folderWith({ name: '9000_later', sql: 'CREATE TABLE Later (a);' })
  await mkdir(join(skipped, '5000_between'))
  await writeFile(join(skipped, '5000_between', 'migration.sql'), 'CREATE TABLE Between (a);')
  await expect(migrateDatabase(`file:${file}`, { folder: skipped })).rejects.toThrow('5000_between was never applied')
})

test('processes that start at once bring up one database together', async () => {
  const file = join(await temporaryFolder(), 'davylamp.db')
  const script = fileURLToPath(new URL('./migrate-once.ts', import.meta.url))
  const outputs = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise<string>((resolve, reject) => {
          const child = spawn(process.execPath, ['--import', 'tsx', script, `file:${file}`])
          let output = ''
          child.stdout.on('data', (part) => (output += part))
          child.stderr.on('data', (part) => (output += part))
          child.on('error', reject)
          child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(output))))
        }),
    ),
  )
  const applied = outputs.flatMap((output) => JSON.parse(output).applied)
  // Each of them may have applied some: what was printed first says nothing of the order.
  expect(applied.toSorted()).toEqual(readMigrations(migrationsFolder()).map(({ name }) => name))
})

test('a URL of another database is refused without repeating what may be a password', async () => {
  const answer = migrateDatabase('mysql://davy:hunter2@localhost/davylamp')
  await expect(answer).rejects.toThrow('it begins with "mysql"')
  await expect(answer).rejects.not.toThrow('hunter2')
  await expect(migrateDatabase('file::memory:')).rejects.toThrow('lost at the next start')
})

test('the next migration holds what changed in the schema, and none is written when nothing did', async () => {
  const root = await temporaryFolder()
  await cp(join(migrationsFolder(), '..', '..'), join(root, 'prisma'), { recursive: true })
  expect(await writeNextMigration(root, 'nothing')).toEqual([])
  const schema = join(root, 'prisma', 'schema.prisma')
  const text = await readFile(schema, 'utf8')
  await writeFile(schema, text.replace('model JobCursor {', 'model JobCursor {\n  note String?'))
  const written = await writeNextMigration(root, 'cursor_note')
  const [name, ...others] = new Set(written.map((file) => basename(dirname(file))))
  expect(name).toMatch(/^\d{4}_cursor_note$/)
  // Both databases number it alike.
  expect([written.length, others]).toEqual([2, []])
  for (const file of written) {
    expect(await readFile(file, 'utf8')).toMatch(/ALTER TABLE "JobCursor" ADD COLUMN\s+"note" TEXT/)
  }
  expect(await writeNextMigration(root, 'again')).toEqual([])
  await expect(writeNextMigration(root, 'Bad Name')).rejects.toThrow('lower case')
})
