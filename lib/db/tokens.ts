import type { Database } from './database.ts'

/** An agent token as people see it: never the secret, which is not kept. */
export type TokenRow = {
  id: number
  name: string
  siteId: number
  siteName: string
  /** The first characters of the secret, to tell tokens apart. */
  prefix: string
  createdAtMs: number
  revokedAtMs?: number
  lastUsedAtMs?: number
}

/** Newest first, revoked ones included. */
export async function tokenRows(database: Database): Promise<TokenRow[]> {
  const rows = await database.agentToken.findMany({ include: { site: true }, orderBy: { id: 'desc' } })
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    siteId: row.siteId,
    siteName: row.site.name,
    prefix: row.prefix,
    createdAtMs: Number(row.createdAtMs),
    ...(row.revokedAtMs === null ? {} : { revokedAtMs: Number(row.revokedAtMs) }),
    ...(row.lastUsedAtMs === null ? {} : { lastUsedAtMs: Number(row.lastUsedAtMs) }),
  }))
}

/** Returns the new token's id. */
export async function insertToken(
  database: Database,
  token: { name: string; siteId: number; hash: string; prefix: string; createdAtMs: number },
): Promise<number> {
  const row = await database.agentToken.create({ data: { ...token, createdAtMs: BigInt(token.createdAtMs) } })
  return row.id
}

/** A token that may still be used, by the SHA-256 of its secret. */
export async function tokenByHash(
  database: Database,
  hash: string,
): Promise<{ id: number; name: string; siteId: number } | undefined> {
  const row = await database.agentToken.findUnique({ where: { hash } })
  if (!row || row.revokedAtMs !== null) return undefined
  return { id: row.id, name: row.name, siteId: row.siteId }
}

/** False when there is no such token, or it was revoked before. */
export async function markTokenRevoked(database: Database, id: number, nowMs: number): Promise<boolean> {
  const changed = await database.agentToken.updateMany({
    where: { id, revokedAtMs: null },
    data: { revokedAtMs: BigInt(nowMs) },
  })
  return changed.count > 0
}

export async function markTokenUsed(database: Database, id: number, nowMs: number): Promise<void> {
  await database.agentToken.updateMany({ where: { id }, data: { lastUsedAtMs: BigInt(nowMs) } })
}

/** Ids of the tokens that are no longer good, for the sockets that still use one. */
export async function revokedTokenIds(database: Database): Promise<number[]> {
  const rows = await database.agentToken.findMany({ where: { revokedAtMs: { not: null } }, select: { id: true } })
  return rows.map((row) => row.id)
}
