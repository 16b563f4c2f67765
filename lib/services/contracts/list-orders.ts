import type { Database } from '#lib/db/database'
import { type HashOrder, listHashOrders } from '#lib/db/hash-orders'
import { lastPrice } from '#lib/db/rates'
import { DAY_MS } from '#lib/domain/units'
import { receivedFor } from '../income/received-for.ts'

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
    const { byCoin, valueNano, unvalued } = await receivedFor(database, `order:${order.id}`, currency)
    const price = await lastPrice(database, order.paidCoin, currency, order.startsAtMs)
    const near = price && order.startsAtMs - price.hourMs <= PRICE_NEAR_MS
    const [only] = byCoin
    const onlyPaidCoin = byCoin.length === 1 && only?.coin === order.paidCoin ? only : undefined
    standings.push({
      order,
      earnedPico: byCoin,
      ...(onlyPaidCoin ? { netPico: onlyPaidCoin.pico - order.spentPico } : {}),
      ...(near ? { spentValue: (Number(order.spentPico) / 1e12) * price.price } : {}),
      ...(valueNano === undefined ? {} : { earnedValueNano: valueNano }),
      unvalued,
    })
  }
  return standings
}
