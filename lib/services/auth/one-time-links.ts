import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { markLinkUsed, usableLink } from '#lib/db/links'
import { countOwners, insertFirstOwner, replacePassword } from '#lib/db/users'
import type { Change } from '../change-bus.ts'
import type { LinkPurpose } from '../one-time-link.ts'
import { hashSecret } from '../secret-text.ts'
import type { Auth } from './auth.ts'
import { hashPassword, passwordComplaint } from './passwords.ts'
import { type HostConfig, secureCookies } from './same-host.ts'

/** What a link is used with: the request's headers tell where the new session comes from. */
export type LinkContext = { database: Database; auth: Auth; config: HostConfig; headers: Headers }

/** `setCookies` are whole Set-Cookie lines that sign the browser in. */
export type LinkResult =
  | { ok: true; setCookies: string[]; changes: Change[] }
  | { ok: false; reason: string; field?: 'name' | 'email' | 'password' }

const SPENT = 'This link does not work any more: it was used before, or its time is over.'

/** What a link could be used for now; undefined when it is spent, unknown, or wants an owner while there is one. */
export async function inspectOneTimeLink(
  database: Database,
  secret: string,
  nowMs = Date.now(),
): Promise<LinkPurpose | undefined> {
  const purpose = (await usableLink(database, hashSecret(secret), nowMs))?.purpose
  if (purpose === 'owner') return (await countOwners(database)) === 0 ? 'owner' : undefined
  return purpose === 'sign-in' || purpose === 'reset' ? purpose : undefined
}

/** Creates the owner and signs them in. Once there is an owner, every such link is refused. */
export async function useOwnerLink(
  context: LinkContext,
  given: { secret: string; name: string; email: string; password: string },
  nowMs = Date.now(),
): Promise<LinkResult> {
  if ((await inspectOneTimeLink(context.database, given.secret, nowMs)) !== 'owner') return { ok: false, reason: SPENT }
  const name = given.name.trim()
  const email = given.email.trim()
  if (name === '' || name.length > 100)
    return { ok: false, field: 'name', reason: 'Write a name of 1 to 100 characters.' }
  if (!z.email().safeParse(email).success) return { ok: false, field: 'email', reason: 'Write a whole e-mail address.' }
  const complaint = passwordComplaint(given.password)
  if (complaint !== undefined) return { ok: false, field: 'password', reason: complaint }
  const passwordHash = await hashPassword(given.password)
  const hash = hashSecret(given.secret)
  const userId = await insertFirstOwner(context.database, { name, email, passwordHash }, nowMs, hash)
  if (userId === undefined) return { ok: false, reason: SPENT }
  return signIn(context, userId)
}

/** Signs in the user that the link was made for. */
export async function useSignInLink(context: LinkContext, secret: string, nowMs = Date.now()): Promise<LinkResult> {
  const hash = hashSecret(secret)
  const link = await usableLink(context.database, hash, nowMs)
  if (link?.userId === undefined) return { ok: false, reason: SPENT }
  if (!(await markLinkUsed(context.database, hash, 'sign-in', nowMs))) return { ok: false, reason: SPENT }
  return signIn(context, link.userId)
}

/** Sets a new password for the user that the link was made for, ends their sessions everywhere, and signs them in. */
export async function resetPassword(
  context: LinkContext,
  given: { secret: string; password: string },
  nowMs = Date.now(),
): Promise<LinkResult> {
  const hash = hashSecret(given.secret)
  const link = await usableLink(context.database, hash, nowMs)
  if (link?.purpose !== 'reset' || link.userId === undefined) return { ok: false, reason: SPENT }
  const complaint = passwordComplaint(given.password)
  if (complaint !== undefined) return { ok: false, field: 'password', reason: complaint }
  const passwordHash = await hashPassword(given.password)
  if (!(await markLinkUsed(context.database, hash, 'reset', nowMs))) return { ok: false, reason: SPENT }
  await replacePassword(context.database, link.userId, passwordHash)
  return signIn(context, link.userId)
}

async function signIn({ auth, config, headers }: LinkContext, userId: string): Promise<LinkResult> {
  const opened = await auth.api.openSession({ body: { userId }, headers, returnHeaders: true })
  const setCookies = secureCookies(config, headers, opened.headers.getSetCookie())
  return { ok: true, setCookies, changes: [{ kind: 'sessions' }] }
}
