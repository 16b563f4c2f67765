import type { LedgerQuarter, LedgerQuarters } from '#lib/domain/ledger/entry'

/** What closed hours brought and cost together, in the time of which both are known. */
export type NetOfHours = { revenueNano: bigint; costNano: bigint; knownMs: number }

/** A quarter-hour counts while no more of its time than this has no known cost. */
const UNCOSTED_AT_MOST = 0.05

/**
 * Adds up the quarter-hours of which revenue and cost are both known: one without the other would make a rig look better or
 * worse than it is. Work that could not be valued, SOLO among it, makes its quarter-hour unknown.
 */
export function netOfHours(hours: Iterable<LedgerQuarters>): NetOfHours {
  const net: NetOfHours = { revenueNano: 0n, costNano: 0n, knownMs: 0 }
  for (const quarters of hours) {
    for (const quarter of quarters) {
      const revenueNano = wholeRevenue(quarter)
      const { costNano, seenMs, unpoweredMs, uncostedMs = 0 } = quarter
      if (revenueNano === undefined || costNano === undefined) continue
      if (unpoweredMs + uncostedMs > seenMs * UNCOSTED_AT_MOST) continue
      net.revenueNano += revenueNano
      net.costNano += costNano
      net.knownMs += seenMs
    }
  }
  return net
}

/** Unlike what pages sum, nothing at all where any line is not known. */
function wholeRevenue({ lines, seenMs }: LedgerQuarter): bigint | undefined {
  if (seenMs <= 0) return undefined
  let sum = 0n
  for (const { revenueNano } of lines) {
    if (revenueNano === undefined) return undefined
    sum += revenueNano
  }
  return sum
}
