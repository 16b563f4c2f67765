import { type RevenuePart, SOLO } from '#lib/domain/explained-money'
import type { LedgerLine, LedgerQuarter } from '#lib/domain/ledger/entry'
import { toNano, toPico } from '#lib/domain/money'
import type { RigHour } from '#lib/domain/rig-hour'
import type { QuarterValue } from '#lib/domain/valuation'

/**
 * A rig's quarter-hour in exact amounts. This is where amounts are rounded, once: coins and revenue per line, cost and
 * energy as a whole. Everything else is a sum of these.
 */
export function rigQuarter(siteId: number, hour: RigHour, index: 0 | 1 | 2 | 3, value: QuarterValue): LedgerQuarter {
  const seenMs = Math.round(hour.seconds[index] * 1000)
  const quarter: LedgerQuarter = {
    siteId,
    lines: value.revenueParts.map(lineOf),
    energyMilliWh: BigInt(Math.round(hour.energyWattHours[index] * 1000)),
    seenMs,
    unpoweredMs: Math.max(0, seenMs - Math.round(hour.poweredSeconds[index] * 1000)),
  }
  if (value.cost !== undefined) quarter.costNano = toNano(value.cost)
  const uncostedMs = Math.min(seenMs - quarter.unpoweredMs, Math.round(value.uncostedSeconds * 1000))
  if (uncostedMs > 0) quarter.uncostedMs = uncostedMs
  return quarter
}

function lineOf(part: RevenuePart): LedgerLine {
  const { algorithm, coin = '', coinAmount, revenue, mergedWith } = part
  const solo = part.unknown === SOLO
  // The hashes were counted with the coin that they were made for.
  const workMs = mergedWith === undefined ? Math.round(part.seconds * 1000) : 0
  const line: LedgerLine = {
    payer: payerOf(part),
    coin,
    algorithm,
    workMs,
    unvaluedMs: revenue === undefined && !solo ? workMs : 0,
  }
  if (coinAmount !== undefined && !solo) line.coinPico = toPico(coinAmount)
  if (revenue !== undefined && !solo) line.revenueNano = toNano(revenue)
  return line
}

/** Who pays: a known pool by its key, any other as `pool`, a marketplace, or nobody until a block is found. */
export function payerOf({ payer, pool, scheme }: Pick<RevenuePart, 'payer' | 'pool' | 'scheme'>): string {
  if (scheme === 'solo') return 'solo'
  return payer === 'pool' ? (pool ?? payer) : payer
}
