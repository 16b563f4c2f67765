import { type ReceiptValue, receiptValue } from './receipt-value.ts'
import { supersedeReceipt } from './receipt-versions.ts'
import type { Rows } from './rows.ts'

export type NewReceipt = {
  sourceId: number
  externalId: string
  kind: string
  coin: string
  amountPico: bigint
  feePico?: bigint
  receivedAtMs: number
  transaction?: string
  note?: string
  /** What it belongs to: `contract:2`, `order:1`, `rig:7`. */
  subject?: string
  importId?: number
  value?: ReceiptValue
}

/** Coins that came. Without a `value` no price of their time is known. */
export type ReceiptRecord = NewReceipt & { id: number }

/** `[fromMs, toMs)`; absent parts mean any. `beforeId` goes on behind a page's last row. */
export type ReceiptQuery = {
  fromMs?: number
  toMs?: number
  coin?: string
  sourceId?: number
  subject?: string
  unvalued?: true
  after?: { receivedAtMs: number; id: number }
  limit?: number
}

const MOST = 1_000

/** Receipts newest first. */
export async function findReceipts(rows: Rows, query: ReceiptQuery): Promise<ReceiptRecord[]> {
  const { fromMs = 0, toMs, coin, sourceId, subject, unvalued, after, limit = MOST } = query
  const found = await rows.receipt.findMany({
    where: {
      receivedAtMs: { gte: BigInt(fromMs), ...(toMs === undefined ? {} : { lt: BigInt(toMs) }) },
      ...(coin === undefined ? {} : { coin }),
      ...(sourceId === undefined ? {} : { sourceId }),
      ...(subject === undefined ? {} : { subject }),
      ...(unvalued ? { valueNano: null } : {}),
      ...(after === undefined
        ? {}
        : {
            OR: [
              { receivedAtMs: { lt: BigInt(after.receivedAtMs) } },
              { receivedAtMs: BigInt(after.receivedAtMs), id: { lt: after.id } },
            ],
          }),
    },
    orderBy: [{ receivedAtMs: 'desc' }, { id: 'desc' }],
    take: Math.min(limit, MOST),
  })
  return found.map(recordOf)
}

/** Every receipt of a span, page by page, newest first. */
export async function* everyReceipt(
  rows: Rows,
  query: Omit<ReceiptQuery, 'after' | 'limit'>,
): AsyncGenerator<ReceiptRecord> {
  let after: ReceiptQuery['after']
  for (;;) {
    const page: ReceiptRecord[] = await findReceipts(rows, { ...query, ...(after === undefined ? {} : { after }) })
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < MOST) return
    after = { receivedAtMs: last.receivedAtMs, id: last.id }
  }
}

const NAMES_AT_ONCE = 500

/** Those of the external ids that a source has a receipt of. */
export async function knownReceipts(rows: Rows, sourceId: number, externalIds: string[]): Promise<Set<string>> {
  const known = new Set<string>()
  for (let from = 0; from < externalIds.length; from += NAMES_AT_ONCE) {
    const some = externalIds.slice(from, from + NAMES_AT_ONCE)
    const where = { sourceId, externalId: { in: some } }
    for (const { externalId } of await rows.receipt.findMany({ where, select: { externalId: true } })) {
      known.add(externalId)
    }
  }
  return known
}

/**
 * Adds receipts that are not there yet, told by source and external id. One that is there with another amount or fee was
 * corrected by its payer: the new figures count from now on, and what it said before stays as a version of it. Throws for
 * an amount that is not above 0: nobody may write one. Answers with how many were new.
 */
export async function addReceipts(rows: Rows, receipts: NewReceipt[], nowMs = Date.now()): Promise<number> {
  let added = 0
  for (const { receivedAtMs, value, amountPico, ...receipt } of receipts) {
    if (amountPico <= 0n) throw new RangeError(`A receipt of ${amountPico} pico-coins is none`)
    const { feePico = null } = receipt
    const key = { sourceId: receipt.sourceId, externalId: receipt.externalId }
    const known = await rows.receipt.findUnique({ where: { sourceId_externalId: key } })
    if (known?.amountPico === amountPico && known.feePico === feePico) continue
    const valued = value ? { ...value, priceAtMs: BigInt(value.priceAtMs) } : {}
    if (known) {
      await supersedeReceipt(rows, known, { amountPico, feePico }, nowMs)
      await rows.receipt.update({ where: { id: known.id }, data: { amountPico, feePico, ...NOT_VALUED, ...valued } })
      continue
    }
    await rows.receipt.create({ data: { ...receipt, amountPico, receivedAtMs: BigInt(receivedAtMs), ...valued } })
    added += 1
  }
  return added
}

const NOT_VALUED = { price: null, priceCurrency: null, priceSource: null, priceAtMs: null, valueNano: null }

/** Writes what a receipt was worth, unless that is known already. */
export async function valueReceipt(rows: Rows, id: number, value: ReceiptValue): Promise<void> {
  const data = { ...value, priceAtMs: BigInt(value.priceAtMs) }
  await rows.receipt.updateMany({ where: { id, valueNano: null }, data })
}

/** Receipts to speak of: one, all of a source, or all of an import. */
export type ReceiptsOf = { id: number } | { sourceId: number } | { importId: number }

/** Says what receipts belong to, or that they belong to nothing; answers with how many there were. */
export async function setReceiptSubject(rows: Rows, of: ReceiptsOf, subject: string | undefined): Promise<number> {
  return (await rows.receipt.updateMany({ where: of, data: { subject: subject ?? null } })).count
}

/** Lets what belonged to something that is gone belong to nothing. */
export async function forgetReceiptSubject(rows: Rows, subject: string): Promise<void> {
  await rows.receipt.updateMany({ where: { subject }, data: { subject: null } })
  await rows.incomeSource.updateMany({ where: { subject }, data: { subject: null } })
}

/** When the newest receipt of a source came; undefined where there is none. */
export async function newestReceiptMs(rows: Rows, sourceId: number): Promise<number | undefined> {
  const newest = await rows.receipt.findFirst({ where: { sourceId }, orderBy: { receivedAtMs: 'desc' } })
  return newest ? Number(newest.receivedAtMs) : undefined
}

/** Opens an import, whose receipts can be taken back together. */
export async function insertImport(
  rows: Rows,
  file: { fileName: string; sha256: string; rows: number; importedAtMs: number },
): Promise<number> {
  const { importedAtMs, ...data } = file
  return (await rows.receiptImport.create({ data: { ...data, importedAtMs: BigInt(importedAtMs) } })).id
}

/** Takes back an import with all its receipts; false when there was none. */
export async function deleteImport(rows: Rows, id: number): Promise<boolean> {
  return (await rows.receiptImport.deleteMany({ where: { id } })).count === 1
}

/** Imports, newest first, with how many of their receipts stand and what all of them belong to, if one thing. */
export async function listImports(rows: Rows) {
  const found = await rows.receiptImport.findMany({
    orderBy: { id: 'desc' },
    include: { _count: { select: { receipts: true } } },
  })
  const subjects = await rows.receipt.groupBy({ by: ['importId', 'subject'], where: { importId: { not: null } } })
  const subjectOf = (importId: number) => {
    const all = subjects.filter((one) => one.importId === importId)
    return all.length === 1 && all[0]?.subject ? { subject: all[0].subject } : {}
  }
  return found.map(({ _count, importedAtMs, id, fileName }) => ({
    id,
    fileName,
    receipts: _count.receipts,
    importedAtMs: Number(importedAtMs),
    ...subjectOf(id),
  }))
}

function recordOf(row: Awaited<ReturnType<Rows['receipt']['findMany']>>[number]): ReceiptRecord {
  const value = receiptValue(row)
  return {
    ...{ id: row.id, sourceId: row.sourceId, externalId: row.externalId, kind: row.kind, coin: row.coin },
    amountPico: row.amountPico,
    receivedAtMs: Number(row.receivedAtMs),
    ...(row.feePico === null ? {} : { feePico: row.feePico }),
    ...(row.transaction === null ? {} : { transaction: row.transaction }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.subject === null ? {} : { subject: row.subject }),
    ...(row.importId === null ? {} : { importId: row.importId }),
    ...(value === undefined ? {} : { value }),
  }
}
