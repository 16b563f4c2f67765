/** Why an hour of the ledger was written or corrected. What was closed first says `closed`. */
export const LEDGER_REASONS = [
  'closed',
  'late readings',
  'rates changed',
  'tariff changed',
  'payer changed',
  'rig settings changed',
  'site changed',
  'currency changed',
  'time zone changed',
  'first run answered',
  'rigs merged',
  'contract changed',
  'order changed',
  'settings changed',
] as const

export type LedgerReason = (typeof LEDGER_REASONS)[number]

/** Whether a text is one of the reasons. */
export function isLedgerReason(text: string | undefined): text is LedgerReason {
  return LEDGER_REASONS.some((reason) => reason === text)
}
