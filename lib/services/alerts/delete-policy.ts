import type { Database } from '#lib/db/database'
import { removePolicyRecord } from '#lib/db/notification-targets'
import { refused, type Saved } from '../saved.ts'

/** Removes a policy; incidents that it spoke for go to every channel again. */
export async function deletePolicy(database: Database, policyId: number): Promise<Saved> {
  const removed = await removePolicyRecord(database, policyId)
  return removed ? { ok: true, changes: [{ kind: 'alert-settings' }] } : refused('form', 'This policy is gone already')
}
