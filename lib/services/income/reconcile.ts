import type { Database } from '#lib/db/database'
import { listSites } from '#lib/db/sites'
import { localPeriods, startOfLocalDay } from '#lib/domain/calendar'
import { DAY_MS } from '#lib/domain/units'
import { type ComparedCoin, comparePayers } from './compare-payers.ts'

export type { ComparedCoin } from './compare-payers.ts'

/** What a day's work brought is credited within so long after its end; younger days are left out. */
export const CREDITED_WITHIN_DAYS = 2

/**
 * A month's work against what payers credited, by payer and coin. Of a month that is not over only the days that can have
 * been credited by now are compared.
 *
 * @param month `2026-11`
 */
export async function compareMonth(database: Database, month: string, nowMs = Date.now()): Promise<ComparedCoin[]> {
  const [year = 0, of = 0] = month.split('-').map(Number)
  const middleMs = Date.UTC(year, of - 1, 15)
  const timeZone = (await listSites(database))[0]?.timeZone ?? 'UTC'
  const [span] = localPeriods('month', middleMs, middleMs + 1, timeZone)
  if (!span) return []
  const toMs = Math.min(span.toMs, lastCreditedMs(nowMs, timeZone))
  return comparePayers(database, { fromMs: span.fromMs, toMs })
}

/** Up to when work can have been credited: the beginning of a local day. */
export function lastCreditedMs(nowMs: number, timeZone: string): number {
  return startOfLocalDay(nowMs - CREDITED_WITHIN_DAYS * DAY_MS, timeZone)
}
