import { dateInWords } from '#lib/domain/date-words'
import { formatCoin, formatEnergy, formatMoney, formatPercent } from '#lib/domain/format'
import { fromPico } from '#lib/domain/pico'
import type { GapKind } from '#lib/domain/reconciliation'
import type { ComparedCoin } from '#lib/services/income/reconcile'

export const GAP_WORDS: Record<Exclude<GapKind, 'luck'>, string> = {
  faults: 'Rigs that should have worked and did not',
  pauses: 'Rigs paused by choice',
  rejects: 'Rejected and stale shares',
  fee: 'The pool’s fee',
  unexplained: 'Unexplained',
}

/** What to say of luck where its part is no figure: why it is not known, or that there is none. */
export const LUCK_WORDS: Record<ComparedCoin['luck'], { label: string; none?: string; unknown?: string }> = {
  'by own shares': { label: 'Luck of your own shares, within one standard deviation; the pool’s blocks are not known' },
  none: { label: 'Luck, which this payer bears itself', none: 'none' },
  'shares not known': { label: 'Luck', unknown: 'how many shares were accepted is not known' },
  'scheme not known': { label: 'Luck', unknown: 'how this pool shares out is not known' },
}

/** `work of 31 Oct 2026 to 23 Nov 2026`, of days such as 20261123. */
export function daysInWords({ first, last }: ComparedCoin['days']): string {
  return first === last ? `work of ${dateInWords(first)}` : `work of ${dateInWords(first)} to ${dateInWords(last)}`
}

/** `0.009 BTC (9.0%) less than expected`; `short` where it is less. */
export function verdict({ coin, reconciliation }: ComparedCoin): { words: string; short: boolean } {
  const { expectedPico, creditedPico, deviations } = reconciliation
  const apart = creditedPico - expectedPico
  if (apart === 0n) return { words: 'Exactly what was expected came.', short: false }
  const size = apart < 0n ? -apart : apart
  const share = expectedPico > 0n ? ` (${formatPercent(fromPico(size) / fromPico(expectedPico))})` : ''
  const side = apart < 0n ? 'less' : 'more'
  return {
    words: `${formatCoin(fromPico(size), coin)}${share} ${side} than expected${luckWords(deviations)}.`,
    short: apart < 0n,
  }
}

function luckWords(deviations: number | undefined): string {
  if (deviations === undefined) return ''
  const text = Math.abs(deviations).toFixed(1)
  const odds = Math.abs(deviations) <= 1 ? 'which luck explains' : 'more than luck explains'
  return `: ${text} standard deviations ${deviations < 0 ? 'below' : 'above'}, ${odds}`
}

/** The amounts that stand in one column, so that all have one unit. */
export function comparedAmounts({ paidPico, reconciliation }: ComparedCoin): number[] {
  const { potentialPico, creditedPico, expectedPico, parts } = reconciliation
  return [potentialPico, creditedPico, expectedPico, paidPico, ...parts.map(({ pico }) => pico)].map(fromPico)
}

/** What the expected may vary by, where luck has a part in it. */
export function expectedWords(compared: ComparedCoin): string {
  const { expectedPico, deviationPico } = compared.reconciliation
  const coins = (pico: bigint) => formatCoin(fromPico(pico), compared.coin, comparedAmounts(compared))
  return deviationPico > 0n ? `${coins(expectedPico)} ± ${coins(deviationPico)}` : coins(expectedPico)
}

/** Beside the coins: power that pauses saved, rejects, and what waiting for the money did to its worth. */
export function besideWords({ coin, saved, price, rejectedFraction }: ComparedCoin): string[] {
  const words: string[] = []
  if (saved) {
    const worth = saved.cost ? `, about ${formatMoney(saved.cost.amount, saved.cost.currency)}` : ''
    words.push(`Chosen pauses saved ${formatEnergy(saved.energyWattHours)}${worth} of power.`)
  }
  if (rejectedFraction !== undefined)
    words.push(`${formatPercent(rejectedFraction)} of all shares were rejected or stale.`)
  // Less than half a cent is rounding.
  if (price && Math.abs(price.difference) >= 0.005) {
    const { currency, workPrice, receivedPrice, difference } = price
    const money = (amount: number) => formatMoney(amount, currency)
    const turn = difference < 0 ? `lost ${money(-difference)}` : `gained ${money(difference)}`
    words.push(
      `One ${coin} was worth ${money(workPrice)} when it was worked for and ${money(receivedPrice)} when it came: what came ${turn} by that.`,
    )
  }
  return words
}
