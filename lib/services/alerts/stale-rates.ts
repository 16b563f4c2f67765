import { coinBySymbol } from '#lib/domain/coins'
import { speaksAt } from '#lib/domain/dated'
import type { LiveFleet } from '../live-fleet.ts'
import type { LiveRig } from '../live-rig.ts'

const NOT_LIVE = new Set(['typed', 'csv', 'snapshot'])

/**
 * The oldest live rate that amounts on screen rest on, and the coins whose rates are older than `staleAfterMs`. Undefined
 * where no rate comes from a market: typed ones and the snapshot grow old by themselves.
 */
export function staleRates(
  fleet: LiveFleet,
  rigs: readonly LiveRig[],
  nowMs: number,
  staleAfterMs: number,
): { oldestAtMs: number; staleCoins: string[] } | undefined {
  const { rates } = fleet
  let oldestAtMs = Number.POSITIVE_INFINITY
  const stale = new Set<string>()
  for (const coin of coinsEarned(rigs, nowMs)) {
    for (const rate of [rates.price(coin), rates.network(coin)]) {
      if (!rate || NOT_LIVE.has(rate.source)) continue
      oldestAtMs = Math.min(oldestAtMs, rate.observedAtMs)
      if (nowMs - rate.observedAtMs > staleAfterMs) stale.add(coin)
    }
  }
  return Number.isFinite(oldestAtMs) ? { oldestAtMs, staleCoins: [...stale].sort() } : undefined
}

/** What rigs are paid in at a moment, merged coins included. */
export function coinsEarned(rigs: readonly LiveRig[], nowMs: number): Set<string> {
  const coins = new Set<string>()
  for (const { settings } of rigs) {
    for (const algorithm of new Set(settings.assignments.map((assignment) => assignment.algorithm))) {
      const rows = settings.assignments.filter((assignment) => assignment.algorithm === algorithm)
      const coin = speaksAt(rows, nowMs)?.coin
      if (coin === undefined) continue
      coins.add(coin)
      const merged = coinBySymbol(coin)?.mergedWith
      if (merged !== undefined) coins.add(merged)
    }
  }
  return coins
}
