import { databaseKind } from './database-kind.ts'
import type { ReadingStore } from './reading-store.ts'
import { openReadingStore as openSqliteReadingStore } from './sqlite-reading-store.ts'

/** Opens the store of readings in the database that `url` names; it must have been migrated. */
export async function openReadingStore(url: string): Promise<ReadingStore> {
  if (databaseKind(url) === 'sqlite') return openSqliteReadingStore(url)
  // Loaded only where it is used.
  const { openPostgresqlReadingStore } = await import('./postgresql-reading-store.ts')
  return openPostgresqlReadingStore(url)
}
