import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { History, type Migrated, type MigrateOptions, unapplied } from './migration-history.ts'
import { type Migration, migrationsFolder, readMigrations } from './migrations.ts'
import { connectPostgresql, LOCKS } from './postgresql-connection.ts'

// Prisma's own table, so that its tools can read this database's history.
const CREATE_HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`

/**
 * Brings a PostgreSQL database, which must exist, up to this release: each migration one transaction, one process at a
 * time. It is not copied before: its owner has `pg_dump`. Throws as {@link migrateDatabase} says.
 */
export async function migratePostgresql(url: string, options: MigrateOptions = {}): Promise<Migrated> {
  const migrations = readMigrations(options.folder ?? migrationsFolder('postgresql'))
  const client = await connectPostgresql(url)
  try {
    // Held by the connection, and gone with it.
    await client.query('SELECT pg_advisory_lock($1)', [LOCKS.migrations])
    const applied: string[] = []
    for (const migration of unapplied(await readHistory(client), migrations)) {
      await apply(client, migration)
      applied.push(migration.name)
      options.log?.(`Applied migration ${migration.name}.`)
    }
    return { applied }
  } finally {
    await client.end()
  }
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  const startedAt = new Date()
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(CREATE_HISTORY)
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, started_at, finished_at, migration_name, applied_steps_count)
       VALUES ($1, $2, $3, now(), $4, 1)`,
      [randomUUID(), checksum, startedAt, name],
    )
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${name} failed and was undone: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    })
  }
}

async function readHistory(client: Client) {
  const { rows } = await client.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS there`)
  if (rows[0]?.there !== true) return []
  const found = await client.query(
    `SELECT migration_name AS name, checksum FROM "_prisma_migrations"
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name COLLATE "C"`,
  )
  return History.parse(found.rows)
}
