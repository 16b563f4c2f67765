import type { Database } from '#lib/db/database'
import { everyReceipt, valueReceipt } from '#lib/db/receipts'
import { currencyAt, datedCurrencies } from '../currency.ts'
import { valueAt } from './value-at.ts'

/** Tries once more to value what could not be, for prices of the past may have arrived. Answers with how many could. */
export async function valueReceipts(database: Database): Promise<number> {
  const currencies = await datedCurrencies(database)
  let valued = 0
  for await (const receipt of everyReceipt(database, { unvalued: true })) {
    const value = await valueAt(database, receipt, currencyAt(currencies, receipt.receivedAtMs))
    if (value === undefined) continue
    await valueReceipt(database, receipt.id, value)
    valued += 1
  }
  return valued
}
