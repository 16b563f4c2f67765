import type { Database } from '#lib/db/database'
import { dateAt } from '#lib/domain/local-dates'
import { fromNano } from '#lib/domain/money'
import type { RigRow } from '#lib/wire/dashboard-events'
import type { InvestmentAssumptions, InvestmentEntryRow, InvestmentOverview } from '#lib/wire/investment'
import type { SiteSettings } from '../fleet-settings.ts'
import type { LiveFleet } from '../live-fleet.ts'
import { fixedCosts } from '../site-row.ts'
import { meanPrices } from './coin-instead.ts'
import { dayRates } from './day-rates.ts'
import { earnedMonths, joinMonths } from './earned-months.ts'
import { investmentCourse } from './investment-course.ts'
import { type InvestmentPart, inOneCurrency } from './investment-parts.ts'
import { investmentRow } from './investment-row.ts'
import { investmentsOf, type KnownInvestment } from './investments-of.ts'
import { rentedParts } from './rented-parts.ts'

export type InvestmentContext = { database: Database; fleet: Pick<LiveFleet, 'snapshot' | 'sites' | 'rates'> }

const ALL = 'all'
const RENTED = { subject: 'rented', name: 'Rented hash power' }

/**
 * What hardware cost, what it earned by the ledger, what it is worth, when it pays back and what the coin would have
 * been worth: by rig, by site, of everything. A rig counts where something was paid for it, or for its site as a whole;
 * what is left out is said in `notes`. Contracts and orders stand beside the sites, as rented. `shown` names the row whose course is told.
 */
export async function investmentOverview(
  { database, fleet }: InvestmentContext,
  asked: { shown?: string; assumptions: InvestmentAssumptions },
  nowMs: number,
): Promise<InvestmentOverview> {
  const { currency, rigs, sites: siteRows } = fleet.snapshot(nowMs)
  const { assumptions } = asked
  const rates = dayRates(database, currency)
  const timeZone = siteRows[0]?.timeZone ?? 'UTC'
  const zoneOf = (siteId: number) => fleet.sites.get(siteId)?.timeZone ?? timeZone
  const [investments, months] = await Promise.all([
    investmentsOf(database, nowMs),
    earnedMonths(database, rates, timeZone),
  ])
  const paidFor = bySubject(investments)
  const context = {
    ...{ rates, timeZone, assumptions },
    priceNow: (coin: string) => fleet.rates.price(coin)?.price,
    monthPrice: meanPrices(joinMonths([...months.values()])),
  }
  const partOf = async (
    subject: string,
    siteId: number,
    perDay: InvestmentPart['perDay'],
  ): Promise<InvestmentPart> => ({
    ...{ subject, machine: subject.startsWith('rig:'), timeZone: zoneOf(siteId), perDay },
    ...(await inOneCurrency(paidFor.get(subject) ?? [], rates, { timeZone: zoneOf(siteId), ...assumptions })),
    months: months.get(subject) ?? [],
  })

  const groups: { subject: string; name: string; notes: string[]; parts: InvestmentPart[]; rigs: RigRow[] }[] = []
  for (const site of fleet.sites.values()) {
    const subject = `site:${site.id}`
    const here = rigs.filter(({ siteId }) => siteId === site.id)
    const whole = paidFor.get(subject)?.some(({ kind }) => kind === 'purchase') === true
    const counted = whole ? here : here.filter(({ id }) => paidFor.has(`rig:${id}`))
    if (counted.length === 0 && !paidFor.has(subject)) continue
    const parts = await Promise.all(counted.map((rig) => partOf(`rig:${rig.id}`, site.id, dayOf(rig))))
    parts.push(await partOf(subject, site.id, chargesOf(site, nowMs)))
    groups.push({ subject, name: site.name, notes: leftOut(here.length - counted.length), parts, rigs: counted })
  }
  const row = (named: { subject: string; name: string; siteName?: string; notes: string[] }, parts: InvestmentPart[]) =>
    investmentRow(named, parts, context, nowMs)
  const rented = await rentedParts(
    { database, rates: fleet.rates, dayRates: rates },
    months,
    { timeZone, zoneOf },
    nowMs,
  )
  if (rented.length > 0) {
    groups.push({ ...RENTED, notes: [], parts: rented.map(({ part }) => part), rigs: [] })
  }
  const everything = groups.flatMap(({ parts }) => parts)
  const all = await row({ subject: ALL, name: 'Everything', notes: groups.flatMap(({ notes }) => notes) }, everything)
  const siteOverviews = await Promise.all(groups.map(({ parts, rigs: _, ...named }) => row(named, parts)))
  const rigOverviews = await Promise.all(
    groups.flatMap(({ name: siteName, rigs: counted, parts }) =>
      counted
        .filter(({ id }) => paidFor.has(`rig:${id}`))
        .map(({ id, name }) => {
          const subject = `rig:${id}`
          return row(
            { subject, name, siteName, notes: [] },
            parts.filter((part) => part.subject === subject),
          )
        }),
    ),
  )
  const rentedOverviews = await Promise.all(
    rented.map(({ subject, name, part }) => row({ subject, name, siteName: RENTED.name, notes: [] }, [part])),
  )
  const rigsAndRented = [...rigOverviews, ...rentedOverviews]
  const shown = [...siteOverviews, ...rigsAndRented].find(({ subject }) => subject === asked.shown) ?? all
  const ofShown = groups.find(({ subject }) => subject === shown.subject)?.parts
  const shownParts = ofShown ?? everything.filter(({ subject }) => shown === all || subject === shown.subject)
  const named = new Map<string, { name: string; timeZone: string }>([
    ...rigs.map(({ id, name, siteId }) => [`rig:${id}`, { name, timeZone: zoneOf(siteId) }] as const),
    ...[...fleet.sites.values()].map((site) => [`site:${site.id}`, site] as const),
  ])
  return {
    ...{ currency, nowMs, timeZone, assumptions, all, shown },
    sites: siteOverviews,
    rigs: rigsAndRented,
    course: investmentCourse(shown, shownParts, { nowMs, timeZone, assumptions }),
    entries: investments.toReversed().map((each) => entryRow(each, named.get(each.subject))),
  }
}

function bySubject(investments: KnownInvestment[]): Map<string, KnownInvestment[]> {
  const lists = new Map<string, KnownInvestment[]>()
  for (const each of investments) lists.set(each.subject, [...(lists.get(each.subject) ?? []), each])
  return lists
}

/** A rig that is sold, stored or in repair brings and costs nothing now. */
function dayOf({ lifecycle, perDay, name }: RigRow): InvestmentPart['perDay'] {
  if (lifecycle !== 'active') return { revenue: 0, cost: 0 }
  const { revenue, cost, unknown } = perDay
  if (revenue === undefined || cost === undefined)
    return { unknown: unknown ?? `the present profit of ${name} is not known` }
  return { revenue, cost }
}

function chargesOf(site: SiteSettings, nowMs: number): InvestmentPart['perDay'] {
  return { revenue: 0, cost: fixedCosts([site], nowMs, () => nowMs).perDay }
}

function leftOut(rigs: number): string[] {
  if (rigs === 0) return []
  return [rigs === 1 ? '1 rig without a purchase is not counted' : `${rigs} rigs without a purchase are not counted`]
}

function entryRow(of: KnownInvestment, subject: { name: string; timeZone: string } | undefined): InvestmentEntryRow {
  const { id, kind, amountNano, currency, atMs, writeOffMonths, residualNano, note } = of
  return {
    ...(id === undefined ? {} : { id }),
    ...{ subject: of.subject, subjectName: subject?.name ?? `${of.subject.replace(':', ' ')}, removed` },
    ...{ kind, amount: fromNano(amountNano), currency, date: dateAt(atMs, subject?.timeZone ?? 'UTC') },
    ...(writeOffMonths === undefined ? {} : { writeOffMonths }),
    ...(residualNano === undefined ? {} : { residual: fromNano(residualNano) }),
    ...(note === undefined ? {} : { note }),
  }
}
