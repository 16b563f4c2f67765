import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isTimeZone } from '#lib/domain/calendar'
import { parsePico } from '#lib/domain/pico'
import { dateOrders, readMoment } from '#lib/domain/written-moment'
import { type CsvRow, csvRows, plainNumber } from '../csv-rows.ts'

const column = z.string().max(200).optional()

/** Which column of a file means what. A coin may stand for the whole file; what is not there stays unknown. */
export const csvMapping = z.object({
  date: z.string('Choose the column of the date').min(1, 'Choose the column of the date').max(200),
  amount: z.string('Choose the column of the amount').min(1, 'Choose the column of the amount').max(200),
  coin: column,
  coinOfAll: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{0,12}$/, 'A symbol has letters and digits')
    .optional(),
  fee: column,
  transaction: column,
  note: column,
  price: column,
  value: column,
  purpose: column,
  timeZone: z.string().refine(isTimeZone, 'This time zone is not known').default('UTC'),
  dateOrder: z.enum(dateOrders).default('day-first'),
})
export type CsvMapping = z.output<typeof csvMapping>

export type CsvReceipt = {
  line: number
  externalId: string
  /** NiceHash’s report tells what was credited, before its fee; any other file what was paid out. */
  kind: 'credit' | 'payout'
  coin: string
  amountPico: bigint
  feePico?: bigint
  receivedAtMs: number
  transaction?: string
  note?: string
  /** What the file itself says that it was worth: a price of a coin, or the value of all. */
  told?: { price?: string; value?: string }
}
export type CsvReading = { columns: string[]; receipts: CsvReceipt[]; refused: { line: number; reason: string }[] }

/** The columns of a file, and a guess of what they mean. */
export function describeCsv(csv: string): { columns: string[]; guess: Partial<CsvMapping> } {
  const { columns } = csvRows(csv)
  const find = (pattern: RegExp) => columns.find((name) => pattern.test(name))
  // NiceHash's report of mining: `Date time, Purpose, Amount (BTC), Exchange rate, Amount (USD)`.
  const amount = find(/^amount \(btc\)$/i) ?? find(/^(amount|coins|quantity|reward)/i)
  const named = /\(([A-Z]{2,6})\)/.exec(amount ?? '')?.[1]
  const guess = {
    date: find(/^(date|time|timestamp|received)/i),
    amount,
    coin: find(/^(coin|asset|symbol|currency)$/i),
    coinOfAll: named,
    fee: find(/^fee/i),
    transaction: find(/^(tx|transaction|hash|txid)/i),
    note: find(/^(note|comment|description)/i),
    price: find(/(exchange rate|^price)/i),
    value: find(/^value/i),
    purpose: find(/^purpose$/i),
  }
  return { columns, guess: Object.fromEntries(Object.entries(guess).filter(([, name]) => name !== undefined)) }
}

/**
 * Reads receipts by a mapping. Every line ends up either as a receipt or among the refused, with its reason. With a column
 * of purposes only income counts; a fee told on a line of its own belongs to the receipt of its moment. The external id is
 * made of what the line says and of how often it was said before, so that the same file again adds nothing.
 */
export function readReceiptsCsv(csv: string, mapping: CsvMapping, nowMs: number): CsvReading {
  const { columns, rows } = csvRows(csv)
  const receipts: CsvReceipt[] = []
  const refused: CsvReading['refused'] = []
  const said = new Map<string, number>()
  for (const [index, row] of rows.entries()) {
    const line = index + 2
    const outcome = readRow(row, mapping, nowMs)
    if (typeof outcome === 'string') refused.push({ line, reason: outcome })
    else if ('fee' in outcome) {
      const owner = receipts.findLast((one) => one.receivedAtMs === outcome.atMs && one.feePico === undefined)
      if (owner) owner.feePico = outcome.fee
      else refused.push({ line, reason: 'A fee without a payment of the same moment' })
    } else {
      const text = [outcome.receivedAtMs, outcome.coin, outcome.amountPico, outcome.transaction ?? ''].join('|')
      const times = said.get(text) ?? 0
      said.set(text, times + 1)
      const externalId = createHash('sha256').update(`${text}|${times}`).digest('hex').slice(0, 40)
      receipts.push({ ...outcome, line, externalId })
    }
  }
  return { columns, receipts, refused }
}

function readRow(row: CsvRow, mapping: CsvMapping, nowMs: number) {
  const cell = (name: string | undefined) => (name === undefined ? '' : (row[name] ?? '').trim())
  const receivedAtMs = readMoment(cell(mapping.date), mapping.timeZone, mapping.dateOrder)
  if (receivedAtMs === undefined) return `"${cell(mapping.date).slice(0, 40)}" is no date that is known here`
  if (receivedAtMs > nowMs) return 'It lies in the future'
  const amount = parsePico(plainNumber(cell(mapping.amount)))
  if (amount === undefined) return `"${cell(mapping.amount).slice(0, 40)}" is no amount`
  const purpose = cell(mapping.purpose)
  if (/^hashpower mining fee$/i.test(purpose)) return { fee: amount < 0n ? -amount : amount, atMs: receivedAtMs }
  if (purpose !== '' && !/^(hashpower )?mining|reward|payout|income/i.test(purpose)) return `"${purpose}" is no income`
  if (amount <= 0n) return 'The amount is not above 0'
  const coin = (cell(mapping.coin) || mapping.coinOfAll || '').toUpperCase()
  if (!/^[A-Z0-9]{2,12}$/.test(coin)) return 'Which coin it is, is not said'
  const fee = parsePico(plainNumber(cell(mapping.fee)))
  const [price, value] = [plainNumber(cell(mapping.price)), plainNumber(cell(mapping.value))]
  const [transaction, note] = [cell(mapping.transaction), cell(mapping.note)]
  return {
    kind: /^hashpower mining$/i.test(purpose) ? ('credit' as const) : ('payout' as const),
    ...{ coin, amountPico: amount, receivedAtMs },
    ...(fee === undefined || fee === 0n ? {} : { feePico: fee < 0n ? -fee : fee }),
    ...(transaction === '' ? {} : { transaction: transaction.slice(0, 200) }),
    ...(note === '' ? {} : { note: note.slice(0, 500) }),
    ...(price === '' && value === '' ? {} : { told: { ...(price && { price }), ...(value && { value }) } }),
  }
}
