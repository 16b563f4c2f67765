import type { Database } from '#lib/db/database'
import { everyReceipt } from '#lib/db/receipts'
import { ownPico } from '#lib/domain/own-pico'

/** What came for a contract or an order, less payers' fees. Worth in one currency, each receipt at its own moment. */
export type Received = {
  receipts: number
  byCoin: { coin: string; pico: bigint }[]
  /** Absent where nothing of it is valued in the currency. */
  valueNano?: bigint
  /** Receipts without a value in the currency. */
  unvalued: number
}

/** Sums every receipt that was told to belong to `subject`. */
export async function receivedFor(database: Database, subject: string, currency: string): Promise<Received> {
  const byCoin = new Map<string, bigint>()
  const sum: Received = { receipts: 0, byCoin: [], unvalued: 0 }
  for await (const receipt of everyReceipt(database, { subject })) {
    const { coin, value } = receipt
    sum.receipts += 1
    byCoin.set(coin, (byCoin.get(coin) ?? 0n) + ownPico(receipt))
    if (value?.priceCurrency === currency) sum.valueNano = (sum.valueNano ?? 0n) + value.valueNano
    else sum.unvalued += 1
  }
  sum.byCoin = [...byCoin].map(([coin, pico]) => ({ coin, pico }))
  return sum
}
