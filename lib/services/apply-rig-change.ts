import { removeAssignmentsAfter, saveAssignment } from '#lib/db/assignments'
import { type RigRecord, saveCorrection, saveLifecycle, savePlacement, saveRigWords } from '#lib/db/inventory'
import { forgetLater } from '#lib/db/rig-keys'
import type { Rows } from '#lib/db/rows'
import { assumedAssignment } from '#lib/domain/coins'
import type { LedgerReason } from '#lib/domain/ledger/reasons'
import { followWords } from './investment/first-purchase.ts'
import type { RigChange } from './rig-change.ts'
import { closedHoursSince, type Recompute } from './saved.ts'

/**
 * Writes a checked change to one rig, inside the caller's transaction, and answers with the closed hours it alters.
 * What is dated speaks from `fromMs`; a first dated row is preceded by what was true before it, because before its
 * first row a list says what that row says.
 */
export async function applyRigChange(
  rows: Rows,
  rig: RigRecord,
  change: RigChange,
  fromMs: number,
  nowMs: number,
): Promise<Recompute | undefined> {
  await saveWords(rows, rig, change)
  await followWords(rows, rig, change, nowMs)
  let alteredMs = Number.POSITIVE_INFINITY
  let what: Recompute['what'] = 'money'
  if (change.siteId !== undefined) {
    await forgetLater(rows, rig.id, fromMs, 'placement')
    await savePlacement(rows, rig.id, fromMs, change.siteId)
    alteredMs = fromMs
  }
  if (change.lifecycle !== undefined) {
    await forgetLater(rows, rig.id, fromMs, 'lifecycle')
    await saveLifecycle(rows, rig.id, fromMs, change.lifecycle)
    alteredMs = fromMs
  }
  if (change.correction !== undefined) {
    if (rig.corrections.length === 0 && fromMs > 0) await saveCorrection(rows, rig.id, { fromMs: 0 })
    await forgetLater(rows, rig.id, fromMs, 'correction')
    await saveCorrection(rows, rig.id, { ...change.correction, fromMs })
    alteredMs = fromMs
    what = 'hours'
  }
  for (const assignment of change.assignments ?? []) {
    const { algorithm } = assignment
    const known = rig.assignments.some((row) => row.algorithm === algorithm)
    const before = known ? undefined : assumedAssignment(algorithm, Math.min(rig.createdAtMs, fromMs))
    if (before && before.fromMs < fromMs) await saveAssignment(rows, rig.id, before)
    await removeAssignmentsAfter(rows, rig.id, algorithm, fromMs)
    await saveAssignment(rows, rig.id, { ...assignment, fromMs, assumed: false })
    // Nothing could be assumed: what is said now is the first that is known of the past, too.
    alteredMs = Math.min(alteredMs, !known && !before ? rig.createdAtMs : fromMs)
  }
  return closedHoursSince(alteredMs, nowMs, { what, rigIds: [rig.id], reason: reasonOf(change) })
}

function reasonOf({ siteId, correction, assignments }: RigChange): LedgerReason {
  const payer = (assignments ?? []).length > 0
  if (payer && siteId === undefined && correction === undefined) return 'payer changed'
  return siteId !== undefined && correction === undefined && !payer ? 'site changed' : 'rig settings changed'
}

async function saveWords(rows: Rows, rig: RigRecord, change: RigChange): Promise<void> {
  const { name, model, row, rack, position, notes, purchasePrice, purchasedOn } = change
  const tags = newTags(rig.tags, change)
  await saveRigWords(rows, rig.id, { name, model, row, rack, position, notes, purchasePrice, purchasedOn, tags })
}

function newTags(present: string[], { tags, addTags = [], removeTags = [] }: RigChange): string[] | undefined {
  if (!tags && addTags.length === 0 && removeTags.length === 0) return undefined
  return [...new Set([...(tags ?? present), ...addTags])].filter((tag) => !removeTags.includes(tag))
}
