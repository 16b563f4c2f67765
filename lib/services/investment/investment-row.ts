import { formatPercent } from '#lib/domain/format'
import { heldValue, outlayUntil, returnSoFar } from '#lib/domain/investment'
import { fromNano } from '#lib/domain/money'
import { assumptionsOf, paybackRange, profitAfter, STEADY } from '#lib/domain/payback'
import { DAY_MS } from '#lib/domain/units'
import type { Ending, InvestmentAssumptions, InvestmentRow, Payback } from '#lib/wire/investment'
import { coinInstead, type InsteadContext } from './coin-instead.ts'
import { type EarnedMonth, joinMonths } from './earned-months.ts'
import { earnersOf, type InvestmentPart } from './investment-parts.ts'

/** Shares below this are rounding, not news. */
const WORTH_TELLING = 0.005

export type Named = { subject: string; name: string; siteName?: string; notes: string[] }

/** Sums up parts: a rig is one part, a site its rigs and itself, everything all of them. */
export async function investmentRow(
  named: Named,
  parts: readonly InvestmentPart[],
  context: InsteadContext & { assumptions: InvestmentAssumptions },
  nowMs: number,
): Promise<InvestmentRow> {
  const months = joinMonths(parts.map((part) => part.months))
  const perDay = dayNow(parts)
  const row: InvestmentRow = { ...named, notes: [...named.notes, ...notesOf(months), ...perDay.notes] }
  if ('known' in perDay) row.perDay = { ...perDay.known, profit: perDay.known.revenue - perDay.known.cost }
  else row.perDayUnknown = perDay.unknown

  const lost = months.find(({ unknownCurrency }) => unknownCurrency)
  const earnedNano = lost ? undefined : months.reduce((sum, each) => sum + each.revenueNano - each.costNano, 0n)
  if (earnedNano === undefined) row.earnedUnknown = `hours in ${lost?.unknownCurrency} have no rate`
  else row.earned = fromNano(earnedNano)

  const paidUnknown = parts.find((part) => part.paidUnknown)?.paidUnknown
  if (paidUnknown !== undefined) return { ...row, outlayUnknown: paidUnknown, insteadUnknown: paidUnknown }
  const paid = parts.flatMap((part) => part.paid)
  const outlay = outlayUntil(paid, nowMs)
  const heldNano = parts.reduce((sum, part) => sum + heldValue(part.paid, { ...part, atMs: nowMs }), 0n)
  row.spent = fromNano(outlay.spentNano)
  row.resold = fromNano(outlay.resoldNano)
  row.outlay = fromNano(outlay.outlayNano)
  row.held = fromNano(heldNano)
  if (earnedNano !== undefined) {
    const rate = returnSoFar({ ...outlay, earnedNano, heldNano })
    if (rate !== undefined) row.returnSoFar = rate
    const payback = paybackOf(fromNano(outlay.outlayNano - earnedNano), row.perDay && parts, context.assumptions)
    if (payback) row.payback = payback
    const [only] = parts
    const ending = only && parts.length === 1 ? endingOf(only, row, nowMs) : undefined
    if (ending) row.ending = ending
  }
  const compared = lost ? { unknown: row.earnedUnknown ?? '' } : await coinInstead(paid, months, context)
  return 'instead' in compared ? { ...row, instead: compared.instead } : { ...row, insteadUnknown: compared.unknown }
}

/** Earned back already is 0 days, whatever the present brings; otherwise the present must be known. */
function paybackOf(
  remaining: number,
  parts: readonly InvestmentPart[] | undefined,
  { growths, drifts }: InvestmentAssumptions,
): Payback | undefined {
  if (remaining <= 0) return { soonest: 0, latest: 0, steady: 0 }
  if (!parts) return undefined
  const { soonest, latest, steady } = paybackRange(remaining, earnersOf(parts), assumptionsOf(growths, drifts))
  const finite = (days: number) => (Number.isFinite(days) ? days : null)
  return { soonest: finite(soonest), latest: finite(latest), steady: finite(steady) }
}

/** When one contract ends if all stays as it is, and what will be back of its outlay by then. */
function endingOf(part: InvestmentPart, { earned, outlay }: InvestmentRow, nowMs: number): Ending | undefined {
  const { endedAtMs } = part
  const days = endedAtMs === undefined ? part.endsAfterDays?.(STEADY) : 0
  if (days === undefined || earned === undefined || outlay === undefined) return undefined
  return {
    ...{ atMs: endedAtMs ?? nowMs + days * DAY_MS, isPast: endedAtMs !== undefined },
    ...(outlay > 0 ? { returned: (earned + profitAfter(days, earnersOf([part]), STEADY)) / outlay } : {}),
  }
}

type DayNowSum = ({ known: { revenue: number; cost: number } } | { unknown: string }) & { notes: string[] }

function dayNow(parts: readonly InvestmentPart[]): DayNowSum {
  const known = { revenue: 0, cost: 0 }
  const reasons: string[] = []
  let rigs = 0
  for (const { perDay, machine } of parts) {
    if ('unknown' in perDay) reasons.push(perDay.unknown)
    else {
      known.revenue += perDay.revenue
      known.cost += perDay.cost
      if (machine) rigs += 1
    }
  }
  const [first] = reasons
  if (first === undefined) return { known, notes: [] }
  // Without any rig the site's charges alone would seem to be all.
  if (rigs === 0) return { unknown: first, notes: [] }
  const count = `${reasons.length} ${reasons.length === 1 ? 'rig' : 'rigs'}`
  return { known, notes: [`the present profit of ${count} is not known and left out of payback`] }
}

function notesOf(months: readonly EarnedMonth[]): string[] {
  const sum = (of: (month: EarnedMonth) => number) => months.reduce((total, month) => total + of(month), 0)
  const unvalued = sum((month) => month.unvaluedMs) / (sum((month) => month.workMs) || 1)
  const unpowered = sum((month) => month.unpoweredMs) / (sum((month) => month.seenMs) || 1)
  return [
    ...(unvalued > WORTH_TELLING ? [`${formatPercent(unvalued)} of the work so far has no rate`] : []),
    ...(unpowered > WORTH_TELLING ? [`power is not known for ${formatPercent(unpowered)} of the time so far`] : []),
  ]
}
