import type { Database } from '#lib/db/database'
import { firstHourOf } from '#lib/db/hours'

/** Whether a rig has an hour of history that begins before a moment. Only hours that are closed count. */
export async function hasHistoryBefore(database: Database, rigId: number, beforeMs: number): Promise<boolean> {
  const firstMs = await firstHourOf(database, rigId)
  return firstMs !== undefined && firstMs < beforeMs
}
