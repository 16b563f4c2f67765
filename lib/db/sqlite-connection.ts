import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'

const BUSY_TIMEOUT_MS = 5_000

// Beyond this the write-ahead log is cut back at the next checkpoint, so that one busy hour does not keep its size.
const WAL_LIMIT_BYTES = 64 * 1024 * 1024

// A page of a rig is written again with each of its readings: copied back rarely, it is copied once for many of them.
// Four times SQLite's own figure costs a quarter less per reading, and more than that no less (16 MiB of log).
const CHECKPOINT_PAGES = 4_000

/**
 * The same for a connection on the main thread, where copying back would hold everything else up: it is left to the readings' thread,
 * unless there is none, as in most commands.
 */
export const CHECKPOINT_PAGES_BESIDE_READINGS = 2 * CHECKPOINT_PAGES

/**
 * A connection of our own, beside Prisma's. A writer gets `synchronous=FULL`, read back: better-sqlite3 is built with
 * NORMAL, which in WAL mode loses acknowledged commits at a power cut. Throws when the settings do not take.
 */
export function connectSqlite(file: string, access: 'read' | 'write'): Sqlite.Database {
  if (!existsSync(file)) throw new Error(`There is no database at ${file}.`)
  const connection = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true })
  try {
    connection.pragma('journal_mode = WAL')
    connection.pragma('synchronous = FULL')
    connection.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`)
    connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    if (access === 'read') connection.pragma('query_only = ON')
    const journal = connection.pragma('journal_mode', { simple: true })
    const synchronous = connection.pragma('synchronous', { simple: true })
    if (journal !== 'wal' || synchronous !== 2) {
      throw new Error(
        `The readings' connection has journal_mode=${journal} and synchronous=${synchronous}; wal and 2 are needed.`,
      )
    }
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}
