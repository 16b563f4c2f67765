import type { Database } from './database.ts'

export type LinkPurpose = 'owner' | 'sign-in' | 'reset'

export async function insertLink(
  database: Database,
  link: { hash: string; purpose: LinkPurpose; userId?: string; createdAtMs: number; expiresAtMs: number },
): Promise<void> {
  await database.oneTimeLink.create({
    data: { ...link, createdAtMs: BigInt(link.createdAtMs), expiresAtMs: BigInt(link.expiresAtMs) },
  })
}

/** A link that could still be used, without using it. */
export async function usableLink(
  database: Database,
  hash: string,
  nowMs: number,
): Promise<{ purpose: string; userId?: string } | undefined> {
  const row = await database.oneTimeLink.findUnique({ where: { hash } })
  if (!row || row.usedAtMs !== null || row.expiresAtMs <= BigInt(nowMs)) return undefined
  return { purpose: row.purpose, ...(row.userId === null ? {} : { userId: row.userId }) }
}

/** True for exactly one caller: the one whose use this was. */
export async function markLinkUsed(
  database: Database,
  hash: string,
  purpose: LinkPurpose,
  nowMs: number,
): Promise<boolean> {
  const used = await database.oneTimeLink.updateMany({
    where: { hash, purpose, usedAtMs: null, expiresAtMs: { gt: BigInt(nowMs) } },
    data: { usedAtMs: BigInt(nowMs) },
  })
  return used.count > 0
}

/** Forgets links that nobody can use any more. */
export async function deleteSpentLinks(database: Database, purpose: LinkPurpose, nowMs: number): Promise<void> {
  await database.oneTimeLink.deleteMany({
    where: { purpose, OR: [{ expiresAtMs: { lte: BigInt(nowMs) } }, { usedAtMs: { not: null } }] },
  })
}
