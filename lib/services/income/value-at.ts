import type { Database } from '#lib/db/database'
import type { ReceiptValue } from '#lib/db/receipt-value'
import { ownPico } from '#lib/domain/own-pico'
import { valueOfPico } from '#lib/domain/pico'
import { priceAt } from '../price-at.ts'

/** What coins were worth when they came, less the payer’s fee; undefined where no price of that time is known. */
export async function valueAt(
  database: Database,
  coins: { kind: string; coin: string; amountPico: bigint; feePico?: bigint; receivedAtMs: number },
  currency: string,
): Promise<ReceiptValue | undefined> {
  const known = await priceAt(database, { coin: coins.coin, currency, atMs: coins.receivedAtMs })
  const valueNano = known && valueOfPico(ownPico(coins), known.price)
  if (known === undefined || valueNano === undefined) return undefined
  return { price: known.price, priceCurrency: currency, priceSource: known.source, priceAtMs: known.atMs, valueNano }
}
