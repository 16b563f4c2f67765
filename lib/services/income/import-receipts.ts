import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { findIncomeSource } from '#lib/db/income-sources'
import type { ReceiptValue } from '#lib/db/receipt-value'
import { addReceipts, deleteImport, insertImport, knownReceipts } from '#lib/db/receipts'
import { ownPico } from '#lib/domain/own-pico'
import { parsePico, valueOfPico } from '#lib/domain/pico'
import { isFiatCurrency } from '#lib/market/fiat-currencies'
import { currencyAt, datedCurrencies } from '../currency.ts'
import { refused, refusedInput, type Saved } from '../saved.ts'
import { type CsvMapping, type CsvReceipt, csvMapping, readReceiptsCsv } from './receipts-csv.ts'
import { valueAt } from './value-at.ts'

const importForm = z.object({
  sourceId: z.int().positive(),
  fileName: z.string().trim().min(1).max(200),
  csv: z.string().max(20_000_000, 'The file is larger than 20 MB'),
  mapping: csvMapping,
  /** Of the prices and values in the file. */
  currency: z.string().refine(isFiatCurrency, 'This currency is not known').optional(),
})
export type ImportForm = z.input<typeof importForm>
type Refusal = { line: number; reason: string }

/**
 * Takes in a file's receipts, as many as are new, and tells which lines were refused and why. The same file again adds
 * nothing and leaves no import behind. What the file says it was worth counts before a price of ours.
 */
export async function importReceipts(
  database: Database,
  input: ImportForm,
  nowMs = Date.now(),
): Promise<Saved<{ added: number; known: number; refusals: Refusal[]; importId?: number }>> {
  const parsed = importForm.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { sourceId, fileName, csv, mapping, currency } = parsed.data
  const source = await findIncomeSource(database, sourceId)
  if (!source) return refused('sourceId', 'This source is gone')
  const { receipts, refused: refusals, columns } = readReceiptsCsv(csv, mapping, nowMs)
  if (!columns.includes(mapping.date)) return refused('mapping.date', 'The file has no such column')
  const currencies = await datedCurrencies(database)
  const valued: (CsvReceipt & { value?: ReceiptValue })[] = []
  for (const receipt of receipts) {
    const ours = currencyAt(currencies, receipt.receivedAtMs)
    const value =
      toldValue(receipt, currency ?? currencyIn(columns) ?? ours) ?? (await valueAt(database, receipt, ours))
    valued.push({ ...receipt, ...(value === undefined ? {} : { value }) })
  }
  const done = await database.$transaction(
    async (rows) => {
      const sha256 = createHash('sha256').update(csv).digest('hex')
      const importId = await insertImport(rows, { fileName, sha256, rows: receipts.length, importedAtMs: nowMs })
      const kept = valued.map(({ line: _, told: __, ...receipt }) => ({
        ...receipt,
        sourceId,
        ...(source.subject === undefined ? {} : { subject: source.subject }),
        importId,
      }))
      const added = await addReceipts(rows, kept, nowMs)
      if (added > 0) return { added, importId }
      await deleteImport(rows, importId)
      return { added }
    },
    { timeout: 60_000 },
  )
  return { ok: true, changes: [{ kind: 'settings' }], ...done, known: receipts.length - done.added, refusals }
}

/** What a file's receipts are, which of them the source does not have yet, and which lines are none; before anything is taken in. */
export async function previewReceipts(
  database: Database,
  { csv, mapping, sourceId }: { csv: string; mapping: CsvMapping; sourceId: number },
  nowMs = Date.now(),
): Promise<{ receipts: (CsvReceipt & { isKnown: boolean })[]; refusals: Refusal[] }> {
  const { receipts, refused: refusals } = readReceiptsCsv(csv, mapping, nowMs)
  const names = receipts.map(({ externalId }) => externalId)
  const known = await knownReceipts(database, sourceId, names)
  return { receipts: receipts.map((receipt) => ({ ...receipt, isKnown: known.has(receipt.externalId) })), refusals }
}

/** Takes back an import with every receipt it brought. */
export async function takeBackImport(database: Database, importId: number): Promise<Saved> {
  if (!(await deleteImport(database, importId))) return refused('form', 'This import is gone')
  return { ok: true, changes: [{ kind: 'settings' }] }
}

/** The currency that a heading such as `Amount (USD)` names, for the prices beside it are in it. */
function currencyIn(columns: string[]): string | undefined {
  return columns
    .map((name) => /\(([A-Z]{3})\)/.exec(name)?.[1])
    .find((code) => code !== undefined && isFiatCurrency(code))
}

function toldValue(receipt: CsvReceipt, priceCurrency: string): ReceiptValue | undefined {
  const { told, receivedAtMs } = receipt
  const own = ownPico(receipt)
  const said = { priceCurrency, priceSource: 'file', priceAtMs: receivedAtMs }
  const pricePico = told?.price === undefined ? undefined : parsePico(told.price)
  if (told?.price !== undefined && pricePico !== undefined && pricePico > 0n) {
    const valueNano = valueOfPico(own, Number(told.price))
    return valueNano === undefined ? undefined : { ...said, price: Number(told.price), valueNano }
  }
  const valuePico = told?.value === undefined ? undefined : parsePico(told.value)
  if (valuePico === undefined || valuePico <= 0n || own === 0n) return undefined
  return { ...said, price: Number(valuePico) / Number(own), valueNano: valuePico / 1000n }
}
