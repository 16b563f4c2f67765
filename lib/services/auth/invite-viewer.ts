import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { insertViewer, userByEmail } from '#lib/db/users'

export type InviteResult = { ok: true; userId: string } | { ok: false; reason: string; field: 'name' | 'email' }

/** Adds an account that may look at everything and change nothing. It has no password until a one-time link sets one. */
export async function inviteViewer(database: Database, given: { name: string; email: string }): Promise<InviteResult> {
  const name = given.name.trim()
  const email = given.email.trim()
  if (name === '' || name.length > 100)
    return { ok: false, field: 'name', reason: 'Write a name of 1 to 100 characters.' }
  if (!z.email().safeParse(email).success) return { ok: false, field: 'email', reason: 'Write a whole e-mail address.' }
  if (await userByEmail(database, email)) return { ok: false, field: 'email', reason: 'This address has an account.' }
  return { ok: true, userId: await insertViewer(database, { name, email }) }
}
