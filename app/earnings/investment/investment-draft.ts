import { INVESTMENT_KINDS, type InvestmentKind } from '#lib/domain/investment'
import type { InvestmentEntryRow } from '#lib/wire/investment'
import { parseDecimal, parseOptionalDecimal } from '../../forms/decimal'

/** An entry being written: numbers stay text until it is sent. */
export type InvestmentDraft = {
  id?: number
  inWords: boolean
  subject: string
  kind: InvestmentKind
  amount: string
  currency: string
  date: string
  writeOffMonths: string
  residual: string
  note: string
}

export const KIND_NAMES: Record<InvestmentKind, string> = {
  purchase: 'Purchase',
  resale: 'Resale',
  repair: 'Repair',
  other: 'Other expense',
}

export const KIND_OPTIONS = INVESTMENT_KINDS.map((value) => ({ value, label: KIND_NAMES[value] }))

export function isKind(text: string | null): text is InvestmentKind {
  return INVESTMENT_KINDS.some((kind) => kind === text)
}

export function emptyDraft(subject: string, currency: string): InvestmentDraft {
  const texts = { amount: '', date: '', writeOffMonths: '', residual: '', note: '' }
  return { inWords: false, subject, kind: 'purchase', currency, ...texts }
}

export function draftOf(entry: InvestmentEntryRow): InvestmentDraft {
  const text = (value: number | undefined) => (value === undefined ? '' : String(value))
  return {
    ...(entry.id === undefined ? {} : { id: entry.id }),
    inWords: entry.id === undefined,
    ...{ subject: entry.subject, kind: entry.kind, currency: entry.currency, date: entry.date },
    amount: text(entry.amount),
    writeOffMonths: text(entry.writeOffMonths),
    residual: text(entry.residual),
    note: entry.note ?? '',
  }
}

/** What is sent: a text that is no number is sent as none, and refused by its field. */
export function inputOf({ amount, writeOffMonths, residual, note, ...said }: InvestmentDraft) {
  const purchase = said.kind === 'purchase'
  return {
    ...said,
    amount: parseDecimal(amount),
    ...(purchase ? { writeOffMonths: parseOptionalDecimal(writeOffMonths) } : {}),
    ...(purchase ? { residual: parseOptionalDecimal(residual) } : {}),
    ...(note.trim() === '' ? {} : { note }),
  }
}
