import type { Rates } from '#lib/domain/explained-money'
import { emptyQuarter, type LedgerEntry, type LedgerLine, type LedgerQuarter, NO_SITE } from '#lib/domain/ledger/entry'
import { valueOfPico } from '#lib/domain/pico'
import { DAY_MS, QUARTER_MS } from '#lib/domain/units'

/** Hash power bought on a marketplace, and what its hashes earned in all, by coin. */
export type OrderTerms = {
  id: number
  marketplace: string
  algorithm: string
  /** Mined with the hashes. */
  coin: string
  paidCoin: string
  spentPico: bigint
  startsAtMs: number
  endsAtMs?: number
  earned: readonly { coin: string; pico: bigint }[]
}

/** Hashes that were bought are paid for by the pool they went to, which nobody names; the marketplace sold them. */
const POOL = 'pool'
/** An order that does not say when it ended is taken to have run a day. */
const USUAL_RUN_MS = DAY_MS

/** When the hashes of an order were bought. */
export function orderSpan({ startsAtMs, endsAtMs }: Pick<OrderTerms, 'startsAtMs' | 'endsAtMs'>): {
  fromMs: number
  toMs: number
} {
  const fromMs = startsAtMs
  return { fromMs, toMs: endsAtMs !== undefined && endsAtMs > fromMs ? endsAtMs : fromMs + USUAL_RUN_MS }
}

/**
 * A closed hour of an order as the ledger keeps it: its part of what was spent as cost, and of what its hashes earned as
 * revenue, both spread evenly over its run and valued at the price of the hour. The parts of all hours make up the whole
 * to the last unit. Work of which nothing was received yet has no value. What lies after `untilMs` is left out.
 */
export function orderEntry(
  order: OrderTerms,
  hourMs: number,
  rates: Rates,
  untilMs = Number.POSITIVE_INFINITY,
): LedgerEntry {
  const quarter = (index: number) => orderQuarter(order, hourMs + index * QUARTER_MS, rates, untilMs)
  const { marketplace, algorithm, coin, paidCoin } = order
  return {
    subject: `order:${order.id}`,
    hourMs,
    currency: rates.currency,
    basis: {
      ...{ kind: 'order', marketplace, algorithm, coin, paidCoin },
      earned: order.earned.map((each) => ({ coin: each.coin, price: rates.price(each.coin)?.price })),
      price: rates.price(paidCoin)?.price,
      priceSource: rates.price(paidCoin)?.source,
    },
    quarters: [quarter(0), quarter(1), quarter(2), quarter(3)],
  }
}

function orderQuarter(order: OrderTerms, quarterMs: number, rates: Rates, untilMs: number): LedgerQuarter {
  const span = orderSpan(order)
  const fromMs = Math.max(quarterMs, span.fromMs)
  const toMs = Math.min(quarterMs + QUARTER_MS, span.toMs, untilMs)
  if (toMs <= fromMs) return emptyQuarter(NO_SITE)
  const ms = toMs - fromMs
  const partOf = (pico: bigint) => share(pico, span, toMs) - share(pico, span, fromMs)
  const worth = (coin: string, pico: bigint) => {
    const price = rates.price(coin)?.price
    return price === undefined ? undefined : valueOfPico(pico, price)
  }
  const lines = order.earned.map(({ coin, pico }, index): LedgerLine => {
    const coinPico = partOf(pico)
    const revenueNano = worth(coin, coinPico)
    return {
      ...{ payer: POOL, coin, algorithm: order.algorithm, coinPico },
      // The hashes count once, however many coins they found.
      workMs: index === 0 ? ms : 0,
      unvaluedMs: index === 0 && revenueNano === undefined ? ms : 0,
      ...(revenueNano === undefined ? {} : { revenueNano }),
    }
  })
  if (lines.length === 0) {
    const { coin, algorithm } = order
    lines.push({ payer: POOL, coin, algorithm, workMs: ms, unvaluedMs: ms })
  }
  const costNano = worth(order.paidCoin, partOf(order.spentPico))
  return {
    ...emptyQuarter(NO_SITE),
    ...{ lines, seenMs: ms },
    ...(costNano === undefined ? { uncostedMs: ms } : { costNano }),
  }
}

/** Of an amount, what has come together until a moment: differences of these lose nothing to rounding. */
function share(pico: bigint, { fromMs, toMs }: { fromMs: number; toMs: number }, atMs: number): bigint {
  return (pico * BigInt(Math.round(atMs - fromMs))) / BigInt(Math.round(toMs - fromMs))
}
