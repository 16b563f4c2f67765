import type { Database } from '#lib/db/database'
import { deleteTarget } from '#lib/db/targets'
import { refused, type Saved } from './saved.ts'

/** Stops the polling of an address. The rig that was found there stays, and goes offline. */
export async function removeTarget(database: Database, targetId: number): Promise<Saved> {
  const agentId = await deleteTarget(database, targetId)
  if (agentId === undefined) return refused('form', 'This address is gone')
  return { ok: true, changes: [{ kind: 'targets', agentId }] }
}
