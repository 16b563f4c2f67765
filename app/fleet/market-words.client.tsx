'use client'

import { formatAge, formatInstant } from '#lib/domain/format'
import type { MarketNote } from '#lib/wire/dashboard-events'
import { useServerNow } from '../live/clock.client'

/** Where prices and difficulties come from and how old they are, in one sentence. */
export function MarketWords({ market }: { market: MarketNote }) {
  const nowMs = useServerNow(60)
  const { source, oldestRateAtMs: atMs } = market
  const age = atMs === undefined ? '' : formatAge(Math.max(0, nowMs - atMs))
  if (source === 'none') return <>No prices and difficulties are known yet.</>
  if (source === 'snapshot') {
    return (
      <>
        Prices and difficulties are a snapshot
        {atMs === undefined ? '' : ` of ${formatInstant(atMs, 'UTC').split(',')[0]}`}, not today’s.
      </>
    )
  }
  if (source === 'typed') return <>Prices and difficulties as you typed them{age ? `, the oldest ${age}` : ''}.</>
  return (
    <span style={market.stale ? { color: 'var(--warn)' } : undefined}>
      {market.stale ? 'Prices and difficulties are stale' : 'Live prices and difficulties'}
      {age ? `, the oldest ${age}` : ''}.
    </span>
  )
}
