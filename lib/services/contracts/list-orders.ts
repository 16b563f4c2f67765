import { receiptsOfSubject } from '#lib/db/contract-ledger'
import type { Database } from '#lib/db/database'
import { type HashOrder, listHashOrders } from '#lib/db/hash-orders'
import { lastPrice } from '#lib/db/rates'
import { DAY_MS } from '#lib/domain/units'

/** An order with what its hashes earned. Values are in `currency`, of the moment of spending or receiving. */
export type OrderStanding = {
  order: HashOrder
  earnedPico: { coin: string; pico: bigint }[]
  /** In the coin paid in, where that is all that was earned. */
  netPico?: bigint
  spentValue?: number
  earnedValueNano?: bigint
  /** Receipts without a value in the currency. */
  unvalued: number
}

/** A price much older than what was spent says nothing of its worth. */
const PRICE_NEAR_MS = 7 * DAY_MS

export async function listOrders(database: Database, currency: string): Promise<OrderStanding[]> {
  const standings: OrderStanding[] = []
  for (const order of await listHashOrders(database)) {
    const receipts = await receiptsOfSubject(database, `order:${order.id}`)
    const byCoin = new Map<string, bigint>()
    let earnedValueNano: bigint | undefined
    let unvalued = 0
    for (const { coin, amountPico, valueNano, currency: valuedIn } of receipts) {
      byCoin.set(coin, (byCoin.get(coin) ?? 0n) + amountPico)
      if (valueNano === undefined || valuedIn !== currency) unvalued += 1
      else earnedValueNano = (earnedValueNano ?? 0n) + valueNano
    }
    const price = await lastPrice(database, order.paidCoin, currency, order.startsAtMs)
    const near = price && order.startsAtMs - price.hourMs <= PRICE_NEAR_MS
    const onlyPaidCoin = byCoin.size === 1 && byCoin.has(order.paidCoin)
    standings.push({
      order,
      earnedPico: [...byCoin].map(([coin, pico]) => ({ coin, pico })),
      ...(onlyPaidCoin ? { netPico: (byCoin.get(order.paidCoin) ?? 0n) - order.spentPico } : {}),
      ...(near ? { spentValue: (Number(order.spentPico) / 1e12) * price.price } : {}),
      ...(earnedValueNano === undefined ? {} : { earnedValueNano }),
      unvalued,
    })
  }
  return standings
}
