import Papa from 'papaparse'
import type { EarningsReport } from '#lib/wire/earnings'

/**
 * The bars and parts of a report as a table: one line for each bar, then one for each part. Unknown is empty. Amounts
 * are written with all their digits.
 */
export function earningsCsv(report: EarningsReport): string {
  const coins = [
    ...new Set([report.total, ...report.groups].flatMap((each) => each.coins.map(({ coin }) => coin))),
  ].sort()
  const line = (what: string, name: string, amounts: EarningsReport['total']) => ({
    what,
    name,
    currency: report.currency,
    revenue: amounts.revenue ?? '',
    cost: amounts.cost ?? '',
    profit: amounts.profit ?? '',
    energy_kwh: amounts.energyWattHours === undefined ? '' : amounts.energyWattHours / 1000,
    work_without_rate_percent: amounts.unvaluedShare * 100,
    time_without_power_percent: amounts.unknownPowerShare * 100,
    hours_without_cost: amounts.unknownCostHours,
    ...Object.fromEntries(coins.map((coin) => [`coin_${coin}`, amountOf(amounts, coin)])),
  })
  return Papa.unparse(
    [
      ...report.rows.map((row) => line(report.period, row.label, row)),
      ...report.groups.map((group) => line(report.by, group.name, group)),
      line('total', `${report.fromDate} to ${report.toDate}`, report.total),
    ],
    { escapeFormulae: true },
  )
}

function amountOf({ coins }: EarningsReport['total'], wanted: string): number | '' {
  return coins.find(({ coin }) => coin === wanted)?.amount ?? ''
}
