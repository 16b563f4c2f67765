/** A closed hour as its table keeps it, with its basis in full. Moments are epoch ms. */
export type LedgerRow = {
  subject: string
  hourMs: number
  /** Where it stood in the hour's first quarter. */
  siteId: number
  currency: string
  /** JSON. */
  basis: string
  energyMilliWh: bigint
  revenueNano?: bigint
  costNano?: bigint
  /** What `ledger-lines.ts` writes. */
  lines: string
}

export type LedgerBatch = { rows: LedgerRow[]; reason: string; nowMs: number }

/** How many hours were written for the first time, and how many got another version. */
export type LedgerReceipt = { created: number; corrected: number }
