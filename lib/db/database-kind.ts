export type DatabaseKind = 'sqlite' | 'postgresql'

/**
 * Which database a URL names: `file:` is SQLite, `postgresql:` and `postgres:` are PostgreSQL. Throws with a sentence for
 * people for anything else.
 */
export function databaseKind(url: string): DatabaseKind {
  // Only the scheme is repeated: the rest of a database URL may hold a password.
  const scheme = url.split(':')[0] ?? ''
  if (scheme === 'file') return 'sqlite'
  if (scheme === 'postgresql' || scheme === 'postgres') return 'postgresql'
  throw new Error(
    `DATABASE_URL must begin with "file:" and name a SQLite file, or with "postgresql:", but it begins with "${scheme}".`,
  )
}
