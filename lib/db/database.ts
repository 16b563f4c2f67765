import { databaseFile } from './database-file.ts'
import { databaseKind } from './database-kind.ts'
import { PrismaClient } from './generated/sqlite/client.ts'
import { SerializedSqliteAdapter } from './serialized-adapter.ts'

/** Everything people edit or look up, through Prisma. Readings have their own way in: `reading-store.ts`. */
export type Database = PrismaClient

// Longer than a statement waits for the readings' writer (`when-unlocked.ts`).
const TRANSACTION_OPTIONS = { maxWait: 15_000, timeout: 15_000 }

/**
 * Opens the database that `url` (`file:/path/to/davylamp.db` or `postgresql://…`) names; it must have been migrated.
 * Throws when it cannot be opened or does not promise to keep what it confirms. Close it with `$disconnect()`.
 */
export async function openDatabase(url: string): Promise<Database> {
  const database =
    databaseKind(url) === 'postgresql'
      ? await postgresqlClient(url)
      : new PrismaClient({
          adapter: new SerializedSqliteAdapter(databaseFile(url)),
          transactionOptions: TRANSACTION_OPTIONS,
        })
  await database.$connect()
  return database
}

// Loaded only where it is used: an installation on SQLite pays nothing for it.
async function postgresqlClient(url: string): Promise<Database> {
  const [{ PrismaClient: Client }, { SerializedPostgresqlAdapter }] = await Promise.all([
    import('./generated/postgresql/client.ts'),
    import('./serialized-postgresql-adapter.ts'),
  ])
  const client: unknown = new Client({
    adapter: new SerializedPostgresqlAdapter(url),
    transactionOptions: TRANSACTION_OPTIONS,
  })
  // Both are generated from the one schema, and differ in type only by what PostgreSQL could do beyond SQLite.
  return client as Database
}
