import type { Database } from '#lib/db/database'
import { startOfLocalDay } from '#lib/domain/calendar'
import type { ContractDay } from '#lib/domain/contract-termination'
import { localDayOf } from '#lib/domain/ledger/local-days'
import { DAY_MS } from '#lib/domain/units'
import { sumLedger } from '../ledger/sum-ledger.ts'

/** The whole local days of a contract in the ledger, oldest first, in one currency; days without an entry are unknown. */
export async function contractDays(
  database: Database,
  contractId: number,
  timeZone: string,
  nowMs: number,
  currency: string,
): Promise<ContractDay[]> {
  const today = localDayOf(nowMs, timeZone)
  const first = localDayOf(nowMs - 400 * DAY_MS, timeZone)
  const sums = await sumLedger(database, {
    level: 'day',
    fromPeriod: first,
    toPeriod: today,
    groupBy: ['period'],
    filter: { subjects: [`contract:${contractId}`] },
  })
  const byDay = new Map(sums.filter((sum) => sum.currency === currency).map((sum) => [sum.period, sum]))
  const days: ContractDay[] = []
  for (let atMs = startOfLocalDay(nowMs, timeZone) - 1; days.length < 400; atMs = startOfLocalDay(atMs, timeZone) - 1) {
    const sum = byDay.get(localDayOf(atMs, timeZone))
    if (!sum) break
    const { revenueNano, costNano, unvaluedMs, uncostedMs } = sum
    days.unshift({
      ...(revenueNano === undefined || unvaluedMs > 0 ? {} : { revenueNano }),
      ...(costNano === undefined || uncostedMs > 0 ? {} : { costNano }),
    })
  }
  return days
}
