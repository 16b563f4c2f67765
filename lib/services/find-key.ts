import type { Database } from '#lib/db/database'
import { keyByHash, markKeyUsed } from '#lib/db/keys'
import { hashSecret } from './secret-text.ts'

const MINUTE_MS = 60_000

/** The key a secret belongs to; undefined when unknown or revoked. Its last use is noted, at most once a minute. */
export async function findKey(
  database: Database,
  secret: string,
  nowMs = Date.now(),
): Promise<{ id: number; name: string } | undefined> {
  if (secret.length === 0 || secret.length > 200) return undefined
  const key = await keyByHash(database, hashSecret(secret))
  if (!key) return undefined
  if (nowMs - (key.lastUsedAtMs ?? 0) > MINUTE_MS) await markKeyUsed(database, key.id, nowMs)
  return { id: key.id, name: key.name }
}
