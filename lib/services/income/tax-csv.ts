import Papa from 'papaparse'
import type { Database } from '#lib/db/database'
import { incomeSourceRecords } from '#lib/db/income-sources'
import { type ReceiptVersion, receiptVersions } from '#lib/db/receipt-versions'
import { everyReceipt, type ReceiptRecord } from '#lib/db/receipts'
import { offsetMs } from '#lib/domain/calendar'
import { exactDecimal } from '#lib/domain/exact-decimal'
import { picoText } from '#lib/domain/pico'

/**
 * Every receipt of `[fromMs, toMs)`, oldest first, as a table for whoever does the taxes: the local day, the moment in
 * UTC, coin and amount with all digits, and what it was worth when it came with the price, its source and its moment.
 * What is not valued has those fields empty and says so. What a receipt said before its source corrected it stands in words
 * beside it, so that no sum counts it. How a payout of what was credited before is to be taxed is for
 * them to say: both stand there, by kind.
 */
export async function taxCsv(
  database: Database,
  query: { fromMs: number; toMs: number; timeZone: string },
): Promise<string> {
  const { timeZone, ...span } = query
  const sources = new Map((await incomeSourceRecords(database)).map(({ id, name }) => [id, name]))
  const receipts: ReceiptRecord[] = []
  for await (const receipt of everyReceipt(database, span)) receipts.push(receipt)
  const versions = await versionsOf(database, receipts)
  const lines = receipts.reverse().map((receipt) => {
    const { receivedAtMs, coin, amountPico, feePico, kind, value } = receipt
    return {
      local_day: new Date(receivedAtMs + offsetMs(receivedAtMs, timeZone)).toISOString().slice(0, 10),
      time_zone: timeZone,
      received_utc: new Date(receivedAtMs).toISOString(),
      kind,
      source: sources.get(receipt.sourceId) ?? '',
      coin,
      amount: picoText(amountPico),
      fee: feePico === undefined ? '' : picoText(feePico),
      value: value ? exactDecimal(value.valueNano, 9) : '',
      currency: value?.priceCurrency ?? '',
      price: value?.price ?? '',
      price_source: value?.priceSource ?? '',
      price_utc: value ? new Date(value.priceAtMs).toISOString() : '',
      valued: value ? 'yes' : 'no price known',
      transaction: receipt.transaction ?? '',
      note: receipt.note ?? '',
      told_before: (versions.get(receipt.id) ?? []).map(beforeWords).join('; '),
    }
  })
  return Papa.unparse({ fields: FIELDS, data: lines }, { escapeFormulae: true })
}

const RECEIPTS_PER_QUERY = 1_000

async function versionsOf(database: Database, receipts: ReceiptRecord[]): Promise<Map<number, ReceiptVersion[]>> {
  const versions = new Map<number, ReceiptVersion[]>()
  for (let first = 0; first < receipts.length; first += RECEIPTS_PER_QUERY) {
    const ids = receipts.slice(first, first + RECEIPTS_PER_QUERY).map(({ id }) => id)
    for (const [id, ofReceipt] of await receiptVersions(database, ids)) versions.set(id, ofReceipt)
  }
  return versions
}

/** `0.5, fee 0.01, worth 45.20 USD until 2026-04-10T00:00:00.000Z (amount corrected)`. */
function beforeWords({ amountPico, feePico, value, supersededAtMs, reason }: ReceiptVersion): string {
  const figures = [
    picoText(amountPico),
    ...(feePico === undefined ? [] : [`fee ${picoText(feePico)}`]),
    ...(value === undefined ? [] : [`worth ${exactDecimal(value.valueNano, 9)} ${value.priceCurrency}`]),
  ]
  return `${figures.join(', ')} until ${new Date(supersededAtMs).toISOString()} (${reason})`
}

const FIELDS = [
  ...[
    'local_day',
    'time_zone',
    'received_utc',
    'kind',
    'source',
    'coin',
    'amount',
    'fee',
    'value',
    'currency',
    'price',
  ],
  ...['price_source', 'price_utc', 'valued', 'transaction', 'note', 'told_before'],
]
