import { type HourSum, sumLedgerHours } from '#lib/db/ledger-hour-sums'
import { spanOfDay } from '#lib/domain/ledger/local-days'
import { fromNano } from '#lib/domain/money'
import { HOUR_MS } from '#lib/domain/units'
import type { EarningsPart } from '#lib/wire/earnings'
import type { RunningServer } from '../running-server.ts'
import { filterOf, loadSubjects, nameOfGroup } from './subjects.ts'

/** An hour, or a subject's share of one, as the ledger has it. */
export type LedgerAmounts = {
  currency: string
  revenue?: number
  cost?: number
  profit?: number
  energyWattHours: number
}

type Context = Pick<RunningServer, 'database' | 'fleet'>

/**
 * The closed hours that touch a date at a site, oldest first. Where days do not begin on an hour of UTC, the first and
 * the last of them belong to the days beside it as well.
 */
export async function hoursOfDay(
  context: Context,
  query: { date: number; timeZone: string; only?: EarningsPart },
): Promise<(LedgerAmounts & { hourMs: number; shared: boolean })[]> {
  const { fromMs, toMs } = spanOfDay(query.date, query.timeZone)
  const firstMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS
  const subjects = await loadSubjects(context)
  const { subjects: wanted = [...subjects.names.keys()], siteIds } = filterOf(query.only, subjects)
  const sums = await sumLedgerHours(context.database, {
    ...{ subjects: wanted, siteIds, fromMs: firstMs, toMs },
    by: 'hour',
  })
  return sums.map((sum) => ({
    hourMs: sum.hourMs ?? firstMs,
    shared: (sum.hourMs ?? 0) < fromMs || (sum.hourMs ?? 0) + HOUR_MS > toMs,
    ...amountsOf(sum),
  }))
}

/** Who made and cost what in one closed hour, the largest revenue first. */
export async function subjectsOfHour(
  context: Context,
  query: { hourMs: number; only?: EarningsPart },
): Promise<(LedgerAmounts & { subject: string; name: string; version: number })[]> {
  const subjects = await loadSubjects(context)
  const { subjects: wanted = [...subjects.names.keys()], siteIds } = filterOf(query.only, subjects)
  const { hourMs } = query
  const sums = await sumLedgerHours(context.database, {
    ...{ subjects: wanted, siteIds, fromMs: hourMs, toMs: hourMs + HOUR_MS },
    by: 'subject',
  })
  return sums
    .map((sum) => ({
      subject: sum.subject ?? '',
      name: nameOfGroup('rig', sum.subject ?? '', subjects),
      version: sum.version,
      ...amountsOf(sum),
    }))
    .sort((one, other) => (other.revenue ?? 0) - (one.revenue ?? 0) || one.name.localeCompare(other.name))
}

function amountsOf({ currency, revenueNano, costNano, energyMilliWh }: HourSum): LedgerAmounts {
  return {
    currency,
    ...(revenueNano === undefined ? {} : { revenue: fromNano(revenueNano) }),
    ...(costNano === undefined ? {} : { cost: fromNano(costNano) }),
    ...(revenueNano === undefined || costNano === undefined ? {} : { profit: fromNano(revenueNano - costNano) }),
    energyWattHours: Number(energyMilliWh) / 1000,
  }
}
