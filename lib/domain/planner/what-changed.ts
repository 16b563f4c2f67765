import type { CoinPrice, NetworkRate } from '#lib/domain/explained-money'
import type { NextDifficulty } from '#lib/domain/next-difficulty'
import { nextSubsidy } from '#lib/domain/planner/next-subsidy'
import type { PlanCoin } from '#lib/domain/planner/plan-basis'
import { HOUR_MS } from '#lib/domain/units'

/** Something that moves a day's profit, as the money it adds or takes a day at the present pace. */
export type ProfitChange = {
  kind: 'price' | 'difficulty' | 'subsidy'
  coin: string
  /** When it comes; of a price, since when it is compared. */
  atMs: number
  /** As a fraction: 0.03 is 3 % more. */
  change: number
  effectPerDay: number
  /** Prices in the currency, difficulty's source, or coins a block: what the change is made of. */
  from?: number
  to?: number
  source: string
  height?: number
  blocksLeft?: number
}

/** A price of yesterday is compared while it was observed within so long before. */
const PRICE_FRESH_MS = 6 * HOUR_MS

/**
 * Coins a day × (price now − price a day ago). Undefined where one of them is not known, was not observed near its moment,
 * or both are one and the same observation.
 */
export function priceChange(
  { coin, amountPerDay }: PlanCoin,
  now: CoinPrice | undefined,
  dayAgo: CoinPrice | undefined,
  dayAgoMs: number,
): ProfitChange | undefined {
  if (!now || !dayAgo || dayAgo.price <= 0 || now.observedAtMs <= dayAgo.observedAtMs) return undefined
  if (now.source === 'typed' || dayAgo.observedAtMs < dayAgoMs - PRICE_FRESH_MS) return undefined
  return {
    kind: 'price',
    coin,
    atMs: dayAgo.observedAtMs,
    change: now.price / dayAgo.price - 1,
    effectPerDay: amountPerDay * (now.price - dayAgo.price),
    from: dayAgo.price,
    to: now.price,
    source: now.source,
  }
}

/** Revenue ÷ (1 + change) − revenue: blocks become harder to find by the change. */
export function difficultyChange({ coin, revenuePerDay }: PlanCoin, next: NextDifficulty): ProfitChange | undefined {
  if (next.change <= -1) return undefined
  return {
    kind: 'difficulty',
    coin,
    atMs: next.atMs,
    change: next.change,
    effectPerDay: revenuePerDay / (1 + next.change) - revenuePerDay,
    source: next.source,
    height: next.height,
  }
}

/**
 * Revenue × (new subsidy − subsidy) ÷ reward per block that was counted (under PPS the new coins alone): fees stay. Undefined where the chain's height is not known, nothing
 * changes ahead, or the moment has passed since the height was told.
 */
export function subsidyChange(
  { coin, revenuePerDay, revenuePerRewardCoin }: PlanCoin,
  network: NetworkRate | undefined,
  nowMs: number,
): ProfitChange | undefined {
  if (!network) return undefined
  const next = nextSubsidy(coin, network.height, network.observedAtMs)
  if (!next || next.atMs <= nowMs || network.rewardPerBlock <= 0) return undefined
  return {
    kind: 'subsidy',
    coin,
    atMs: next.atMs,
    change: next.after / next.before - 1,
    effectPerDay: (revenuePerRewardCoin ?? revenuePerDay / network.rewardPerBlock) * (next.after - next.before),
    from: next.before,
    to: next.after,
    source: network.source,
    height: next.height,
    blocksLeft: next.blocksLeft,
  }
}
