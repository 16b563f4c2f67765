import type { Database } from '#lib/db/database'
import { markTokenRevoked } from '#lib/db/tokens'
import type { Change } from './change-bus.ts'

export type RevokeResult = { ok: true; changes: Change[] } | { ok: false; reason: string }

/** From now on the token opens nothing; agents connected with it are dropped by whoever hears the change. */
export async function revokeToken(database: Database, id: number, nowMs = Date.now()): Promise<RevokeResult> {
  if (await markTokenRevoked(database, id, nowMs)) return { ok: true, changes: [{ kind: 'tokens' }] }
  return { ok: false, reason: `There is no token ${id} that could be revoked.` }
}
