import type { Database } from '#lib/db/database'
import { lastPrice } from '#lib/db/rates'
import type { ReceiptValue } from '#lib/db/receipts'
import { valueOfPico } from '#lib/domain/pico'
import { DAY_MS } from '#lib/domain/units'

type PriceAt = { price: number; source: string; atMs: number }

/** What a coin cost at a moment: the last price known then, if it was not older than a day. */
async function priceAt(
  database: Database,
  { coin, currency, atMs }: { coin: string; currency: string; atMs: number },
): Promise<PriceAt | undefined> {
  const last = await lastPrice(database, coin, currency, atMs)
  return last && atMs - last.hourMs <= DAY_MS
    ? { price: last.price, source: last.source, atMs: last.hourMs }
    : undefined
}

/** What coins were worth when they came; undefined where no price of that time is known. */
export async function valueAt(
  database: Database,
  coins: { coin: string; amountPico: bigint; receivedAtMs: number },
  currency: string,
): Promise<ReceiptValue | undefined> {
  const known = await priceAt(database, { coin: coins.coin, currency, atMs: coins.receivedAtMs })
  const valueNano = known && valueOfPico(coins.amountPico, known.price)
  if (known === undefined || valueNano === undefined) return undefined
  return { price: known.price, priceCurrency: currency, priceSource: known.source, priceAtMs: known.atMs, valueNano }
}
