import { linesText } from '#lib/db/ledger-lines'
import type { LedgerRow } from '#lib/db/ledger-row'
import { type LedgerEntry, sumEntry } from '#lib/domain/ledger/entry'

/** An entry as its table keeps it. */
export function ledgerRow({ subject, hourMs, currency, basis, quarters }: LedgerEntry): LedgerRow {
  return {
    subject,
    hourMs,
    siteId: quarters[0].siteId,
    currency,
    basis: JSON.stringify(basis),
    ...sumEntry(quarters),
    lines: linesText(quarters),
  }
}
