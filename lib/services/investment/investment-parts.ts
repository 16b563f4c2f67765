import { dateInWords } from '#lib/domain/date-words'
import type { Investment } from '#lib/domain/investment'
import { localDayOf } from '#lib/domain/ledger/local-days'
import type { Assumption, Earner } from '#lib/domain/payback'
import type { DayRates } from './day-rates.ts'
import type { EarnedMonth } from './earned-months.ts'
import type { KnownInvestment } from './investments-of.ts'

/** What is known of one rig or site before it is summed up, in the installation's currency. */
export type InvestmentPart = {
  subject: string
  /** A rig is one machine, a site is many things. */
  machine: boolean
  timeZone: string
  paid: Investment[]
  /** Why not all that was paid could be turned into the installation's currency. */
  paidUnknown?: string
  months: EarnedMonth[]
  /** A day like now, or why it is not known. */
  perDay: { revenue: number; cost: number } | { unknown: string }
  /** Of what is rented: days from now until it ends under an assumption, 0 where it has, undefined where it goes on. */
  endsAfterDays?: (assumption: Assumption) => number | undefined
  /** When it ended. */
  endedAtMs?: number
}

/** Those of which the present profit is known, for how long they go on. */
export function earnersOf(parts: readonly InvestmentPart[]): Earner[] {
  return parts.flatMap(({ perDay, endsAfterDays }) => {
    if ('unknown' in perDay) return []
    return [
      {
        revenuePerDay: perDay.revenue,
        costPerDay: perDay.cost,
        ...(endsAfterDays === undefined ? {} : { endsAfterDays }),
      },
    ]
  })
}

/** Amounts in the currency of `rates`, each at the rate of its day; purchases are written off over `writeOffMonths` unless their owner says otherwise. */
export async function inOneCurrency(
  investments: readonly KnownInvestment[],
  rates: DayRates,
  of: { timeZone: string; writeOffMonths: number },
): Promise<Pick<InvestmentPart, 'paid' | 'paidUnknown'>> {
  const paid: Investment[] = []
  let paidUnknown: string | undefined
  for (const { kind, amountNano, currency, atMs, writeOffMonths, residualNano } of investments) {
    const [amount, residual] = await Promise.all([
      rates.inCurrency(amountNano, currency, atMs),
      rates.inCurrency(residualNano ?? 0n, currency, atMs),
    ])
    if (amount === undefined || residual === undefined) {
      paidUnknown ??= `what ${currency} was worth on ${dateInWords(localDayOf(atMs, of.timeZone))} is not known`
      continue
    }
    paid.push({
      ...{ kind, amountNano: amount, atMs },
      ...(kind === 'purchase' ? { writeOffMonths: writeOffMonths ?? of.writeOffMonths, residualNano: residual } : {}),
    })
  }
  return paidUnknown === undefined ? { paid } : { paid, paidUnknown }
}
