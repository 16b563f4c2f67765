import type { Database } from '#lib/db/database'
import { incomeSourceRecords } from '#lib/db/income-sources'
import type { ReceiptValue } from '#lib/db/receipt-value'
import { receiptVersions } from '#lib/db/receipt-versions'
import { findReceipts } from '#lib/db/receipts'
import { fromNano } from '#lib/domain/money'
import { picoText } from '#lib/domain/pico'

/** A receipt as it is told outside: amounts of coins as exact decimal text. */
export type ListedReceipt = {
  id: number
  source: { id: number; name: string; kind: string }
  kind: string
  coin: string
  amount: string
  fee?: string
  receivedAtMs: number
  transaction?: string
  note?: string
  /** What it was told to belong to: `contract:2`, `order:1`, `rig:7`. */
  subject?: string
  /** What it was worth when it came; absent where no price of that time is known. */
  value?: ToldValue
  /** What it said before its source corrected it, oldest first; absent where it never did. */
  before?: ReceiptBefore[]
}

/** Figures that counted until `untilMs`, and why they do no longer: `amount corrected`. */
export type ReceiptBefore = { amount: string; fee?: string; value?: ToldValue; untilMs: number; reason: string }

type ToldValue = { amount: number; currency: string; price: number; source: string; priceAtMs: number }

/** A page of receipts, newest first; `cursor` is the `nextCursor` of the page before. */
export async function listReceipts(
  database: Database,
  query: { fromMs?: number; toMs?: number; coin?: string; limit: number; cursor?: string },
): Promise<{ receipts: ListedReceipt[]; nextCursor?: string }> {
  const { cursor, limit, ...span } = query
  const [receivedAtMs, id] = (cursor ?? '').split('.').map(Number)
  const after = receivedAtMs !== undefined && id !== undefined ? { after: { receivedAtMs, id } } : {}
  const [sources, found] = await Promise.all([
    incomeSourceRecords(database),
    findReceipts(database, { ...span, ...after, limit }),
  ])
  const named = new Map(sources.map((source) => [source.id, source]))
  const versions = await receiptVersions(
    database,
    found.map((receipt) => receipt.id),
  )
  const receipts = found.map((receipt) => {
    const { id, sourceId, kind, coin, receivedAtMs, transaction, note, subject } = receipt
    const before = versions.get(id)?.map(({ supersededAtMs, reason, ...figures }) => ({
      ...told(figures),
      ...{ untilMs: supersededAtMs, reason },
    }))
    return {
      ...{ id, kind, coin, receivedAtMs },
      ...(transaction === undefined ? {} : { transaction }),
      ...(note === undefined ? {} : { note }),
      ...(subject === undefined ? {} : { subject }),
      source: { id: sourceId, name: named.get(sourceId)?.name ?? '', kind: named.get(sourceId)?.kind ?? '' },
      ...told(receipt),
      ...(before === undefined ? {} : { before }),
    }
  })
  const last = found.at(-1)
  return { receipts, ...(found.length === limit && last ? { nextCursor: `${last.receivedAtMs}.${last.id}` } : {}) }
}

function told({ amountPico, feePico, value }: { amountPico: bigint; feePico?: bigint; value?: ReceiptValue }) {
  return {
    amount: picoText(amountPico),
    ...(feePico === undefined ? {} : { fee: picoText(feePico) }),
    ...(value === undefined
      ? {}
      : {
          value: {
            ...{ amount: fromNano(value.valueNano), currency: value.priceCurrency, price: value.price },
            ...{ source: value.priceSource, priceAtMs: value.priceAtMs },
          },
        }),
  }
}
