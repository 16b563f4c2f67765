import type { Database } from '#lib/db/database'
import { type LedgerQuery, type LedgerSum, sumLedgerPeriods } from '#lib/db/ledger-periods'

export type { LedgerGroup, LedgerQuery, LedgerSum } from '#lib/db/ledger-periods'

/**
 * Exact sums of the ledger by day or month, grouped as asked and always by currency: amounts of two currencies are never
 * added. Only the tables of days and months are read, however many hours there are.
 */
export function sumLedger(database: Database, query: LedgerQuery): Promise<LedgerSum[]> {
  return sumLedgerPeriods(database, query)
}
