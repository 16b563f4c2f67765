import { type RateRows, ratesSpeakingIn } from '#lib/db/rates'
import type { Rows } from '#lib/db/rows'
import type { Rates } from '#lib/domain/explained-money'
import { bindRates, type RateBook } from './rate-book.ts'
import { loadTypedRates } from './typed-rates.ts'

/** The rates known at `atMs` (now, when absent), each with its source and the moment it was observed. */
export async function loadRates(rows: Rows, currency: string, atMs = Date.now()): Promise<Rates> {
  return (await ratesBetween(rows, currency, atMs, atMs)).at(atMs)
}

/** The rates of every moment of `[fromMs, toMs]`: each hour's own, or the last known before it carried forward. */
export async function ratesBetween(rows: Rows, currency: string, fromMs: number, toMs: number): Promise<RateBook> {
  const [observed, typed] = await Promise.all([ratesSpeakingIn(rows, currency, fromMs, toMs), loadTypedRates(rows)])
  return bindRates(currency, sorted(observed), typed)
}

function sorted(rates: RateRows): RateRows {
  const byHour = (one: { hourMs: number }, other: { hourMs: number }) => one.hourMs - other.hourMs
  return {
    prices: rates.prices.sort(byHour),
    networks: rates.networks.sort(byHour),
    marketplaces: rates.marketplaces.sort(byHour),
  }
}
