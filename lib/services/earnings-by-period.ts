import type { Database } from '#lib/db/database'
import type { SiteSums, SiteWorkSums } from '#lib/db/site-slots'
import { listSites } from '#lib/db/sites'
import { type LocalPeriod, localPeriods } from '#lib/domain/calendar'
import { fromNano } from '#lib/domain/money'
import { HOUR_MS } from '#lib/domain/units'
import type { Earnings, EarningsPeriod, EarningsRow } from '#lib/wire/earnings'
import { currencyAt, datedCurrencies } from './currency.ts'
import { sumLocalPeriods } from './sum-local-periods.ts'

/** What the open hour has made so far, by site; from the live fleet. */
export type OpenHour = { siteId: number; hourMs: number } & Pick<
  SiteSums,
  'revenueNano' | 'costNano' | 'energyWh' | 'seconds' | 'workSeconds' | 'unvaluedSeconds' | 'unpoweredSeconds'
> & { uncostedSeconds?: number }

export type EarningsQuery = {
  period: EarningsPeriod
  fromMs: number
  toMs: number
  siteId?: number
}

const MOST_PERIODS = 4_000

/**
 * Revenue, cost and profit of every day, month or year that touches `[fromMs, toMs)`, each site's by its own calendar:
 * the row of a day adds up what each site calls that day. Money valued in an earlier currency of the installation is
 * left out and counts as not valued, because sums of two currencies are none. Sums stand on the fleet series alone, so
 * that years cost milliseconds; the open hour is added where it is given.
 */
export async function earningsByPeriod(
  database: Database,
  query: EarningsQuery,
  options: { nowMs?: number; openHours?: OpenHour[] } = {},
): Promise<Earnings> {
  const { nowMs = Date.now(), openHours = [] } = options
  const { period, siteId } = query
  const currencies = await datedCurrencies(database)
  const currency = currencyAt(currencies, nowMs)
  // The first row speaks for the time before it, too.
  const changedAtMs = currencies.length > 1 ? (currencies.at(-1)?.fromMs ?? 0) : 0
  const sites = (await listSites(database)).filter((site) => siteId === undefined || site.id === siteId)
  const rows = new Map<string, RowSum>()
  for (const site of sites) {
    const periods = localPeriods(period, query.fromMs, query.toMs, site.timeZone).slice(-MOST_PERIODS)
    const [all, earlier] = await Promise.all([
      sumLocalPeriods(database, periods, site.id),
      sumsUntil(database, changedAtMs, periods, site.id),
    ])
    for (const [index, local] of periods.entries()) {
      const row = rowOf(rows, local)
      addSums(row, all.sums.get(index) ?? [], earlier.get(index) ?? [])
      for (const coins of all.work.get(index) ?? []) addCoins(row, coins)
      for (const open of openHours) {
        const inside = open.siteId === site.id && open.hourMs >= local.fromMs && open.hourMs < local.toMs
        if (inside) addSums(row, [open], [])
      }
    }
  }
  const ordered = [...rows.values()].sort((one, next) => one.label.localeCompare(next.label))
  return { currency, period, rows: ordered.map((row) => finish(row, nowMs)) }
}

type RowSum = LocalPeriod & {
  revenueNano?: bigint
  costNano?: bigint
  energyWh: number
  seconds: number
  workSeconds: number
  unvaluedSeconds: number
  unpoweredSeconds: number
  uncostedSeconds: number
  coins: Map<string, number>
}

type Sums = Omit<OpenHour, 'siteId' | 'hourMs'>

function rowOf(rows: Map<string, RowSum>, { label, fromMs, toMs }: LocalPeriod): RowSum {
  const known = rows.get(label)
  const row = known ?? {
    ...{ label, fromMs, toMs, energyWh: 0, seconds: 0, workSeconds: 0, unvaluedSeconds: 0, unpoweredSeconds: 0 },
    uncostedSeconds: 0,
    coins: new Map<string, number>(),
  }
  row.fromMs = Math.min(row.fromMs, fromMs)
  row.toMs = Math.max(row.toMs, toMs)
  rows.set(label, row)
  return row
}

// What was valued in another currency is taken out of the money again and counted as not valued.
function addSums(row: RowSum, all: Sums[], earlier: Sums[]): void {
  const { seconds } = row
  for (const sums of all) {
    if (sums.revenueNano !== undefined) row.revenueNano = (row.revenueNano ?? 0n) + sums.revenueNano
    if (sums.costNano !== undefined) row.costNano = (row.costNano ?? 0n) + sums.costNano
    row.energyWh += sums.energyWh
    row.seconds += sums.seconds
    row.workSeconds += sums.workSeconds
    row.unvaluedSeconds += sums.unvaluedSeconds
    row.unpoweredSeconds += sums.unpoweredSeconds
    row.uncostedSeconds += sums.uncostedSeconds ?? 0
  }
  if (earlier.length === 0) return
  let earlierSeconds = 0
  for (const sums of earlier) {
    if (sums.revenueNano !== undefined) row.revenueNano = (row.revenueNano ?? 0n) - sums.revenueNano
    if (sums.costNano !== undefined) row.costNano = (row.costNano ?? 0n) - sums.costNano
    row.unvaluedSeconds += sums.workSeconds - sums.unvaluedSeconds
    row.uncostedSeconds += sums.seconds - sums.unpoweredSeconds - (sums.uncostedSeconds ?? 0)
    earlierSeconds += sums.seconds
  }
  // Nothing is left that this currency could speak of: that is not knowing, not 0.
  if (row.revenueNano === 0n && earlierSeconds >= row.seconds - seconds) row.revenueNano = undefined
  if (row.costNano === 0n && earlierSeconds >= row.seconds - seconds) row.costNano = undefined
}

function addCoins(row: RowSum, { coin, coinAmount }: SiteWorkSums): void {
  if (coinAmount !== undefined && coin !== '') row.coins.set(coin, (row.coins.get(coin) ?? 0) + coinAmount)
}

async function sumsUntil(database: Database, untilMs: number, periods: LocalPeriod[], siteId: number) {
  if (periods.every(({ fromMs }) => fromMs >= untilMs)) return new Map<number, SiteSums[]>()
  // An hour is valued in the currency of its beginning.
  const hourMs = Math.ceil(untilMs / HOUR_MS) * HOUR_MS
  const cut = periods.map(({ fromMs, toMs }) => ({ fromMs, toMs: Math.max(fromMs, Math.min(toMs, hourMs)) }))
  return (await sumLocalPeriods(database, cut, siteId)).sums
}

function finish(row: RowSum, nowMs: number): EarningsRow {
  const revenue = row.revenueNano === undefined ? undefined : fromNano(row.revenueNano)
  const cost = row.costNano === undefined ? undefined : fromNano(row.costNano)
  return {
    label: row.label,
    fromMs: row.fromMs,
    toMs: row.toMs,
    revenue,
    cost,
    profit:
      row.revenueNano === undefined || row.costNano === undefined
        ? undefined
        : fromNano(row.revenueNano - row.costNano),
    energyWattHours: row.seconds > row.unpoweredSeconds ? row.energyWh : undefined,
    coins: [...row.coins].map(([coin, amount]) => ({ coin, amount })),
    unvaluedShare: row.workSeconds > 0 ? Math.min(1, row.unvaluedSeconds / row.workSeconds) : 0,
    unknownPowerShare: row.seconds > 0 ? Math.min(1, row.unpoweredSeconds / row.seconds) : 0,
    unknownCostHours: row.uncostedSeconds / 3600,
    open: row.toMs > nowMs,
  }
}
