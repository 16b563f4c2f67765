import type { Database } from '#lib/db/database'
import { findNetwork, findPrice, lastNetwork, lastPrice, saveNetworks, savePrices } from '#lib/db/rates'
import { COINS } from '#lib/domain/coins'
import type { CoinPrice, NetworkRate } from '#lib/domain/explained-money'
import type { NextDifficulty } from '#lib/domain/next-difficulty'
import { HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import type { FetchResult, MarketSource } from '#lib/market/market-source'
import { whyHeldBack } from '#lib/market/plausible-rate'
import type { Change } from './change-bus.ts'
import { currencyAt, datedCurrencies } from './currency.ts'
import { type MarketConfig, marketIsOn, marketSources, saveSourceStatus, sourceStatus } from './market-switch.ts'
import { saveNextDifficulty } from './next-difficulties.ts'

export const PRICE_INTERVAL_MS = 5 * MINUTE_MS
export const NETWORK_INTERVAL_MS = 10 * MINUTE_MS

export type RefreshResult = {
  changes: Change[]
  stored: number
  /** What went wrong or was held back, in words; the last good rates stay. */
  problems: string[]
}

type RefreshContext = { database: Database; config: MarketConfig; sources?: MarketSource[]; nowMs?: number }

/** Fetches the price of every known coin into this hour's rows. Call it every {@link PRICE_INTERVAL_MS}. */
export async function refreshPrices(context: RefreshContext): Promise<RefreshResult> {
  const { database, nowMs = Date.now() } = context
  const currency = currencyAt(await datedCurrencies(database), nowMs)
  const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const wanted = new Map(COINS.map((coin) => [coin.symbol, coin]))
  return refresh<CoinPrice>(context, nowMs, {
    // A source further down the list is asked only for what those above it did not know.
    fetch: (source) =>
      [...wanted.keys()].some((symbol) => source.pricedCoins?.includes(symbol) ?? true)
        ? source.fetchPrices?.([...wanted.values()], currency)
        : undefined,
    save: async (price) => {
      const last = await lastPrice(database, price.coin, currency, nowMs)
      const doubt = whyHeldBack(`The price of ${price.coin}`, price.price, comparable(last, last?.price), nowMs)
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
  return refresh<NetworkRate>(context, nowMs, {
    fetch: (source) => source.fetchNetworks?.(COINS.map(({ symbol }) => symbol)),
    save: async (network) => {
      const last = await lastNetwork(database, network.coin, nowMs)
      const what = `The difficulty of ${network.coin}`
      const doubt = whyHeldBack(what, network.difficulty, comparable(last, last?.difficulty), nowMs)
      if (doubt) return doubt
      const present = await findNetwork(database, network.coin, hourMs)
      if (present?.source !== 'csv') await saveNetworks(database, [{ ...network, hourMs }])
      return undefined
    },
  })
}

/** Fetches how difficulties are about to change. Call it every {@link NETWORK_INTERVAL_MS}. */
export async function refreshNextDifficulties(context: RefreshContext): Promise<RefreshResult> {
  const { database, nowMs = Date.now() } = context
  const { changes: _, ...result } = await refresh<NextDifficulty>(context, nowMs, {
    fetch: (source) => source.fetchNextDifficulties?.(),
    save: async (next) => {
      await saveNextDifficulty(database, next)
      return undefined
    },
  })
  // Nothing on screen rests on it.
  return { ...result, changes: [] }
}

async function refresh<Rate>(
  context: RefreshContext,
  nowMs: number,
  work: {
    fetch: (source: MarketSource) => Promise<FetchResult<Rate>> | undefined
    save: (rate: Rate) => Promise<string | undefined>
  },
): Promise<RefreshResult> {
  const { database, config } = context
  if (!(await marketIsOn(database, config))) return { changes: [], stored: 0, problems: [] }
  let stored = 0
  const problems: string[] = []
  for (const source of context.sources ?? marketSources(config)) {
    const status = await sourceStatus(database, source.name)
    if (status.notBeforeMs !== undefined && nowMs < status.notBeforeMs) continue
    const fetched = await work.fetch(source)
    if (!fetched) continue
    if (!fetched.ok) {
      problems.push(fetched.reason)
      const notBeforeMs = fetched.retryAfterMs === undefined ? undefined : nowMs + fetched.retryAfterMs
      await saveSourceStatus(database, source.name, { ...status, problem: fetched.reason, notBeforeMs })
      continue
    }
    const doubts = [...fetched.problems]
    for (const rate of fetched.found) {
      const doubt = await work.save(rate)
      if (doubt) doubts.push(`${doubt} (${source.name})`)
      else stored += 1
    }
    problems.push(...doubts)
    await saveSourceStatus(database, source.name, { lastSuccessAtMs: nowMs, problem: doubts[0] })
  }
  return { changes: stored > 0 ? [{ kind: 'rates' }] : [], stored, problems }
}

// A snapshot or a file may be far from the market: only what a source observed is a measure for the next observation.
function comparable(last: { source: string; observedAtMs: number } | undefined, figure: number | undefined) {
  if (!last || figure === undefined || last.source === 'snapshot' || last.source === 'csv') return undefined
  return { figure, observedAtMs: last.observedAtMs }
}
