import { listFiatRates } from '#lib/db/contract-fiat-rates'
import type { Rows } from '#lib/db/rows'
import type { FiatRateAt } from '#lib/domain/cloud-contract'
import { DAY_MS } from '#lib/domain/units'

/** Markets close over a weekend and holidays; an older rate says nothing of the moment. */
const NEAR_ENOUGH_MS = 4 * DAY_MS

/** Fiat rates of any moment: the last one of the four days before it, straight or turned round. */
export async function loadFiatRates(rows: Rows): Promise<{ at(atMs: number): FiatRateAt }> {
  const known = await listFiatRates(rows)
  const lookUp = (currency: string, quote: string, atMs: number) =>
    known.findLast(
      (row) =>
        row.currency === currency && row.quote === quote && row.hourMs <= atMs && atMs - row.hourMs <= NEAR_ENOUGH_MS,
    )?.rate
  return {
    at: (atMs) => (currency, quote) => {
      const straight = lookUp(currency, quote, atMs)
      if (straight !== undefined) return straight
      const turned = lookUp(quote, currency, atMs)
      return turned === undefined ? undefined : 1 / turned
    },
  }
}
