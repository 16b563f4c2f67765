import { findCloudContract, removeCloudContract } from '#lib/db/cloud-contracts'
import { spanOfSubject } from '#lib/db/contract-ledger'
import { forgetReceiptSubject } from '#lib/db/receipts'
import type { LedgerContext } from '../ledger/record-entries.ts'
import { refused, type Saved } from '../saved.ts'
import { emptyContract } from './close-contract-hours.ts'

/** Takes a contract that was entered by mistake out of everything; one that ran is better ended. */
export async function deleteContract(context: LedgerContext, contractId: number, nowMs = Date.now()): Promise<Saved> {
  const contract = await findCloudContract(context.database, contractId)
  if (!contract) return refused('form', 'This contract is gone')
  const span = await spanOfSubject(context.database, `contract:${contractId}`)
  // First the contract, so that the job does not write its hours again.
  await context.database.$transaction(async (rows) => {
    await removeCloudContract(rows, contractId)
    await forgetReceiptSubject(rows, `contract:${contractId}`)
  })
  if (span) await emptyContract(context, contract, span, nowMs)
  return { ok: true, changes: [{ kind: 'contracts' }] }
}
