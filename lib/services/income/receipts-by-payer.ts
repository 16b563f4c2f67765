import type { Database } from '#lib/db/database'
import { incomeSourceRecords } from '#lib/db/income-sources'
import { everyReceipt, type ReceiptRecord } from '#lib/db/receipts'

/** What a payer told of a coin, oldest first; what came for contracts and orders is not among it. */
export type PayerReceipts = {
  credits: ReceiptRecord[]
  payouts: ReceiptRecord[]
  /** When it answered last; absent where nobody asks it: a file, or a source that is switched off. */
  answeredAtMs?: number
}

/** By `payer|coin`, the payer as the ledger calls it. Watched addresses see pools' payouts once more: left out. */
export async function receiptsByPayer(
  database: Database,
  span: { fromMs: number; toMs: number },
): Promise<Map<string, PayerReceipts>> {
  const sources = new Map((await incomeSourceRecords(database)).map((source) => [source.id, source]))
  const found = new Map<string, PayerReceipts>()
  for await (const receipt of everyReceipt(database, span)) {
    const source = sources.get(receipt.sourceId)
    if (source === undefined || source.kind === 'esplora' || isOfOther(receipt.subject)) continue
    const key = `${payerOf(source.kind, receipt.kind)}|${receipt.coin}`
    const came = found.get(key) ?? { credits: [], payouts: [] }
    found.set(key, came)
    const list = receipt.kind === 'credit' ? came.credits : came.payouts
    list.unshift(receipt)
    if (source.enabled && source.kind !== 'file') {
      const { lastSuccessAtMs = 0 } = source
      // Of several accounts, the one that is silent for longest says how far all is known.
      came.answeredAtMs = Math.min(came.answeredAtMs ?? lastSuccessAtMs, lastSuccessAtMs)
    }
  }
  return found
}

/** What pools that no work names told of a coin, together. */
export function ofUnnamedPools(
  received: ReadonlyMap<string, PayerReceipts>,
  isNamed: (key: string) => boolean,
  coin: string,
): PayerReceipts | undefined {
  const others = [...received].filter(
    ([key]) => key.endsWith(`|${coin}`) && !key.startsWith('nicehash|') && !isNamed(key),
  )
  if (others.length === 0) return undefined
  const byTime = (one: ReceiptRecord, other: ReceiptRecord) => one.receivedAtMs - other.receivedAtMs
  const answered = others.flatMap(([, { answeredAtMs }]) => answeredAtMs ?? [])
  return {
    credits: others.flatMap(([, { credits }]) => credits).sort(byTime),
    payouts: others.flatMap(([, { payouts }]) => payouts).sort(byTime),
    ...(answered.length === 0 ? {} : { answeredAtMs: Math.min(...answered) }),
  }
}

/** The ledger's name of who a source reads from; of files nobody says it, but that only NiceHash's tell credits. */
function payerOf(sourceKind: string, receiptKind: string): string {
  if (sourceKind === '2miners') return 'twominers'
  if (sourceKind !== 'file') return sourceKind
  return receiptKind === 'credit' ? 'nicehash' : 'pool'
}

function isOfOther(subject: string | undefined): boolean {
  return subject !== undefined && !subject.startsWith('rig:')
}
