import { formatPercent } from '#lib/domain/format'
import type { BarLength } from '#lib/domain/ledger/bars'
import type { EarningsAmounts, EarningsRow } from '#lib/wire/earnings'

/** Shares below this are rounding, not news. */
const WORTH_TELLING = 0.005
const LEAST_HOURS = 1 / 60

/** `Sun 22 Nov`, `week 47 of 2026`, `November 2026`, `2026`, from `2026-11-22`, `2026-W47`, `2026-11` or `2026`. */
export function labelInWords(label: string, period: BarLength, short = false): string {
  if (period === 'week') {
    const [ofYear = '', week = ''] = label.split('-W')
    return short ? `W${week}` : `Week ${Number(week)} of ${ofYear}`
  }
  const [year = 0, month = 1, day = 1] = label.split('-').map(Number)
  const date = new Date(Date.UTC(year, month - 1, day))
  if (period === 'year') return label
  const options: Intl.DateTimeFormatOptions =
    period === 'month'
      ? { month: short ? 'short' : 'long', year: 'numeric' }
      : { day: 'numeric', month: 'short', ...(short ? {} : { weekday: 'short', year: 'numeric' }) }
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(date)
}

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
