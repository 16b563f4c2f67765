import type { Database } from '#lib/db/database'
import { pruneMessages } from '#lib/db/outbox-delivery'
import { DAY_MS } from '#lib/domain/units'

const KEPT_MS = 30 * DAY_MS

/** Forgets digests, tests and summaries of more than 30 days ago; messages about incidents are kept with them. */
export function pruneOutbox(database: Database, nowMs: number): Promise<number> {
  return pruneMessages(database, nowMs - KEPT_MS)
}
