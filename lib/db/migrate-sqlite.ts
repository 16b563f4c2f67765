import { randomUUID } from 'node:crypto'
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { databaseFile } from './database-file.ts'
import { History, type Migrated, type MigrateOptions, unapplied } from './migration-history.ts'
import { type Migration, migrationsFolder, readMigrations } from './migrations.ts'

const BUSY_TIMEOUT_MS = 60_000

// Prisma's own table, so that its tools can read this database's history.
const CREATE_HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "checksum" TEXT NOT NULL,
    "finished_at" DATETIME,
    "migration_name" TEXT NOT NULL,
    "logs" TEXT,
    "rolled_back_at" DATETIME,
    "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

const Count = z.object({ count: z.number() })

/**
 * Brings the database up to this release, creating the file (mode 0600) and its folder when they are missing. Each
 * migration is one transaction; a database that holds something is copied first. Throws, leaving the database as it was,
 * when a migration fails, or when its history is not this release's. Several processes may start at once.
 */
export async function migrateSqlite(url: string, options: MigrateOptions = {}): Promise<Migrated> {
  const file = databaseFile(url)
  createPrivately(file)
  const migrations = readMigrations(options.folder ?? migrationsFolder())
  const database = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    // Inside a transaction this would do nothing, and rebuilding a table would delete the rows that refer to it.
    database.pragma('foreign_keys = OFF')
    return bringUp(database, file, migrations, options)
  } finally {
    database.close()
  }
}

function createPrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
}

function bringUp(database: Sqlite.Database, file: string, migrations: Migration[], options: MigrateOptions): Migrated {
  const log = options.log ?? (() => {})
  let backup: string | undefined
  if (unapplied(readHistory(database), migrations).length > 0 && holdsRows(database)) {
    backup = options.backupTo ?? `${file}.before-${new Date().toISOString().replace(/[:.]/g, '-')}`
    database.prepare('VACUUM INTO ?').run(backup)
    chmodSync(backup, 0o600)
    log(`Copied the database to ${backup} before changing it.`)
  }
  const applied: string[] = []
  // Asked again for each one, under the write lock: another process may have applied it since.
  for (let next = applyNext(database, migrations); next !== undefined; next = applyNext(database, migrations)) {
    applied.push(next)
    log(`Applied migration ${next}.`)
  }
  return { applied, ...(backup === undefined ? {} : { backup }) }
}

function applyNext(database: Sqlite.Database, migrations: Migration[]): string | undefined {
  if (unapplied(readHistory(database), migrations).length === 0) return undefined
  database.exec('BEGIN IMMEDIATE')
  try {
    database.exec(CREATE_HISTORY)
    const next = unapplied(readHistory(database), migrations)[0]
    if (next !== undefined) apply(database, next)
    database.exec('COMMIT')
    return next?.name
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function apply(database: Sqlite.Database, { name, sql, checksum }: Migration): void {
  const startedAt = Date.now()
  try {
    database.exec(sql)
  } catch (cause) {
    throw new Error(`Migration ${name} failed and was undone: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    })
  }
  const dangling = database.pragma('foreign_key_check')
  if (!Array.isArray(dangling) || dangling.length > 0) {
    throw new Error(`Migration ${name} was undone: it would leave rows that refer to missing ones.`)
  }
  database
    .prepare(
      `INSERT INTO "_prisma_migrations" (id, checksum, started_at, finished_at, migration_name, applied_steps_count)
       VALUES (?, ?, ?, ?, ?, 1)`,
    )
    .run(randomUUID(), checksum, startedAt, Date.now(), name)
}

function readHistory(database: Sqlite.Database): z.infer<typeof History> {
  const table = database
    .prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'`)
    .get()
  if (table === undefined) return []
  return History.parse(
    database
      .prepare(
        `SELECT migration_name AS name, checksum FROM "_prisma_migrations"
         WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
      )
      .all(),
  )
}

function holdsRows(database: Sqlite.Database): boolean {
  const tables = z
    .array(z.object({ name: z.string() }))
    .parse(
      database
        .prepare(
          `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_prisma_migrations'`,
        )
        .all(),
    )
  return tables.some(({ name }) => {
    const row = database.prepare(`SELECT EXISTS (SELECT 1 FROM "${name.replaceAll('"', '""')}") AS count`).get()
    return Count.parse(row).count > 0
  })
}
