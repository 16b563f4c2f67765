import { coinBySymbol } from '#lib/domain/coins'
import type { Assignment, Rates } from '#lib/domain/explained-money'
import { RATES_STALE_AFTER_MS } from '#lib/domain/limits'
import type { MarketNote } from '#lib/wire/dashboard-events'

/**
 * Where the rates behind the amounts on screen come from, and how old the oldest of them is: of the coins that the
 * present assignments earn (merged ones included). Rates of a file count as typed.
 */
export function marketNote(rates: Rates, assignments: Iterable<Assignment>, nowMs: number): MarketNote {
  const used = new Map<string, { source: string; observedAtMs: number }>()
  for (const { algorithm, payer, coin } of assignments) {
    if (payer !== 'pool') add(used, `${payer}/${algorithm}`, rates.marketplace(payer, algorithm))
    const merged = payer === 'pool' ? coinBySymbol(coin)?.mergedWith : undefined
    for (const symbol of merged ? [coin, merged] : [coin]) {
      add(used, `price/${symbol}`, rates.price(symbol))
      if (payer === 'pool') add(used, `network/${symbol}`, rates.network(symbol))
    }
  }
  const all = [...used.values()]
  const live = all.filter(({ source }) => !['typed', 'csv', 'snapshot'].includes(source))
  const snapshot = all.filter(({ source }) => source === 'snapshot')
  const [source, telling] =
    snapshot.length > 0
      ? (['snapshot', snapshot] as const)
      : live.length > 0
        ? (['live', live] as const)
        : all.length > 0
          ? (['typed', all] as const)
          : (['none', all] as const)
  const oldestRateAtMs =
    telling.length > 0 ? telling.reduce((oldest, rate) => Math.min(oldest, rate.observedAtMs), Infinity) : undefined
  const stale = source === 'live' && oldestRateAtMs !== undefined && nowMs - oldestRateAtMs > RATES_STALE_AFTER_MS
  return { source, oldestRateAtMs, stale }
}

function add<Rate>(used: Map<string, Rate>, key: string, rate: Rate | undefined): void {
  if (rate) used.set(key, rate)
}
