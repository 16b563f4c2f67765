import type { Database } from './database.ts'

/** A key for REST and /metrics as people see it: never the secret, which is not kept. */
export type KeyRow = {
  id: number
  name: string
  /** The first characters of the secret, to tell keys apart. */
  prefix: string
  createdAtMs: number
  revokedAtMs?: number
  lastUsedAtMs?: number
}

/** Newest first, revoked ones included. */
export async function keyRows(database: Database): Promise<KeyRow[]> {
  const rows = await database.apiKey.findMany({ orderBy: { id: 'desc' } })
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    createdAtMs: Number(row.createdAtMs),
    ...(row.revokedAtMs === null ? {} : { revokedAtMs: Number(row.revokedAtMs) }),
    ...(row.lastUsedAtMs === null ? {} : { lastUsedAtMs: Number(row.lastUsedAtMs) }),
  }))
}

/** Returns the new key's id. */
export async function insertKey(
  database: Database,
  key: { name: string; hash: string; prefix: string; createdAtMs: number },
): Promise<number> {
  const row = await database.apiKey.create({ data: { ...key, createdAtMs: BigInt(key.createdAtMs) } })
  return row.id
}

/** A key that may still be used, by the SHA-256 of its secret. */
export async function keyByHash(
  database: Database,
  hash: string,
): Promise<{ id: number; name: string; lastUsedAtMs?: number } | undefined> {
  // Each request asks this, and Prisma's own way takes three times as long.
  const [row] = await database.$queryRaw<{ id: bigint | number; name: string; lastUsedAtMs: bigint | number | null }[]>`
    SELECT "id", "name", "lastUsedAtMs" FROM "ApiKey" WHERE "hash" = ${hash} AND "revokedAtMs" IS NULL`
  if (!row) return undefined
  return {
    id: Number(row.id),
    name: row.name,
    ...(row.lastUsedAtMs === null ? {} : { lastUsedAtMs: Number(row.lastUsedAtMs) }),
  }
}

/** False when there is no such key, or it was revoked before. */
export async function markKeyRevoked(database: Database, id: number, nowMs: number): Promise<boolean> {
  const changed = await database.apiKey.updateMany({
    where: { id, revokedAtMs: null },
    data: { revokedAtMs: BigInt(nowMs) },
  })
  return changed.count > 0
}

export async function markKeyUsed(database: Database, id: number, nowMs: number): Promise<void> {
  await database.apiKey.updateMany({ where: { id }, data: { lastUsedAtMs: BigInt(nowMs) } })
}
