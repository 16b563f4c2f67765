import { formatPercent } from '#lib/domain/format'
import type { EarningsRow } from '#lib/wire/earnings'
import type { DigestMoney } from './digest-figures.ts'

/** Shares below this are rounding, not news. */
const WORTH_TELLING = 0.005

/** Adds up what is known of some days, and says what is not. A sum of nothing is not known. */
export function sumDays(days: (EarningsRow | undefined)[], nowMs: number): DigestMoney {
  const rows = days.filter((row) => row !== undefined).filter(hasReports)
  const revenue = sum(rows.map((row) => row.revenue))
  const cost = sum(rows.map((row) => row.cost))
  return {
    revenue,
    cost,
    // Of the days on which both are known: a week's revenue less one day's cost would be no profit.
    profit: sum(rows.map((row) => row.profit)),
    energyWattHours: sum(rows.map((row) => row.energyWattHours)),
    incomplete: [
      missing(rows, days.length, 'unvaluedShare', 'of the work has no rate'),
      missing(rows, days.length, 'unknownPowerShare', 'of the time power is not known'),
      hoursWithoutCost(rows),
      days.length > 1 && rows.length > 0 && rows.length < days.length
        ? `nothing was reported on ${days.length - rows.length} of ${days.length} days`
        : undefined,
      rows.some(({ toMs }) => toMs > nowMs) ? 'the day has not ended yet at every site' : undefined,
    ].filter((words) => words !== undefined),
  }
}

/** A day on which nobody reported has a row of unknowns, or none. */
function hasReports({ revenue, cost, energyWattHours, unvaluedShare, unknownPowerShare }: EarningsRow): boolean {
  const isKnown = revenue !== undefined || cost !== undefined || energyWattHours !== undefined
  return isKnown || unvaluedShare > 0 || unknownPowerShare > 0
}

function missing(
  rows: EarningsRow[],
  days: number,
  field: 'unvaluedShare' | 'unknownPowerShare',
  words: string,
): string | undefined {
  const some = rows.filter((row) => row[field] > WORTH_TELLING)
  if (some.length === 0) return undefined
  const largest = Math.max(...some.map((row) => row[field]))
  if (days === 1) return `${formatPercent(largest)} ${words}`
  return `on ${some.length} of ${days} days up to ${formatPercent(largest)} ${words}`
}

function hoursWithoutCost(rows: EarningsRow[]): string | undefined {
  const hours = Math.round(rows.reduce((total, row) => total + row.unknownCostHours, 0))
  return hours < 1 ? undefined : `cost unknown for ${hours} h`
}

function sum(values: (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0)
}
