import type { Database } from '#lib/db/database'
import { type LedgerVersion, ledgerBases, ledgerHours, supersededHours } from '#lib/db/ledger-hours'

/** An hour as it stands, with what it was valued with, and what it said before, oldest first. */
export type AuditedHour = LedgerVersion & { basis: Record<string, unknown>; before: LedgerVersion[] }

/**
 * The hours of a subject in `[fromMs, toMs)`, ascending, each with its basis, and with its former versions: when each
 * was written, why, and when the next replaced it.
 */
export async function auditHours(
  database: Database,
  query: { subject: string; fromMs: number; toMs: number },
): Promise<AuditedHour[]> {
  const { subject, fromMs, toMs } = query
  const [hours, superseded] = await Promise.all([
    ledgerHours(database, subject, fromMs, toMs),
    supersededHours(database, subject, fromMs, toMs),
  ])
  const bases = await ledgerBases(
    database,
    hours.map(({ basisId }) => basisId),
  )
  const before = new Map<number, LedgerVersion[]>()
  for (const version of superseded) before.set(version.hourMs, [...(before.get(version.hourMs) ?? []), version])
  return hours.map((hour) => ({
    ...hour,
    basis: bases.get(hour.basisId) ?? {},
    before: before.get(hour.hourMs) ?? [],
  }))
}
