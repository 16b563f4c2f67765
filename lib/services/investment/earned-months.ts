import type { Database } from '#lib/db/database'
import { spanOfDay } from '#lib/domain/ledger/local-days'
import { type LedgerSum, sumLedger } from '../ledger/sum-ledger.ts'
import type { DayRates } from './day-rates.ts'

/** What a subject earned in a month (`period` 202611), in the installation's currency. */
export type EarnedMonth = {
  period: number
  revenueNano: bigint
  costNano: bigint
  coins: Map<string, { coinPico: bigint; revenueNano: bigint }>
  seenMs: number
  workMs: number
  unvaluedMs: number
  unpoweredMs: number
  /** A currency of the ledger whose rate then is not known: its amounts are missing. */
  unknownCurrency?: string
}

/** The ledger's months by subject (`rig:7`, `site:2`), oldest first. Other currencies at the rate of the month's middle. */
export async function earnedMonths(
  database: Database,
  rates: DayRates,
  timeZone: string,
): Promise<Map<string, EarnedMonth[]>> {
  const sums = await sumLedger(database, {
    level: 'month',
    fromPeriod: 0,
    toPeriod: 999_912,
    groupBy: ['subject', 'period', 'coin'],
  })
  const bySubject = new Map<string, EarnedMonth[]>()
  for (const sum of sums) {
    const { subject = '', period = 0 } = sum
    const months = bySubject.get(subject) ?? []
    bySubject.set(subject, months)
    const last = months.at(-1)
    const month = last?.period === period ? last : emptyMonth(period)
    if (month !== last) months.push(month)
    await add(month, sum, rates, middleOf(period, timeZone))
  }
  return bySubject
}

/** Months of several subjects as one's. */
export function joinMonths(lists: readonly EarnedMonth[][]): EarnedMonth[] {
  const byPeriod = new Map<number, EarnedMonth>()
  for (const month of lists.flat()) {
    const sum = byPeriod.get(month.period) ?? emptyMonth(month.period)
    byPeriod.set(month.period, sum)
    sum.revenueNano += month.revenueNano
    sum.costNano += month.costNano
    sum.seenMs += month.seenMs
    sum.workMs += month.workMs
    sum.unvaluedMs += month.unvaluedMs
    sum.unpoweredMs += month.unpoweredMs
    if (month.unknownCurrency) sum.unknownCurrency = month.unknownCurrency
    for (const [coin, { coinPico, revenueNano }] of month.coins) addCoin(sum, coin, coinPico, revenueNano)
  }
  return [...byPeriod.values()].sort((one, other) => one.period - other.period)
}

/** The middle of a month such as 202611, and when it ends. */
export function middleOf(period: number, timeZone: string): number {
  return spanOfDay(period * 100 + 15, timeZone).fromMs
}

export function endOf(period: number, timeZone: string): number {
  const next = period % 100 === 12 ? period + 89 : period + 1
  return spanOfDay(next * 100 + 1, timeZone).fromMs
}

function emptyMonth(period: number): EarnedMonth {
  const nothing = { revenueNano: 0n, costNano: 0n, seenMs: 0, workMs: 0, unvaluedMs: 0, unpoweredMs: 0 }
  return { period, ...nothing, coins: new Map() }
}

async function add(month: EarnedMonth, sum: LedgerSum, rates: DayRates, atMs: number): Promise<void> {
  month.seenMs += sum.seenMs
  month.workMs += sum.workMs
  month.unvaluedMs += sum.unvaluedMs
  month.unpoweredMs += sum.unpoweredMs
  const [revenueNano, costNano] = await Promise.all([
    rates.inCurrency(sum.revenueNano ?? 0n, sum.currency, atMs),
    rates.inCurrency(sum.costNano ?? 0n, sum.currency, atMs),
  ])
  if (revenueNano === undefined || costNano === undefined) {
    month.unknownCurrency = sum.currency
    return
  }
  month.revenueNano += revenueNano
  month.costNano += costNano
  if (sum.coin) addCoin(month, sum.coin, sum.coinPico ?? 0n, revenueNano)
}

function addCoin(month: EarnedMonth, coin: string, coinPico: bigint, revenueNano: bigint): void {
  const known = month.coins.get(coin) ?? { coinPico: 0n, revenueNano: 0n }
  month.coins.set(coin, { coinPico: known.coinPico + coinPico, revenueNano: known.revenueNano + revenueNano })
}
