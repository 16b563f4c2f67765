import type { IncomingHttpHeaders } from 'node:http'
import { type Role, roleOf } from '#lib/db/users'
import type { Auth } from './auth.ts'

/** Who is signed in. */
export type SignedIn = {
  userId: string
  name: string
  email: string
  role: Role
  sessionId: string
  expiresAtMs: number
}

/** The session that a request's cookie belongs to; undefined when there is none, or it ended. */
export async function readSession(auth: Auth, headers: Headers | IncomingHttpHeaders): Promise<SignedIn | undefined> {
  const cookie = headers instanceof Headers ? headers.get('cookie') : headers.cookie
  if (!cookie) return undefined
  const found = await auth.api.getSession({ headers: new Headers({ cookie }) })
  if (!found) return undefined
  return {
    userId: found.user.id,
    name: found.user.name,
    email: found.user.email,
    role: roleOf(found.user.role),
    sessionId: found.session.id,
    expiresAtMs: found.session.expiresAt.getTime(),
  }
}
