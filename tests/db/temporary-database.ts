import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Database, openDatabase } from '#lib/db/database'
import { migrateDatabase } from '#lib/db/migrate'
import type { ReadingStore } from '#lib/db/reading-store'
import { openReadingStore } from '#lib/db/sqlite-reading-store'

/** A folder that is gone when the test is. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'davylamp-db-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A migrated, empty database file. */
export async function temporaryDatabase(): Promise<{ url: string; file: string; folder: string }> {
  const folder = await temporaryFolder()
  const file = join(folder, 'davylamp.db')
  await migrateDatabase(`file:${file}`)
  return { url: `file:${file}`, file, folder }
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
