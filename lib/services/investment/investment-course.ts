import { outlayUntil } from '#lib/domain/investment'
import { fromNano } from '#lib/domain/money'
import { assumptionsOf, GROWTH_PERIOD_DAYS, profitAfter, STEADY } from '#lib/domain/payback'
import { DAY_MS } from '#lib/domain/units'
import type { InvestmentAssumptions, InvestmentCourse, InvestmentRow } from '#lib/wire/investment'
import { endOf, joinMonths } from './earned-months.ts'
import { earnersOf, type InvestmentPart } from './investment-parts.ts'

const SHORTEST_DAYS = 182
const LONGEST_DAYS = 4 * 365
const DAYS_WITHOUT_PAYBACK = 2 * 365

/** Outlay and profit as they added up, and the band in which profit may go on; empty where they are not known. */
export function investmentCourse(
  row: InvestmentRow,
  parts: readonly InvestmentPart[],
  of: { nowMs: number; timeZone: string; assumptions: InvestmentAssumptions },
): InvestmentCourse {
  const { nowMs, timeZone, assumptions } = of
  if (row.outlay === undefined || row.earned === undefined) return { outlay: [], earned: [], ahead: [] }
  const paid = parts.flatMap((part) => part.paid).filter(({ atMs }) => atMs <= nowMs)
  const moments = [...new Set(paid.map(({ atMs }) => atMs))].sort((one, other) => one - other)
  const outlay = [...moments, nowMs].map((atMs) => ({ atMs, amount: fromNano(outlayUntil(paid, atMs).outlayNano) }))
  let sum = 0n
  const months = joinMonths(parts.map((part) => part.months)).map((month) => {
    sum += month.revenueNano - month.costNano
    return { atMs: Math.min(nowMs, endOf(month.period, timeZone)), amount: fromNano(sum) }
  })
  const startMs = moments[0] ?? nowMs
  const earned = [...(startMs < (months[0]?.atMs ?? nowMs) ? [{ atMs: startMs, amount: 0 }] : []), ...months]
  if (earned.at(-1)?.atMs !== nowMs) earned.push({ atMs: nowMs, amount: row.earned })
  return { outlay, earned, ahead: aheadOf(row, parts, row.earned, assumptions, nowMs) }
}

function aheadOf(
  { perDay, payback }: InvestmentRow,
  parts: readonly InvestmentPart[],
  earned: number,
  { growths, drifts }: InvestmentAssumptions,
  nowMs: number,
): InvestmentCourse['ahead'] {
  if (!perDay) return []
  const now = earnersOf(parts)
  const assumed = assumptionsOf(growths, drifts)
  const enough = payback?.steady == null ? DAYS_WITHOUT_PAYBACK : payback.steady * 1.25
  const untilDays = Math.min(LONGEST_DAYS, Math.max(SHORTEST_DAYS, enough))
  const ahead: InvestmentCourse['ahead'] = []
  for (let days = 0; days <= untilDays; days += GROWTH_PERIOD_DAYS) {
    const likely = earned + profitAfter(days, now, STEADY)
    const each = assumed.map((assumption) => earned + profitAfter(days, now, assumption))
    ahead.push({
      atMs: nowMs + days * DAY_MS,
      low: Math.min(likely, ...each),
      steady: likely,
      high: Math.max(likely, ...each),
    })
  }
  return ahead
}
