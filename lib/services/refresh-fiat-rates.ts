import { fiatRatesAround, saveFiatRates } from '#lib/db/fiat-rates'
import { currenciesInUse } from '#lib/db/unpriced'
import { HOUR_MS } from '#lib/domain/units'
import { isFiatCurrency } from '#lib/market/fiat-currencies'
import type { FiatQuote } from '#lib/market/market-source'
import { whyHeldBack } from '#lib/market/plausible-rate'
import { askSources, type RefreshContext, type RefreshResult } from './ask-sources.ts'
import { currencyAt, datedCurrencies } from './currency.ts'

export const FIAT_INTERVAL_MS = HOUR_MS
/** Currencies do not halve within a day. */
const LARGEST_JUMP = 2

/**
 * Fetches what the currencies of contracts and outlays cost in the installation's own. Nothing is asked where all of
 * them are the same. Call it every {@link FIAT_INTERVAL_MS}.
 */
export async function refreshFiatRates(context: RefreshContext): Promise<RefreshResult> {
  const { database, nowMs = Date.now() } = context
  const quote = currencyAt(await datedCurrencies(database), nowMs)
  const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const used = await currenciesInUse(database)
  const wanted = new Set(used.filter((code) => code !== quote && isFiatCurrency(code)))
  return askSources<FiatQuote>({ ...context, nowMs }, 'fiat', {
    fetch: (source) => (wanted.size > 0 ? source.fetchFiatRates?.([...wanted], quote) : undefined),
    save: async (rate) => {
      const { before } = await fiatRatesAround(database, rate, nowMs)
      const last = before && { figure: before.rate, observedAtMs: before.observedAtMs }
      const what = `The rate of ${rate.currency} in ${quote}`
      const doubt = whyHeldBack(what, rate.rate, last, nowMs, { largestJump: LARGEST_JUMP })
      if (doubt) return doubt
      await saveFiatRates(database, [{ ...rate, hourMs }])
      wanted.delete(rate.currency)
      return undefined
    },
  })
}
