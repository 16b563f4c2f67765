import type { Database } from '#lib/db/database'
import { markKeyRevoked } from '#lib/db/keys'
import type { RevokeResult } from './revoke-token.ts'

/** From now on the key opens nothing. */
export async function revokeKey(database: Database, id: number, nowMs = Date.now()): Promise<RevokeResult> {
  if (await markKeyRevoked(database, id, nowMs)) return { ok: true, changes: [{ kind: 'tokens' }] }
  return { ok: false, reason: `There is no key ${id} that could be revoked.` }
}
