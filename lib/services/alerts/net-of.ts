import type { RigNet } from '#lib/domain/alerts'
import type { LedgerQuarters } from '#lib/domain/ledger/entry'
import { netOfHours } from '#lib/domain/ledger/net-of-hours'
import { fromNano } from '#lib/domain/money'

/** A rig's hour as the ledger has it. */
export type ClosedHour = { hourMs: number; currency: string; quarters: LedgerQuarters }

/** What a span of a rig's closed hours comes to; hours in another currency are not known in this one. */
export function netOf(hours: ClosedHour[], span: Pick<RigNet, 'windowMs' | 'untilMs' | 'currency'>): RigNet {
  const fromMs = span.untilMs - span.windowMs
  const inside = hours.filter(
    ({ hourMs, currency }) => hourMs >= fromMs && hourMs < span.untilMs && currency === span.currency,
  )
  const { revenueNano, costNano, knownMs } = netOfHours(inside.map(({ quarters }) => quarters))
  return { ...span, revenue: fromNano(revenueNano), cost: fromNano(costNano), knownMs }
}
