import { resolve } from 'node:path'

/**
 * The absolute path of the SQLite file that a database URL names, such as `file:/var/lib/davylamp/davylamp.db`.
 * Throws with a sentence for people when the URL names anything else.
 */
export function databaseFile(url: string): string {
  if (!url.startsWith('file:')) {
    throw new Error(`DATABASE_URL must begin with "file:" and name a SQLite file, but it begins with "${scheme(url)}".`)
  }
  const path = url.slice('file:'.length).replace(/^\/\/(?=\/)/, '')
  if (path === '' || path.startsWith(':memory:')) {
    throw new Error('DATABASE_URL must name a SQLite file on disk: what is kept in memory is lost at the next start.')
  }
  return resolve(path)
}

// Only the scheme is repeated: the rest of a database URL may hold a password.
function scheme(url: string): string {
  return url.split(':')[0] ?? ''
}
