import { endCloudContract, findCloudContract } from '#lib/db/cloud-contracts'
import type { Database } from '#lib/db/database'
import { refused, type Saved } from '../saved.ts'
import { redoContract } from './close-contract-hours.ts'

/** Ends a contract: from `endedAtMs` on it is in no live total, and its past stays in history. */
export async function endContract(
  database: Database,
  end: { contractId: number; endedAtMs: number; reason: string },
  nowMs = Date.now(),
): Promise<Saved> {
  const reason = end.reason.trim().slice(0, 200) || 'ended by the owner'
  return database.$transaction(async (rows) => {
    const contract = await findCloudContract(rows, end.contractId)
    if (!contract) return refused('form', 'This contract is gone')
    if (end.endedAtMs < contract.startsAtMs) return refused('endedAtMs', 'It ends before it starts: choose a later day')
    if (end.endedAtMs > nowMs) return refused('endedAtMs', 'Choose a moment that is over, or change its term')
    await endCloudContract(rows, contract.id, { endedAtMs: end.endedAtMs, endReason: reason })
    await redoContract(rows, contract.id, Math.min(end.endedAtMs, contract.endsAtMs ?? end.endedAtMs))
    return { ok: true, changes: [{ kind: 'contracts' }] }
  })
}
