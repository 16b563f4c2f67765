import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { type Database, openDatabase } from '#lib/db/database'
import { databaseFile } from '#lib/db/database-file'
import { migrateDatabase } from '#lib/db/migrate'
import { openReadingStore } from '#lib/db/open-reading-store'
import type { ReadingStore } from '#lib/db/reading-store'

/** A folder that is gone when the test is. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'davylamp-db-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/**
 * A migrated, empty database: a SQLite file, or in the project `parts-postgresql` one of its server's. There `file` is a
 * path that nothing is at.
 */
export async function temporaryDatabase(): Promise<{ url: string; file: string; folder: string }> {
  const folder = await temporaryFolder()
  const file = join(folder, 'davylamp.db')
  if (isOnPostgresql()) return { url: await temporaryPostgresql(), file, folder }
  await migrateDatabase(`file:${file}`)
  return { url: `file:${file}`, file, folder }
}

/** Whether this run's tests are on PostgreSQL. */
export function isOnPostgresql(): boolean {
  return inject('postgresql') !== undefined
}

/** A migrated, empty PostgreSQL database, or a wholly empty one. Only in the project `parts-postgresql`. */
export async function temporaryPostgresql(template?: 'nothing'): Promise<string> {
  const server = inject('postgresql')
  if (!server) throw new Error('These tests run on PostgreSQL: npx vitest run --project parts-postgresql')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(server.url, `CREATE DATABASE ${name} TEMPLATE ${template ? 'template0' : server.template}`)
  onTestFinished(async () => {
    await administer(server.url, `DROP DATABASE ${name} WITH (FORCE)`)
  })
  const url = new URL(server.url)
  url.pathname = name
  return url.href
}

/** Runs one statement beside whoever has the database open, and answers with its rows. */
export async function runSql(url: string, sql: string): Promise<unknown[]> {
  if (isOnPostgresql()) return administer(url, sql)
  const database = new Sqlite(databaseFile(url))
  try {
    const statement = database.prepare(sql)
    if (statement.reader) return statement.all()
    statement.run()
    return []
  } finally {
    database.close()
  }
}

async function administer(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

export async function openForTest(url: string): Promise<Database> {
  const database = await openDatabase(url)
  onTestFinished(() => database.$disconnect())
  return database
}

export async function openStoreForTest(url: string): Promise<ReadingStore> {
  const store = await openReadingStore(url)
  onTestFinished(() => store.close())
  return store
}
