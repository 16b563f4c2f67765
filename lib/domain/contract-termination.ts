import type { TerminationRule } from '#lib/domain/cloud-contract'
import { DAY_MS } from '#lib/domain/units'

/** A local day of a contract in exact amounts; absent where not known. */
export type ContractDay = { revenueNano?: bigint; costNano?: bigint }

/**
 * Days in a row, up to the last one, on which the fee was above the output. `days` are whole ones, oldest first. A day
 * of which one of the two is not known ends the row: it may be longer, and is then never said to be.
 */
export function daysBelowFee(days: readonly ContractDay[]): number {
  let count = 0
  for (const { revenueNano, costNano } of days.toReversed()) {
    if (revenueNano === undefined || costNano === undefined || revenueNano >= costNano) break
    count += 1
  }
  return count
}

/** What is assumed of the future, in percent: of the difficulty each 14 days (2016 blocks), of the price each 30 days. */
export type Scenario = { name: string; difficultyPercent: number; pricePercent: number }

/** Shown side by side, because nobody knows: growth as in the planning of hardware, the price as it is or moving. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'as it is now', difficultyPercent: 0, pricePercent: 0 },
  { name: 'difficulty falls 2% a fortnight', difficultyPercent: -2, pricePercent: 0 },
  { name: 'difficulty grows 3% a fortnight', difficultyPercent: 3, pricePercent: 0 },
  { name: 'difficulty grows 6% a fortnight', difficultyPercent: 6, pricePercent: 0 },
  { name: 'difficulty grows 3%, price grows 5% a month', difficultyPercent: 3, pricePercent: 5 },
  { name: 'difficulty grows 3%, price falls 5% a month', difficultyPercent: 3, pricePercent: -5 },
]

export type Outlook = {
  /** At present rates. */
  revenuePerDay: number
  feePerDay: number
  /** A fee in the coin itself moves with its price. */
  feeInCoin: boolean
  daysBelowFee: number
  rule?: TerminationRule
  /** Days left of the term; absent for an open end. */
  daysOfTerm?: number
}

export type Termination = {
  scenario: Scenario
  /** Days from now until the provider ends it, or its term does; absent where neither is within {@link FORECAST_DAYS}. */
  days?: number
  by: 'rule' | 'term' | 'nothing'
}

/** How far is looked: beyond ten years no assumption holds. */
export const FORECAST_DAYS = 3650

/** Days below the fee that end a contract. */
export function daysToTermination(rule: TerminationRule): number {
  return Math.max(1, rule.consecutiveDaysBelowFee + rule.graceDays)
}

/** On which day from now a contract ends under each scenario, day by day: a day that earns its fee begins the count anew. */
export function forecastTermination(outlook: Outlook, scenarios = SCENARIOS): Termination[] {
  return scenarios.map((scenario) => forecast(outlook, scenario))
}

function forecast(outlook: Outlook, scenario: Scenario): Termination {
  const { rule, daysOfTerm } = outlook
  const term = daysOfTerm !== undefined && daysOfTerm <= FORECAST_DAYS ? Math.max(0, daysOfTerm) : undefined
  const last = term ?? FORECAST_DAYS
  const limit = rule && daysToTermination(rule)
  let below = outlook.daysBelowFee
  if (limit !== undefined && below >= limit) return { scenario, days: 0, by: 'rule' }
  for (let day = 1; limit !== undefined && day <= last; day += 1) {
    const difficulty = (1 + scenario.difficultyPercent / 100) ** (day / 14)
    const price = (1 + scenario.pricePercent / 100) ** (day / 30)
    const revenue = (outlook.revenuePerDay * price) / difficulty
    const fee = outlook.feePerDay * (outlook.feeInCoin ? price : 1)
    below = revenue < fee ? below + 1 : 0
    if (below >= limit) return { scenario, days: day, by: 'rule' }
  }
  return term === undefined ? { scenario, by: 'nothing' } : { scenario, days: term, by: 'term' }
}

/** The moment so many days from now. */
export function inDays(nowMs: number, days: number): number {
  return nowMs + days * DAY_MS
}

/** Days of the same net until the rest of the outlay is back: 0 where it is, undefined where it never will be. */
export function daysToPayBack(outlay: number, netSoFar: number, netPerDay: number): number | undefined {
  const rest = outlay - netSoFar
  if (rest <= 0) return 0
  return netPerDay > 0 ? rest / netPerDay : undefined
}
