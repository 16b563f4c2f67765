import type { Database } from '#lib/db/database'
import { deleteSpentLinks, insertLink, type LinkPurpose } from '#lib/db/links'
import { newSecret } from './secret-text.ts'

export type { LinkPurpose } from '#lib/db/links'

const HOUR_MS = 3_600_000

/**
 * A secret that works once, for whoever holds it: it creates the owner, signs `userId` in, or sets their password.
 * Valid for a day unless told. Only its SHA-256 is kept.
 */
export async function createOneTimeLink(
  database: Database,
  link: { purpose: LinkPurpose; userId?: string; ttlMs?: number },
  nowMs = Date.now(),
): Promise<string> {
  await deleteSpentLinks(database, link.purpose, nowMs)
  const { secret, hash } = newSecret('davylink')
  await insertLink(database, {
    hash,
    purpose: link.purpose,
    ...(link.userId === undefined ? {} : { userId: link.userId }),
    createdAtMs: nowMs,
    expiresAtMs: nowMs + (link.ttlMs ?? 24 * HOUR_MS),
  })
  return secret
}

/** The path of the page that a one-time link opens. */
export function oneTimeLinkPath(secret: string): string {
  return `/link/${secret}`
}
