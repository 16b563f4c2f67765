import type { Config } from '#lib/config'
import type { Database } from '#lib/db/database'
import { countOwners, insertFirstOwner } from '#lib/db/users'
import { createOneTimeLink } from '../one-time-link.ts'
import { hashPassword, passwordComplaint } from './passwords.ts'

export type OwnerResult =
  | { ok: true; state: 'exists' | 'created' }
  /** Nobody owns this installation yet: whoever opens the link first does. */
  | { ok: true; state: 'link'; secret: string }
  | { ok: false; reason: string }

/** At each start: an owner exists, is created from the configuration, or a one-time link that creates them is made. */
export async function ensureOwner(
  database: Database,
  config: Pick<Config, 'owner'>,
  nowMs = Date.now(),
): Promise<OwnerResult> {
  if ((await countOwners(database)) > 0) return { ok: true, state: 'exists' }
  if (!config.owner)
    return { ok: true, state: 'link', secret: await createOneTimeLink(database, { purpose: 'owner' }, nowMs) }
  const complaint = passwordComplaint(config.owner.password)
  if (complaint !== undefined) return { ok: false, reason: `DAVYLAMP_OWNER_PASSWORD cannot be used. ${complaint}` }
  const passwordHash = await hashPassword(config.owner.password)
  const { email } = config.owner
  await insertFirstOwner(database, { name: email.split('@')[0] ?? email, email, passwordHash }, nowMs)
  return { ok: true, state: 'created' }
}
