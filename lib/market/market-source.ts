import type { CoinPrice, MarketplaceRate, NetworkRate } from '#lib/domain/explained-money'
import type { NextDifficulty } from '#lib/domain/next-difficulty'

/** A coin as a source of prices must know it. */
export type PricedCoin = { symbol: string; coingeckoId?: string }

/**
 * What a source answered. `found` is what passed the door; `problems` names, in words, what of the answer was left out.
 * `limited`: the source asked to be left alone, for `retryAfterMs` if it said so, perhaps after it had answered in part.
 */
export type FetchResult<Found> =
  | { ok: true; found: Found[]; problems: string[]; limited?: boolean; retryAfterMs?: number }
  | { ok: false; reason: string; limited?: boolean; retryAfterMs?: number }

/** What one unit of a fiat currency costs in another (`quote`). */
export type FiatQuote = { currency: string; quote: string; rate: number; source: string; observedAtMs: number }

/** One outside service that knows rates. Nothing of it throws: a failure is a result. */
export interface MarketSource {
  /** As stored beside each rate and shown with it. */
  name: string
  /** The hosts it contacts, for the page of settings. */
  hosts: string[]
  /** It is asked for the same no more often. */
  leastIntervalMs?: number
  /** The only coins it tells prices of; absent means any. */
  pricedCoins?: string[]
  /** Prices of the coins it knows, in a currency (ISO 4217). A coin it does not know is simply not found. */
  fetchPrices?(coins: PricedCoin[], currency: string): Promise<FetchResult<CoinPrice>>
  /** Difficulty and reward of the coins it knows. */
  fetchNetworks?(symbols: string[]): Promise<FetchResult<NetworkRate>>
  /** What a marketplace pays for each algorithm's work. */
  fetchMarketplaces?(): Promise<FetchResult<MarketplaceRate>>
  /**
   * Prices at the beginning of days of the past (epoch ms, 00:00 UTC, ascending). A day it does not know is simply not
   * found. `source` of each ends in `-daily`.
   */
  fetchDailyPrices?(coin: PricedCoin, currency: string, daysMs: number[]): Promise<FetchResult<CoinPrice>>
  /** What one unit of each of `currencies` costs in `quote`. */
  fetchFiatRates?(currencies: string[], quote: string): Promise<FetchResult<FiatQuote>>
  /** When and by how much the difficulty of the coins it knows is about to change. */
  fetchNextDifficulties?(): Promise<FetchResult<NextDifficulty>>
}
