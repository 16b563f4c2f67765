import type { Database } from '#lib/db/database'
import {
  findNetwork,
  findPrice,
  lastMarketplace,
  lastNetwork,
  lastPrice,
  saveMarketplaces,
  saveNetworks,
  savePrices,
} from '#lib/db/rates'
import { COINS } from '#lib/domain/coins'
import type { CoinPrice, MarketplaceRate, NetworkRate } from '#lib/domain/explained-money'
import type { NextDifficulty } from '#lib/domain/next-difficulty'
import { HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { whyHeldBack } from '#lib/market/plausible-rate'
import { askSources, type RefreshContext, type RefreshResult } from './ask-sources.ts'
import { currencyAt, datedCurrencies } from './currency.ts'
import { type DoubtedRate, holdBack, isHeldBack, release } from './held-back.ts'
import { saveNextDifficulty } from './next-difficulties.ts'

export type { RefreshResult } from './ask-sources.ts'

export const PRICE_INTERVAL_MS = 5 * MINUTE_MS
export const NETWORK_INTERVAL_MS = 10 * MINUTE_MS
export const MARKETPLACE_INTERVAL_MS = 5 * MINUTE_MS

/** Fetches the price of every known coin into this hour's rows. Call it every {@link PRICE_INTERVAL_MS}. */
export async function refreshPrices(context: RefreshContext): Promise<RefreshResult> {
  const { database, nowMs = Date.now() } = context
  const currency = currencyAt(await datedCurrencies(database), nowMs)
  const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const wanted = new Map(COINS.map((coin) => [coin.symbol, coin]))
  return askSources<CoinPrice>({ ...context, nowMs }, 'prices', {
    // A source further down the list is asked only for what those above it did not know.
    fetch: (source) =>
      [...wanted.keys()].some((symbol) => source.pricedCoins?.includes(symbol) ?? true)
        ? source.fetchPrices?.([...wanted.values()], currency)
        : undefined,
    save: async (price) => {
      const last = await lastPrice(database, price.coin, currency, nowMs)
      const figures = [{ what: `The price of ${price.coin}`, now: price.price, before: last?.price }]
      const doubt = await doubtOf(database, { kind: 'price', ...price }, figures, last, nowMs)
      if (doubt) return doubt
      const present = await findPrice(database, price.coin, currency, hourMs)
      if (present?.source !== 'csv') await savePrices(database, [{ ...price, hourMs }])
      wanted.delete(price.coin)
      return undefined
    },
  })
}

/** Fetches difficulty and reward where a source tells them. Call it every {@link NETWORK_INTERVAL_MS}. */
export async function refreshNetworks(context: RefreshContext): Promise<RefreshResult> {
  const { database, nowMs = Date.now() } = context
  const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const wanted = new Set(COINS.map(({ symbol }) => symbol))
  return askSources<NetworkRate>({ ...context, nowMs }, 'networks', {
    fetch: (source) => (wanted.size > 0 ? source.fetchNetworks?.([...wanted]) : undefined),
    save: async (network) => {
      const { coin, difficulty, rewardPerBlock } = network
      const last = await lastNetwork(database, coin, nowMs)
      const figures = [
        { what: `The difficulty of ${coin}`, now: difficulty, before: last?.difficulty },
        { what: `What a block of ${coin} pays`, now: rewardPerBlock, before: last?.rewardPerBlock },
      ]
      const doubt = await doubtOf(database, { kind: 'network', ...network }, figures, last, nowMs)
      if (doubt) return doubt
      const present = await findNetwork(database, coin, hourMs)
      if (present?.source !== 'csv') await saveNetworks(database, [{ ...network, hourMs }])
      wanted.delete(coin)
      return undefined
    },
  })
}

/** Fetches what marketplaces pay into this hour's rows. Call it every {@link MARKETPLACE_INTERVAL_MS}. */
export async function refreshMarketplaces(context: RefreshContext): Promise<RefreshResult> {
  const { database, nowMs = Date.now() } = context
  const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  return askSources<MarketplaceRate>({ ...context, nowMs }, 'marketplaces', {
    fetch: (source) => source.fetchMarketplaces?.(),
    save: async (rate) => {
      const last = await lastMarketplace(database, rate, nowMs)
      const what = `What ${rate.marketplace} pays for ${rate.algorithm}`
      const figures = [{ what, now: rate.coinPerHash, before: last?.coin === rate.coin ? last.coinPerHash : undefined }]
      const doubt = await doubtOf(database, { kind: 'marketplace', ...rate }, figures, last, nowMs)
      if (doubt) return doubt
      await saveMarketplaces(database, [{ ...rate, hourMs }])
      return undefined
    },
  })
}

/** Fetches how difficulties are about to change. Call it every {@link NETWORK_INTERVAL_MS}. */
export async function refreshNextDifficulties(context: RefreshContext): Promise<RefreshResult> {
  const { database } = context
  const { changes: _, ...result } = await askSources<NextDifficulty>(context, 'changes', {
    fetch: (source) => source.fetchNextDifficulties?.(),
    save: async (next) => {
      await saveNextDifficulty(database, next)
      return undefined
    },
  })
  // Nothing on screen rests on it.
  return { ...result, changes: [] }
}

/** Holds a rate back where one of its figures cannot be believed, and says why; otherwise it no longer is. */
async function doubtOf(
  database: Database,
  rate: DoubtedRate,
  figures: { what: string; now: number; before: number | undefined }[],
  last: { source: string; observedAtMs: number } | undefined,
  nowMs: number,
): Promise<string | undefined> {
  const heldBefore = await isHeldBack(database, rate, nowMs)
  for (const { what, now, before } of figures) {
    const doubt = whyHeldBack(what, now, comparable(last, before), nowMs, { heldBefore })
    if (!doubt) continue
    await holdBack(database, rate, doubt, nowMs)
    return doubt
  }
  await release(database, rate)
  return undefined
}

// A snapshot or a file may be far from the market: only what a source observed is a measure for the next observation.
function comparable(last: { source: string; observedAtMs: number } | undefined, figure: number | undefined) {
  if (!last || figure === undefined || last.source === 'snapshot' || last.source === 'csv') return undefined
  return { figure, observedAtMs: last.observedAtMs }
}
