import { type ReceiptValue, receiptValue, type ValueColumns } from './receipt-value.ts'
import type { Rows } from './rows.ts'

/** What a receipt said until `supersededAtMs`, and why it does no longer. The first is version 1. */
export type ReceiptVersion = {
  version: number
  reason: string
  supersededAtMs: number
  amountPico: bigint
  feePico?: bigint
  value?: ReceiptValue
}

type Figures = { amountPico: bigint; feePico: bigint | null }

/** Keeps what a receipt says before `after` replaces it. */
export async function supersedeReceipt(
  rows: Rows,
  before: Figures & ValueColumns & { id: number },
  after: Figures,
  nowMs: number,
): Promise<void> {
  const { id, amountPico, feePico, price, priceCurrency, priceSource, priceAtMs, valueNano } = before
  const kept = await rows.receiptSuperseded.count({ where: { receiptId: id } })
  await rows.receiptSuperseded.create({
    data: {
      ...{ receiptId: id, version: kept + 1, reason: reasonOf(before, after), supersededAtMs: BigInt(nowMs) },
      ...{ amountPico, feePico, price, priceCurrency, priceSource, priceAtMs, valueNano },
    },
  })
}

function reasonOf(before: Figures, after: Figures): string {
  if (before.feePico === after.feePico) return 'amount corrected'
  return before.amountPico === after.amountPico ? 'fee corrected' : 'amount and fee corrected'
}

/** What these receipts said before, oldest first; those that were never corrected are absent. */
export async function receiptVersions(rows: Rows, ids: number[]): Promise<Map<number, ReceiptVersion[]>> {
  const versions = new Map<number, ReceiptVersion[]>()
  if (ids.length === 0) return versions
  const found = await rows.receiptSuperseded.findMany({
    where: { receiptId: { in: ids } },
    orderBy: [{ receiptId: 'asc' }, { version: 'asc' }],
  })
  for (const row of found) {
    const { receiptId, version, reason, amountPico, feePico } = row
    const value = receiptValue(row)
    const one = {
      ...{ version, reason, supersededAtMs: Number(row.supersededAtMs), amountPico },
      ...(feePico === null ? {} : { feePico }),
      ...(value === undefined ? {} : { value }),
    }
    versions.set(receiptId, [...(versions.get(receiptId) ?? []), one])
  }
  return versions
}
