import type { Database } from '#lib/db/database'
import type { LedgerReceipt, LedgerRow } from '#lib/db/ledger-row'
import type { ReadingStore } from '#lib/db/reading-store'
import type { LedgerEntry } from '#lib/domain/ledger/entry'
import type { LedgerReason } from '#lib/domain/ledger/reasons'
import { ledgerRow } from './ledger-row.ts'

export type LedgerContext = { database: Database; store: ReadingStore }

// Few enough that readings which come meanwhile wait some milliseconds only.
const ROWS_PER_COMMIT = 500

/**
 * Writes closed hours to the ledger, with their days and months. An entry that differs from what stands becomes its
 * next version, with this reason, and the former stays readable; one that does not is not written, so that an
 * interrupted run is simply done again. An entry that says nothing only corrects. Answers with how many were new and
 * how many corrected.
 */
export function recordEntries(
  context: LedgerContext,
  entries: readonly LedgerEntry[],
  reason: LedgerReason,
  nowMs: number,
): Promise<LedgerReceipt> {
  return recordRows(context, entries.map(ledgerRow), reason, nowMs)
}

/** The same of rows: what is many hours is held as rows, which are smaller than entries. */
export async function recordRows(
  { store }: Pick<LedgerContext, 'store'>,
  rows: LedgerRow[],
  reason: LedgerReason,
  nowMs: number,
): Promise<LedgerReceipt> {
  const receipt = { created: 0, corrected: 0 }
  // Hours of a subject together: a day that is summed again is summed once.
  const sorted = [...rows].sort((one, other) =>
    one.subject < other.subject ? -1 : one.subject > other.subject ? 1 : 0,
  )
  for (let from = 0; from < sorted.length; from += ROWS_PER_COMMIT) {
    const batch = { rows: sorted.slice(from, from + ROWS_PER_COMMIT), reason, nowMs }
    const { created, corrected } = await store.saveLedger(batch)
    receipt.created += created
    receipt.corrected += corrected
  }
  return receipt
}
