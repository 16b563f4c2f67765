import { INVESTMENT_KINDS, type InvestmentKind } from '#lib/domain/investment'
import type { Rows } from './rows.ts'

/** Money put into or got back for hardware of `subject` (`rig:7`, `site:2`). Moments are epoch ms. */
export type InvestmentRecord = {
  id: number
  subject: string
  kind: InvestmentKind
  amountNano: bigint
  currency: string
  atMs: number
  writeOffMonths?: number
  residualNano?: bigint
  note?: string
}

/** All of them, or those of one subject, oldest first. */
export async function listInvestments(rows: Rows, subject?: string): Promise<InvestmentRecord[]> {
  const found = await rows.investment.findMany({
    where: subject === undefined ? {} : { subject },
    orderBy: [{ atMs: 'asc' }, { id: 'asc' }],
  })
  return found.map((row) => ({
    id: row.id,
    subject: row.subject,
    kind: INVESTMENT_KINDS.find((kind) => kind === row.kind) ?? 'other',
    amountNano: row.amountNano,
    currency: row.currency,
    atMs: Number(row.atMs),
    ...(row.writeOffMonths === null ? {} : { writeOffMonths: row.writeOffMonths }),
    ...(row.residualNano === null ? {} : { residualNano: row.residualNano }),
    ...(row.note === null ? {} : { note: row.note }),
  }))
}

export async function insertInvestment(
  rows: Rows,
  investment: Omit<InvestmentRecord, 'id'>,
  nowMs: number,
): Promise<number> {
  const data = { ...columnsOf(investment), createdAtMs: BigInt(nowMs) }
  return (await rows.investment.create({ data, select: { id: true } })).id
}

/** Replaces what is said of one; false when it is gone. */
export async function updateInvestment(rows: Rows, investment: InvestmentRecord): Promise<boolean> {
  const { id, ...said } = investment
  return (await rows.investment.updateMany({ where: { id }, data: columnsOf(said) })).count === 1
}

/** Removes one and answers with what it was; undefined when it was gone already. */
export async function removeInvestment(rows: Rows, id: number): Promise<{ subject: string } | undefined> {
  const found = await rows.investment.findUnique({ where: { id }, select: { subject: true } })
  if (!found) return undefined
  await rows.investment.delete({ where: { id } })
  return found
}

/** Gives all that was paid for one subject to another. */
export async function moveInvestments(rows: Rows, fromSubject: string, toSubject: string): Promise<void> {
  await rows.investment.updateMany({ where: { subject: fromSubject }, data: { subject: toSubject } })
}

function columnsOf(investment: Omit<InvestmentRecord, 'id'>) {
  const { subject, kind, amountNano, currency, atMs, writeOffMonths, residualNano, note } = investment
  return {
    ...{ subject, kind, amountNano, currency, atMs: BigInt(atMs) },
    ...{ writeOffMonths: writeOffMonths ?? null, residualNano: residualNano ?? null, note: note ?? null },
  }
}
