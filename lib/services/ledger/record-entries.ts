import type { Database } from '#lib/db/database'
import type { LedgerReceipt } from '#lib/db/ledger-row'
import type { ReadingStore } from '#lib/db/reading-store'
import { listSites } from '#lib/db/sites'
import type { LedgerEntry } from '#lib/domain/ledger/entry'
import { ledgerRow } from './ledger-row.ts'

export type LedgerContext = { database: Database; store: ReadingStore }

/** Why an hour was written or corrected. What was closed first says `closed`. */
export type LedgerReason =
  | 'closed'
  | 'late readings'
  | 'rates changed'
  | 'tariff changed'
  | 'payer changed'
  | 'rig settings changed'
  | 'site changed'
  | 'currency changed'
  | 'time zone changed'
  | 'rigs merged'
  | 'contract changed'
  | 'order changed'
  | 'settings changed'

// Few enough that readings which come meanwhile wait some milliseconds only.
const ENTRIES_PER_COMMIT = 500

/**
 * Writes closed hours to the ledger, with their days and months. An entry that differs from what stands becomes its
 * next version, with this reason, and the former stays readable; one that does not is not written, so that an
 * interrupted run is simply done again. An entry that says nothing only corrects. Answers with how many were new and
 * how many corrected.
 */
export async function recordEntries(
  { database, store }: LedgerContext,
  entries: readonly LedgerEntry[],
  reason: LedgerReason,
  nowMs: number,
): Promise<LedgerReceipt> {
  const receipt = { created: 0, corrected: 0 }
  if (entries.length === 0) return receipt
  const zones = (await listSites(database)).map(({ id, timeZone }) => ({ siteId: id, timeZone }))
  for (let from = 0; from < entries.length; from += ENTRIES_PER_COMMIT) {
    const rows = entries.slice(from, from + ENTRIES_PER_COMMIT).map(ledgerRow)
    const { created, corrected } = await store.saveLedger({ rows, zones, reason, nowMs })
    receipt.created += created
    receipt.corrected += corrected
  }
  return receipt
}
