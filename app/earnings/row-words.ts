import { formatPercent } from '#lib/domain/format'
import type { BarLength } from '#lib/domain/ledger/bars'
import type { EarningsAmounts, EarningsRow } from '#lib/wire/earnings'

/** Shares below this are rounding, not news. */
const WORTH_TELLING = 0.005
const LEAST_HOURS = 1 / 60

/** What of a period is not in its amounts, in words; undefined when all is. */
export function missingInWords(
  row: Pick<EarningsAmounts, 'unvaluedShare' | 'unknownPowerShare' | 'unknownCostHours'>,
): string | undefined {
  const parts = []
  if (row.unvaluedShare > WORTH_TELLING) parts.push(`${formatPercent(row.unvaluedShare)} of the work has no rate`)
  if (row.unknownPowerShare > WORTH_TELLING) {
    parts.push(`power is not known for ${formatPercent(row.unknownPowerShare)} of the time`)
  }
  if (row.unknownCostHours >= LEAST_HOURS) parts.push(`cost unknown for ${hoursInWords(row.unknownCostHours)}`)
  return parts.length === 0 ? undefined : parts.join('; ')
}

/** `45 min`, `7 h`: of all rigs and contracts together. */
function hoursInWords(hours: number): string {
  return hours < 1 ? `${Math.round(hours * 60)} min` : `${Math.round(hours).toLocaleString('en')} h`
}

/** How many periods are not complete, in words; undefined when all are. */
export function incompleteInWords(rows: EarningsRow[], period: BarLength): string | undefined {
  const count = rows.filter((row) => missingInWords(row) !== undefined).length
  if (count === 0) return undefined
  return `${count} of ${rows.length} ${period}s ${count === 1 ? 'is' : 'are'} not complete, see the table`
}
