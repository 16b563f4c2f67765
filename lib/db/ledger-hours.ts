import type { LedgerQuarters } from '#lib/domain/ledger/entry'
import type { Database } from './database.ts'
import { linesFrom } from './ledger-lines.ts'
import { storedObject } from './stored-json.ts'

/** A version of an hour; one that a correction has replaced says since when. */
export type LedgerVersion = {
  subject: string
  hourMs: number
  version: number
  reason: string
  closedAtMs: number
  supersededAtMs?: number
  currency: string
  basisId: number
  energyMilliWh: bigint
  revenueNano?: bigint
  costNano?: bigint
  quarters: LedgerQuarters
}

/** The hours of a subject in `[fromMs, toMs)` as they stand, ascending. */
export async function ledgerHours(
  database: Database,
  subject: string,
  fromMs: number,
  toMs: number,
): Promise<LedgerVersion[]> {
  const hourMs = { gte: BigInt(fromMs), lt: BigInt(toMs) }
  const rows = await database.ledgerHour.findMany({ where: { subject, hourMs }, orderBy: { hourMs: 'asc' } })
  return rows.map(versionOf)
}

/** Versions of the same hours that corrections have replaced, by hour and version. */
export async function supersededHours(
  database: Database,
  subject: string,
  fromMs: number,
  toMs: number,
): Promise<LedgerVersion[]> {
  const rows = await database.ledgerSuperseded.findMany({
    where: { subject, hourMs: { gte: BigInt(fromMs), lt: BigInt(toMs) } },
    orderBy: [{ hourMs: 'asc' }, { version: 'asc' }],
  })
  return rows.map((row) => ({ ...versionOf(row), supersededAtMs: Number(row.supersededAtMs) }))
}

/** The quarter-hours of several subjects' hours in `[fromMs, toMs)` as they stand, by subject, ascending. */
export async function quartersOfSubjects(
  database: Database,
  subjects: string[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<{ subject: string; hourMs: number; currency: string; quarters: LedgerQuarters }[]> {
  const rows = await database.ledgerHour.findMany({
    where: { subject: { in: subjects }, hourMs: { gte: BigInt(fromMs), lt: BigInt(toMs) } },
    select: { subject: true, hourMs: true, currency: true, lines: true },
    orderBy: [{ subject: 'asc' }, { hourMs: 'asc' }],
  })
  return rows.map(({ subject, hourMs, currency, lines }) => ({
    ...{ subject, hourMs: Number(hourMs), currency },
    quarters: linesFrom(lines),
  }))
}

/** What hours were valued with, by id. */
export async function ledgerBases(database: Database, ids: number[]): Promise<Map<number, Record<string, unknown>>> {
  const rows = await database.ledgerBasis.findMany({ where: { id: { in: [...new Set(ids)] } } })
  return new Map(rows.map(({ id, basis }) => [id, storedObject(basis) ?? {}]))
}

/** Subjects with an hour at these sites, or all. */
export async function ledgerSubjectsOf(database: Database, siteIds?: number[]): Promise<string[]> {
  const rows = await database.ledgerPeriod.findMany({
    where: { level: 2, ...(siteIds ? { siteId: { in: [0, ...siteIds] } } : {}) },
    distinct: ['subject'],
    select: { subject: true },
  })
  return rows.map(({ subject }) => subject)
}

type Stored = {
  subject: string
  hourMs: bigint
  version: number
  reason: string
  closedAtMs: bigint
  currency: string
  basisId: number
  energyMilliWh: bigint
  revenueNano: bigint | null
  costNano: bigint | null
  lines: string
}

function versionOf(row: Stored): LedgerVersion {
  const { subject, version, reason, currency, basisId, energyMilliWh, revenueNano, costNano } = row
  return {
    ...{ subject, hourMs: Number(row.hourMs), version, reason, closedAtMs: Number(row.closedAtMs) },
    ...{ currency, basisId, energyMilliWh },
    ...(revenueNano === null ? {} : { revenueNano }),
    ...(costNano === null ? {} : { costNano }),
    quarters: linesFrom(row.lines),
  }
}
