import type { Database } from '#lib/db/database'
import { replacePassword, userByEmail } from '#lib/db/users'
import type { Change } from '../change-bus.ts'
import { hashPassword, passwordComplaint } from './passwords.ts'

export type SetPasswordResult = { ok: true; changes: Change[] } | { ok: false; reason: string }

/** Sets somebody's password from outside of the app, and ends their sessions everywhere. */
export async function setPassword(database: Database, email: string, password: string): Promise<SetPasswordResult> {
  const user = await userByEmail(database, email)
  if (!user) return { ok: false, reason: `Nobody with the e-mail address ${email} may sign in here.` }
  const complaint = passwordComplaint(password)
  if (complaint !== undefined) return { ok: false, reason: complaint }
  await replacePassword(database, user.id, await hashPassword(password))
  return { ok: true, changes: [{ kind: 'sessions' }] }
}
