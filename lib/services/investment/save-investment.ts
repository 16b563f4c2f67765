import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { rigRecords } from '#lib/db/inventory'
import { insertInvestment, removeInvestment, updateInvestment } from '#lib/db/investments'
import type { Rows } from '#lib/db/rows'
import { findSite, listSites } from '#lib/db/sites'
import { INVESTMENT_KINDS } from '#lib/domain/investment'
import { startOfDate } from '#lib/domain/local-dates'
import { toNano } from '#lib/domain/money'
import { currencyInput } from '../change-currency.ts'
import { refused, refusedInput, type Saved } from '../saved.ts'
import { keepFirstPurchase, repeatInWords, zoneOfRig } from './first-purchase.ts'

const LARGEST = 1e9

/** What an owner says of money put into hardware; amounts in `currency`, a day of where it stands. */
export const investmentInput = z
  .object({
    /** Absent for a new one. */
    id: z.int().optional(),
    /** It is the purchase told among the rig's words, which gets a row of its own. */
    inWords: z.boolean().default(false),
    subject: z.string().regex(/^(rig|site):[1-9]\d{0,8}$/, 'Choose a rig or a site'),
    kind: z.enum(INVESTMENT_KINDS, 'Choose what it was'),
    amount: z.number('Write an amount').min(0.01, 'Write an amount above 0').max(LARGEST, 'Too much'),
    currency: currencyInput,
    date: z.iso.date('Write a day as 2026-11-22'),
    writeOffMonths: z
      .int('Write whole months')
      .min(1, 'Write 1 month or more')
      .max(600, 'Write at most 600 months')
      .optional(),
    residual: z.number('Write an amount').min(0, 'Write 0 or more').optional(),
    note: z.string().trim().max(500, 'At most 500 characters').optional(),
  })
  .refine(({ amount, residual }) => residual === undefined || residual <= amount, {
    path: ['residual'],
    message: 'It cannot be left with more than it cost',
  })

type InvestmentInput = z.input<typeof investmentInput>

/** Writes down money put into hardware, or changes what is said of it. The rig's words repeat its first purchase. */
export async function saveInvestment(
  database: Database,
  input: InvestmentInput,
  nowMs = Date.now(),
): Promise<Saved<{ id: number }>> {
  const parsed = investmentInput.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { id, inWords, subject, kind, amount, currency, date, writeOffMonths, residual, note } = parsed.data
  return database.$transaction(async (rows) => {
    const timeZone = await zoneOfSubject(rows, subject)
    if (timeZone === undefined) return refused('subject', 'It is gone: choose another')
    const atMs = startOfDate(date, timeZone)
    if (atMs === undefined) return refused('date', 'There is no such day')
    if (atMs > nowMs) return refused('date', 'This day has not come yet')
    const rigId = rigIdOf(subject)
    const investment = {
      ...{ subject, kind, amountNano: toNano(amount), currency, atMs },
      ...(kind === 'purchase' && writeOffMonths !== undefined ? { writeOffMonths } : {}),
      ...(kind === 'purchase' && residual !== undefined ? { residualNano: toNano(residual) } : {}),
      ...(note ? { note } : {}),
    }
    const first = rigId === undefined ? undefined : await keepFirstPurchase(rows, rigId, nowMs)
    const present = inWords ? first : id
    if ((inWords || id !== undefined) && present === undefined) return refused('form', 'This entry is gone')
    if (present !== undefined && !(await updateInvestment(rows, { ...investment, id: present }))) {
      return refused('form', 'This entry is gone')
    }
    const savedId = present ?? (await insertInvestment(rows, investment, nowMs))
    if (rigId !== undefined) await repeatInWords(rows, rigId, nowMs)
    return { ok: true, changes: changesOf(rigId), id: savedId }
  })
}

/** Takes an entry out. Of a rig's first purchase the words go with it. */
export async function deleteInvestment(
  database: Database,
  what: { id: number } | { inWordsOf: number },
  nowMs = Date.now(),
): Promise<Saved> {
  return database.$transaction(async (rows) => {
    const id = 'id' in what ? what.id : await keepFirstPurchase(rows, what.inWordsOf, nowMs)
    const removed = id === undefined ? undefined : await removeInvestment(rows, id)
    if (!removed) return refused('form', 'This entry is gone already')
    const rigId = rigIdOf(removed.subject)
    if (rigId !== undefined) await repeatInWords(rows, rigId, nowMs, true)
    return { ok: true, changes: changesOf(rigId) }
  })
}

function changesOf(rigId: number | undefined): { kind: 'rig'; rigId: number }[] {
  return rigId === undefined ? [] : [{ kind: 'rig', rigId }]
}

function rigIdOf(subject: string): number | undefined {
  return subject.startsWith('rig:') ? Number(subject.slice(4)) : undefined
}

async function zoneOfSubject(rows: Rows, subject: string): Promise<string | undefined> {
  const rigId = rigIdOf(subject)
  if (rigId === undefined) return (await findSite(rows, Number(subject.slice(5))))?.timeZone
  const [rig] = await rigRecords(rows, [rigId])
  return rig && zoneOfRig(rig, await listSites(rows))
}
