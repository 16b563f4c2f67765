import Papa from 'papaparse'
import type { Database } from '#lib/db/database'
import { incomeSourceRecords } from '#lib/db/income-sources'
import { everyReceipt } from '#lib/db/receipts'
import { offsetMs } from '#lib/domain/calendar'
import { exactDecimal } from '#lib/domain/exact-decimal'
import { picoText } from '#lib/domain/pico'

/**
 * Every receipt of `[fromMs, toMs)`, oldest first, as a table for whoever does the taxes: the local day, the moment in
 * UTC, coin and amount with all digits, and what it was worth when it came with the price, its source and its moment.
 * What is not valued has those fields empty and says so. How a payout of what was credited before is to be taxed is for
 * them to say: both stand there, by kind.
 */
export async function taxCsv(
  database: Database,
  query: { fromMs: number; toMs: number; timeZone: string },
): Promise<string> {
  const { timeZone, ...span } = query
  const sources = new Map((await incomeSourceRecords(database)).map(({ id, name }) => [id, name]))
  const lines: Record<string, string | number>[] = []
  for await (const receipt of everyReceipt(database, span)) {
    const { receivedAtMs, coin, amountPico, feePico, kind, value } = receipt
    lines.push({
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
    })
  }
  return Papa.unparse({ fields: FIELDS, data: lines.reverse() }, { escapeFormulae: true })
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
  ...['price_source', 'price_utc', 'valued', 'transaction', 'note'],
]
