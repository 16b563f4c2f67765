import { listPolicyRecords, type PolicyRecord } from '#lib/db/notification-targets'
import type { Rows } from '#lib/db/rows'

/** Policies in the order in which they are asked: the first that fits an incident speaks for it. */
export function listPolicies(rows: Rows): Promise<PolicyRecord[]> {
  return listPolicyRecords(rows)
}
