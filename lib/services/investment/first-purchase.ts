import { type RigRecord, rigRecords, saveRigWords } from '#lib/db/inventory'
import {
  type InvestmentRecord,
  insertInvestment,
  listInvestments,
  moveInvestments,
  removeInvestment,
  updateInvestment,
} from '#lib/db/investments'
import type { Rows } from '#lib/db/rows'
import { listSites, type Site } from '#lib/db/sites'
import { dateAt, startOfDate } from '#lib/domain/local-dates'
import { fromNano, toNano } from '#lib/domain/money'
import { currencyAt, datedCurrencies } from '../currency.ts'

// The first purchase of a rig has one place: its earliest row of investments or, until there is one, the price and day
// among the rig's words, which the inventory file fills. Once there is a row, the words only repeat it.

type Bought = { purchasePrice?: number | null; purchasedOn?: string | null }

/** The purchase that a rig's words tell of; undefined where they tell none. In the installation's currency. */
export function purchaseInWords(
  rig: RigRecord,
  currency: string,
  timeZone: string,
): Omit<InvestmentRecord, 'id'> | undefined {
  // Hardware that cost nothing is no investment.
  if (rig.purchasePrice === undefined || rig.purchasePrice <= 0) return undefined
  const atMs = startOfDate(rig.purchasedOn ?? '', timeZone) ?? rig.createdAtMs
  return { subject: `rig:${rig.id}`, kind: 'purchase', amountNano: toNano(rig.purchasePrice), currency, atMs }
}

/** The time zone of where a rig stands last. */
export function zoneOfRig(rig: RigRecord, sites: readonly Pick<Site, 'id' | 'timeZone'>[]): string {
  const siteId = rig.placements.at(-1)?.siteId
  return sites.find(({ id }) => id === siteId)?.timeZone ?? 'UTC'
}

/** Makes a row of what the words tell, where there is no purchase yet, so that another can stand beside it. */
export async function keepFirstPurchase(rows: Rows, rigId: number, nowMs: number): Promise<number | undefined> {
  const { rig, first, currency, timeZone } = await read(rows, rigId, nowMs)
  if (first) return first.id
  const told = rig && purchaseInWords(rig, currency, timeZone)
  return told && insertInvestment(rows, told, nowMs)
}

/** Repeats the first purchase among the rig's words; `emptied` also where the last one was taken out. */
export async function repeatInWords(rows: Rows, rigId: number, nowMs: number, emptied = false): Promise<void> {
  const { rig, first, currency, timeZone } = await read(rows, rigId, nowMs)
  if (!rig || (!first && !emptied)) return
  await saveRigWords(rows, rigId, {
    purchasePrice: first && first.currency === currency ? fromNano(first.amountNano) : null,
    purchasedOn: first ? dateAt(first.atMs, timeZone) : null,
  })
}

/** Lets the first purchase follow what was just changed of the rig's words; `before` is the rig as it was. */
export async function followWords(rows: Rows, before: RigRecord, said: Bought, nowMs: number): Promise<void> {
  const priced = said.purchasePrice !== undefined && (said.purchasePrice ?? undefined) !== before.purchasePrice
  const dated = said.purchasedOn !== undefined && (said.purchasedOn ?? undefined) !== before.purchasedOn
  if (!priced && !dated) return
  const { first, currency, timeZone } = await read(rows, before.id, nowMs)
  if (!first) return
  const atMs = dated && said.purchasedOn ? startOfDate(said.purchasedOn, timeZone) : undefined
  if (priced && !said.purchasePrice) {
    await removeInvestment(rows, first.id)
  } else {
    await updateInvestment(rows, {
      ...first,
      ...(priced && said.purchasePrice ? { amountNano: toNano(said.purchasePrice), currency } : {}),
      ...(atMs === undefined ? {} : { atMs }),
    })
  }
  await repeatInWords(rows, before.id, nowMs, true)
}

/** Two rigs become one: what was paid for either was paid for the one that stays. */
export async function mergeInvestments(rows: Rows, fromRigId: number, toRigId: number, nowMs: number): Promise<void> {
  await keepFirstPurchase(rows, fromRigId, nowMs)
  if ((await listInvestments(rows, `rig:${fromRigId}`)).length === 0) return
  await keepFirstPurchase(rows, toRigId, nowMs)
  await moveInvestments(rows, `rig:${fromRigId}`, `rig:${toRigId}`)
  await repeatInWords(rows, toRigId, nowMs)
}

async function read(rows: Rows, rigId: number, nowMs: number) {
  const [rig] = await rigRecords(rows, [rigId])
  const paid = await listInvestments(rows, `rig:${rigId}`)
  return {
    rig,
    first: paid.find(({ kind }) => kind === 'purchase'),
    currency: currencyAt(await datedCurrencies(rows), nowMs),
    timeZone: rig ? zoneOfRig(rig, await listSites(rows)) : 'UTC',
  }
}
