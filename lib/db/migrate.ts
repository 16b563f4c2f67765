import { databaseKind } from './database-kind.ts'
import { migratePostgresql } from './migrate-postgresql.ts'
import { migrateSqlite } from './migrate-sqlite.ts'
import type { Migrated, MigrateOptions } from './migration-history.ts'

/**
 * Brings the database that `url` names up to this release. Each migration is one transaction. Throws, leaving the
 * database as it was, when one fails, or when its history is not this release's. Several processes may start at once.
 */
export async function migrateDatabase(url: string, options: MigrateOptions = {}): Promise<Migrated> {
  return databaseKind(url) === 'postgresql' ? migratePostgresql(url, options) : migrateSqlite(url, options)
}
