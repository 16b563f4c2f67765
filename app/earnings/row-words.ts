import { formatPercent } from '#lib/domain/format'
import type { EarningsPeriod, EarningsRow } from '#lib/wire/earnings'

/** Shares below this are rounding, not news. */
const WORTH_TELLING = 0.005

/** `Sun 22 Nov`, `November 2026`, `2026`, from `2026-11-22`, `2026-11` or `2026`. */
export function labelInWords(label: string, period: EarningsPeriod, short = false): string {
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
export function missingInWords(row: Pick<EarningsRow, 'unvaluedShare' | 'unknownPowerShare'>): string | undefined {
  const parts = []
  if (row.unvaluedShare > WORTH_TELLING) parts.push(`${formatPercent(row.unvaluedShare)} of the work has no rate`)
  if (row.unknownPowerShare > WORTH_TELLING) {
    parts.push(`power is not known for ${formatPercent(row.unknownPowerShare)} of the time`)
  }
  return parts.length === 0 ? undefined : parts.join('; ')
}

/** How many periods are not complete, in words; undefined when all are. */
export function incompleteInWords(rows: EarningsRow[], period: EarningsPeriod): string | undefined {
  const count = rows.filter((row) => missingInWords(row) !== undefined).length
  if (count === 0) return undefined
  return `${count} of ${rows.length} ${period}s ${count === 1 ? 'is' : 'are'} not complete, see the table`
}

export type EarningsSums = Omit<EarningsRow, 'unvaluedShare' | 'unknownPowerShare'>

/** Sums of what is known of rows; how much is missing, `incompleteInWords` tells. */
export function totalOf(rows: EarningsRow[]): EarningsSums {
  const sum = (values: (number | undefined)[]) => {
    const known = values.filter((value) => value !== undefined)
    return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0)
  }
  const revenue = sum(rows.map((row) => row.revenue))
  const cost = sum(rows.map((row) => row.cost))
  const coins = new Map<string, number>()
  for (const row of rows) for (const { coin, amount } of row.coins) coins.set(coin, (coins.get(coin) ?? 0) + amount)
  return {
    label: 'total',
    fromMs: Math.min(...rows.map((row) => row.fromMs)),
    toMs: Math.max(...rows.map((row) => row.toMs)),
    revenue,
    cost,
    profit: revenue === undefined || cost === undefined ? undefined : revenue - cost,
    energyWattHours: sum(rows.map((row) => row.energyWattHours)),
    coins: [...coins].map(([coin, amount]) => ({ coin, amount })),
    open: rows.some((row) => row.open),
  }
}
