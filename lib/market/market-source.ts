import type { CoinPrice, NetworkRate } from '#lib/domain/explained-money'
import type { NextDifficulty } from '#lib/domain/next-difficulty'

/** A coin as a source of prices must know it. */
export type PricedCoin = { symbol: string; coingeckoId?: string }

/**
 * What a source answered. `found` is what passed the door; `problems` names, in words, what of the answer was left out.
 * `retryAfterMs`: the source asked to be left alone that long.
 */
export type FetchResult<Found> =
  | { ok: true; found: Found[]; problems: string[] }
  | { ok: false; reason: string; retryAfterMs?: number }

/** One outside service that knows rates. Nothing of it throws: a failure is a result. */
export interface MarketSource {
  /** As stored beside each rate and shown with it. */
  name: string
  /** The hosts it contacts, for the page of settings. */
  hosts: string[]
  /** The only coins it tells prices of; absent means any. */
  pricedCoins?: string[]
  /** Prices of the coins it knows, in a currency (ISO 4217). A coin it does not know is simply not found. */
  fetchPrices?(coins: PricedCoin[], currency: string): Promise<FetchResult<CoinPrice>>
  /** Difficulty and reward of the coins it knows. */
  fetchNetworks?(symbols: string[]): Promise<FetchResult<NetworkRate>>
  /** When and by how much the difficulty of the coins it knows is about to change. */
  fetchNextDifficulties?(): Promise<FetchResult<NextDifficulty>>
}
