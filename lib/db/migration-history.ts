import { z } from 'zod'
import type { Migration } from './migrations.ts'

export type MigrateOptions = {
  /** Told what was done, a sentence at a time. */
  log?: (sentence: string) => void
  /** Where a SQLite database that holds something is copied before it is changed; default: next to it. */
  backupTo?: string
  /** Default: the migrations of this release. */
  folder?: string
}

export type Migrated = { applied: string[]; backup?: string }

/** What a database says was applied to it, in the order of the names. */
export const History = z.array(z.object({ name: z.string(), checksum: z.string() }))

/** What is still to be applied. Throws when what was applied is not the beginning of what this release knows. */
export function unapplied(history: z.infer<typeof History>, migrations: Migration[]): Migration[] {
  for (const [index, { name, checksum }] of history.entries()) {
    const known = migrations.find((migration) => migration.name === name)
    if (known === undefined) {
      throw new Error(
        `The database was changed by migration ${name}, which this release does not know. It was last used by a newer release: start that one, or restore a backup made before it.`,
      )
    }
    if (known.checksum !== checksum) {
      throw new Error(`Migration ${name} is not the one that was applied to this database: its file has been changed.`)
    }
    if (migrations[index] !== known) {
      throw new Error(`Migration ${migrations[index]?.name} was never applied, but the later ${name} was.`)
    }
  }
  return migrations.slice(history.length)
}
