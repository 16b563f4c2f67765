import { existsSync, renameSync } from 'node:fs'
import Sqlite from 'better-sqlite3'

/** What is wrong with a file as a database of this application, in a sentence; undefined when nothing is. */
export function databaseComplaint(file: string): string | undefined {
  let database: Sqlite.Database
  try {
    database = new Sqlite(file, { readonly: true, fileMustExist: true })
  } catch (error) {
    return `${file} cannot be opened: ${error instanceof Error ? error.message : error}.`
  }
  try {
    const sound = database.pragma('quick_check', { simple: true })
    if (sound !== 'ok') return `${file} is damaged: ${sound}.`
    const ours = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'`).get()
    return ours === undefined ? `${file} is a database, but not one of Davylamp.` : undefined
  } catch (error) {
    return `${file} is not a database: ${error instanceof Error ? error.message : error}.`
  } finally {
    database.close()
  }
}

/** True when some other process, such as the server, has the database open. */
export function isInUse(file: string): boolean {
  if (!existsSync(file)) return false
  const database = new Sqlite(file, { timeout: 0 })
  try {
    // SQLite leaves the write-ahead log only when it is alone, and folds the log into the file as it does.
    return database.pragma('journal_mode = DELETE', { simple: true }) !== 'delete'
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return true
    throw error
  } finally {
    database.close()
  }
}

/** Puts `replacement` (on the same disk) in the place of `file`; what was there is kept as `keepAs`. */
export function replaceDatabase(file: string, replacement: string, keepAs: string): void {
  if (existsSync(file)) renameSync(file, keepAs)
  renameSync(replacement, file)
}
