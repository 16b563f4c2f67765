import type { Database } from '#lib/db/database'
import { markTokenUsed, tokenByHash } from '#lib/db/tokens'
import { hashSecret } from './secret-text.ts'

export type AgentTokenIdentity = { id: number; name: string; siteId: number }

/** The token a secret belongs to; undefined when it is unknown, revoked, or of another installation. */
export async function findToken(database: Database, secret: string): Promise<AgentTokenIdentity | undefined> {
  if (secret.length === 0 || secret.length > 200) return undefined
  return tokenByHash(database, hashSecret(secret))
}

/** Notes that an agent connected with this token. */
export async function noteTokenUse(database: Database, tokenId: number, nowMs: number): Promise<void> {
  await markTokenUsed(database, tokenId, nowMs)
}
