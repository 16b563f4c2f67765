import type { Database } from '#lib/db/database'
import { everyReceipt } from '#lib/db/receipts'
import { localPeriods, type PeriodLength } from '#lib/domain/calendar'
import { ownPico } from '#lib/domain/own-pico'

/** What came in a local day, month or year. A payout of what was credited before is the same money: kinds stay apart. */
export type ReceiptSum = {
  label: string
  coin: string
  sourceId: number
  kind: string
  currency?: string
  /** Less the payer’s fees. */
  amountPico: bigint
  /** Of those that are valued. */
  valueNano?: bigint
  receipts: number
  unvalued: number
}

/** Sums receipts by local period, coin, source, kind and currency of their value; newest period first. */
export async function sumReceipts(
  database: Database,
  query: { period: PeriodLength; fromMs: number; toMs: number; timeZone: string },
): Promise<ReceiptSum[]> {
  const { period, fromMs, toMs, timeZone } = query
  const periods = localPeriods(period, fromMs, toMs, timeZone)
  const sums = new Map<string, ReceiptSum>()
  let index = periods.length - 1
  for await (const receipt of everyReceipt(database, { fromMs, toMs })) {
    const { receivedAtMs, coin, sourceId, kind, value } = receipt
    while (index > 0 && (periods[index]?.fromMs ?? 0) > receivedAtMs) index -= 1
    const label = periods[index]?.label ?? ''
    const currency = value?.priceCurrency
    const key = [label, coin, sourceId, kind, currency ?? ''].join('|')
    const sum = sums.get(key) ?? { label, coin, sourceId, kind, currency, amountPico: 0n, receipts: 0, unvalued: 0 }
    sum.amountPico += ownPico(receipt)
    sum.receipts += 1
    if (value === undefined) sum.unvalued += 1
    else sum.valueNano = (sum.valueNano ?? 0n) + value.valueNano
    sums.set(key, sum)
  }
  return [...sums.values()]
}
