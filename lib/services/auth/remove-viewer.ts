import type { Database } from '#lib/db/database'
import { deleteViewer } from '#lib/db/users'
import type { Change } from '../change-bus.ts'

export type RemoveResult = { ok: true; changes: Change[] } | { ok: false; reason: string }

/** Removes an account that may only look, and ends its sessions everywhere. The owner cannot be removed. */
export async function removeViewer(database: Database, userId: string): Promise<RemoveResult> {
  if (await deleteViewer(database, userId)) return { ok: true, changes: [{ kind: 'sessions' }] }
  return { ok: false, reason: 'There is no such account that may be removed.' }
}
