import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseKind } from './database-kind.ts'
import { packageRoot } from './package-root.ts'

export type Migration = { name: string; sql: string; checksum: string }

/** Where a database's migrations are: one folder each, applied in the order of their names. */
export function migrationsFolder(kind: DatabaseKind = 'sqlite'): string {
  return join(packageRoot(), 'prisma', 'migrations', kind)
}

/** The migrations of a folder, in the order they are applied; the checksum is SHA-256 of the file, as Prisma records it. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}
