import { momentOf } from './alert-words.ts'

/** What coins were worth when they came, and by whose word. */
export type ReceiptValue = {
  price: number
  priceCurrency: string
  priceSource: string
  priceAtMs: number
  valueNano: bigint
}

/** Its columns, of a receipt and of what one said before. */
export type ValueColumns = {
  price: number | null
  priceCurrency: string | null
  priceSource: string | null
  priceAtMs: bigint | null
  valueNano: bigint | null
}

/** The value in a row's columns; undefined where it has none. */
export function receiptValue(row: ValueColumns): ReceiptValue | undefined {
  const { price, priceCurrency, priceSource, valueNano } = row
  const priceAtMs = momentOf(row.priceAtMs)
  if (price === null || priceCurrency === null || priceSource === null || valueNano === null) return undefined
  return priceAtMs === undefined ? undefined : { price, priceCurrency, priceSource, priceAtMs, valueNano }
}
