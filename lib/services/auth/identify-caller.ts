import type { Role } from '#lib/db/users'
import { findKey } from '../find-key.ts'
import type { RunningServer } from '../running-server.ts'
import { readSession } from './read-session.ts'

/** Who asks: a person with a session, or a program with a key (which may look, and change nothing). */
export type Caller = { by: 'session'; role: Role; userId: string } | { by: 'key'; role: 'viewer'; keyId: number }

/** By `Authorization: Bearer <key>`, else by session cookie. A bad key is not made good by a cookie. */
export async function identifyCaller(
  server: Pick<RunningServer, 'database' | 'auth'>,
  headers: Headers,
): Promise<Caller | undefined> {
  const authorization = headers.get('authorization')
  if (authorization !== null) {
    const secret = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1]
    const key = secret === undefined ? undefined : await findKey(server.database, secret)
    return key && { by: 'key', role: 'viewer', keyId: key.id }
  }
  const session = await readSession(server.auth, headers)
  return session && { by: 'session', role: session.role, userId: session.userId }
}
