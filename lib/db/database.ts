import { databaseFile } from './database-file.ts'
import { PrismaClient } from './generated/sqlite/client.ts'
import { SerializedSqliteAdapter } from './serialized-adapter.ts'

/** Everything people edit or look up, through Prisma. Readings have their own way in: `reading-store.ts`. */
export type Database = PrismaClient

/**
 * Opens the database that `url` (`file:/path/to/davylamp.db`) names; it must have been migrated. Throws when the file
 * cannot be opened or does not take WAL, `synchronous=FULL` and foreign keys. Close it with `$disconnect()`.
 */
export async function openDatabase(url: string): Promise<Database> {
  const database = new PrismaClient({
    adapter: new SerializedSqliteAdapter(databaseFile(url)),
    // Longer than a statement waits for the readings' writer (`when-unlocked.ts`).
    transactionOptions: { maxWait: 15_000, timeout: 15_000 },
  })
  await database.$connect()
  return database
}
