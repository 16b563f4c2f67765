import { rigRecords } from '#lib/db/inventory'
import { type InvestmentRecord, listInvestments } from '#lib/db/investments'
import type { Rows } from '#lib/db/rows'
import { listSites } from '#lib/db/sites'
import { currencyAt, datedCurrencies } from '../currency.ts'
import { purchaseInWords, zoneOfRig } from './first-purchase.ts'

/** An investment; without `id` it stands among the words of its rig and has no row of its own. */
export type KnownInvestment = Omit<InvestmentRecord, 'id'> & { id?: number }

/**
 * What was paid for hardware and got back, oldest first: all of it, or of one subject. A rig's price and day among its
 * words count where it has no purchase of its own, and so never twice.
 */
export async function investmentsOf(rows: Rows, nowMs: number, subject?: string): Promise<KnownInvestment[]> {
  const [stored, rigs, sites, currencies] = await Promise.all([
    listInvestments(rows, subject),
    rigRecords(rows, rigsOf(subject)),
    listSites(rows),
    datedCurrencies(rows),
  ])
  const currency = currencyAt(currencies, nowMs)
  const bought = new Set(stored.filter(({ kind }) => kind === 'purchase').map((each) => each.subject))
  const told = rigs.flatMap((rig) => {
    const purchase = bought.has(`rig:${rig.id}`) ? undefined : purchaseInWords(rig, currency, zoneOfRig(rig, sites))
    return purchase ? [purchase] : []
  })
  return [...stored, ...told].sort((one, other) => one.atMs - other.atMs)
}

function rigsOf(subject: string | undefined): number[] | undefined {
  if (subject === undefined) return undefined
  return subject.startsWith('rig:') ? [Number(subject.slice(4))] : []
}
