import type { LedgerGroup, LedgerSum } from '#lib/db/ledger-periods'
import { type BarLength, barOf, barsOfDates, spansForBars, spansOfDates } from '#lib/domain/ledger/bars'
import { type LedgerQuarter, revenueOfQuarter } from '#lib/domain/ledger/entry'
import { localDayOf } from '#lib/domain/ledger/local-days'
import { isoOfDate, spanOfDates } from '#lib/domain/local-dates'
import { QUARTER_MS } from '#lib/domain/units'
import type { EarningsGroup, EarningsGrouping, EarningsPart, EarningsReport, EarningsRow } from '#lib/wire/earnings'
import { currencyAt, datedCurrencies } from '../currency.ts'
import { sumLedger } from '../ledger/sum-ledger.ts'
import { openLedger } from '../open-hours.ts'
import type { RunningServer } from '../running-server.ts'
import { AmountSum } from './amount-sum.ts'
import { filterOf, hrefOfGroup, kindOf, loadSubjects, nameOfGroup, type Subjects } from './subjects.ts'

export type ReportQuery = {
  period: BarLength
  /** Dates such as 20261127, by each site's own calendar; both are included. */
  fromDate: number
  toDate: number
  by: EarningsGrouping
  /** Only this part of everything. */
  only?: EarningsPart
}

type ReportContext = Pick<RunningServer, 'database' | 'fleet'>

/**
 * Revenue, cost and profit of a span of dates: as bars, as one sum and by parts. Exact sums of the ledger's days and
 * months, and of the hours that are still open. What was valued in an earlier currency of the installation counts as
 * not valued, because sums of two currencies are none.
 */
export async function reportEarnings(
  context: ReportContext,
  query: ReportQuery,
  nowMs = Date.now(),
): Promise<EarningsReport> {
  const { database } = context
  const { period, fromDate, toDate, by, only } = query
  const [currencies, subjects] = await Promise.all([datedCurrencies(database), loadSubjects(context)])
  const currency = currencyAt(currencies, nowMs)
  const filter = filterOf(only, subjects)
  const rented = [...subjects.names.keys()].filter(
    (subject) => kindOf(subject) === 'cloud' && filter.subjects?.includes(subject) !== false,
  )
  const read = (spans: ReturnType<typeof spansOfDates>, groupBy: LedgerGroup[], of: { subjects?: string[] } = {}) =>
    Promise.all(spans.map((span) => sumLedger(database, { ...span, groupBy, filter: { ...filter, ...of } }))).then(
      (sums) => sums.flat(),
    )
  const [barSpans, partSpans] = [spansForBars(period, fromDate, toDate), spansOfDates(fromDate, toDate)]
  const [bars, parts, rentedBars, rentedParts] = await Promise.all([
    read(barSpans, ['period', 'coin']),
    read(partSpans, [...COLUMNS[by], 'coin']),
    rented.length === 0 ? [] : read(barSpans, ['period'], { subjects: rented }),
    rented.length === 0 || by === 'coin' || by === 'payer' ? [] : read(partSpans, COLUMNS[by], { subjects: rented }),
  ])
  const rows = new Map<string, AmountSum>()
  const groups = new Map<string, AmountSum>()
  const total = new AmountSum()
  for (const sum of bars) {
    sumIn(rows, barOf(period, sum.period ?? 0)).add(sum, currency)
    total.add(sum, currency)
  }
  for (const sum of parts) {
    for (const key of groupsOf(by, sum, subjects)) sumIn(groups, key).add(sum, currency)
  }
  for (const sum of rentedBars.filter((one) => one.currency === currency)) {
    sumIn(rows, barOf(period, sum.period ?? 0)).addRented(sum)
    total.addRented(sum)
  }
  for (const sum of rentedParts.filter((one) => one.currency === currency)) {
    for (const key of groupsOf(by, sum, subjects)) sumIn(groups, key).addRented(sum)
  }
  const lines = { coin: filter.coins?.[0], payer: filter.payers?.[0] }
  for (const open of openQuarters(context, query, filter, nowMs)) {
    const isRented = kindOf(open.subject) === 'cloud'
    for (const sum of [sumIn(rows, barOf(period, open.date)), total]) {
      sum.addQuarter(open.quarter, lines)
      if (isRented) sum.addRented({ ...open.quarter, revenueNano: revenueOfQuarter(open.quarter) })
    }
    for (const { key, of } of groupsOfQuarter(by, open, subjects)) {
      sumIn(groups, key).addQuarter(open.quarter, { ...lines, ...of })
      if (isRented && by !== 'coin' && by !== 'payer') {
        sumIn(groups, key).addRented({ ...open.quarter, revenueNano: revenueOfQuarter(open.quarter) })
      }
    }
  }
  const zones = [...context.fleet.sites.values()].map(({ timeZone }) => timeZone)
  return {
    currency,
    period,
    by,
    fromDate: isoOfDate(fromDate),
    toDate: isoOfDate(toDate),
    rows: barsOfDates(period, fromDate, toDate).map((bar): EarningsRow => {
      const span = spanOfDates(bar.fromDate, bar.toDate, zones)
      return { label: bar.label, ...span, open: span.toMs > nowMs, ...sumIn(rows, bar.label).amounts() }
    }),
    total: total.amounts(),
    groups: [...groups]
      .filter(([, sum]) => !sum.isEmpty)
      .map(([key, sum]) => groupOf(by, key, sum, subjects))
      .sort((one, other) => (other.revenue ?? 0) - (one.revenue ?? 0) || one.name.localeCompare(other.name)),
  }
}

const COLUMNS: Record<EarningsGrouping, LedgerGroup[]> = {
  site: ['site'],
  rig: ['subject'],
  tag: ['subject'],
  kind: ['subject'],
  coin: [],
  payer: ['payer'],
}

function sumIn(sums: Map<string, AmountSum>, key: string): AmountSum {
  const known = sums.get(key)
  if (known) return known
  const added = new AmountSum()
  sums.set(key, added)
  return added
}

// A rig with two tags stands under both: such parts do not add up to the whole, and the page says so.
function groupsOf(by: EarningsGrouping, sum: LedgerSum, subjects: Subjects): string[] {
  if (by === 'site') return [String(sum.siteId)]
  // Energy and cost stand in a row with neither.
  if (by === 'coin' || by === 'payer') return sum[by] ? [sum[by]] : []
  return subjectGroups(by, sum.subject ?? '', subjects)
}

function subjectGroups(by: EarningsGrouping, subject: string, { tags }: Subjects): string[] {
  if (by === 'rig') return [subject]
  if (by === 'kind') return [kindOf(subject)]
  const own = tags.get(subject) ?? []
  return own.length > 0 ? [...own] : ['']
}

type OpenQuarter = { subject: string; date: number; quarter: LedgerQuarter }

function groupsOfQuarter(by: EarningsGrouping, { subject, quarter }: OpenQuarter, subjects: Subjects) {
  if (by === 'site') return [{ key: String(quarter.siteId), of: {} }]
  if (by === 'coin' || by === 'payer') {
    return [...new Set(quarter.lines.map((line) => line[by]))].map((key) => ({ key, of: { [by]: key } }))
  }
  return subjectGroups(by, subject, subjects).map((key) => ({ key, of: {} }))
}

function* openQuarters(
  { fleet }: ReportContext,
  { fromDate, toDate }: ReportQuery,
  { subjects, siteIds }: { subjects?: string[]; siteIds?: number[] },
  nowMs: number,
): Generator<OpenQuarter> {
  const firstZone = [...fleet.sites.values()][0]?.timeZone ?? 'UTC'
  for (const { subject, hourMs, quarters } of openLedger(fleet, nowMs)) {
    if (subjects && !subjects.includes(subject)) continue
    for (const [index, quarter] of quarters.entries()) {
      const atMs = hourMs + index * QUARTER_MS
      if (atMs > nowMs || (siteIds && !siteIds.includes(quarter.siteId))) continue
      const date = localDayOf(atMs, fleet.sites.get(quarter.siteId)?.timeZone ?? firstZone)
      if (date >= fromDate && date <= toDate) yield { subject, date, quarter }
    }
  }
}

function groupOf(by: EarningsGrouping, key: string, sum: AmountSum, subjects: Subjects): EarningsGroup {
  const href = hrefOfGroup(by, key)
  return { key, name: nameOfGroup(by, key, subjects), ...(href ? { href } : {}), ...sum.amounts() }
}
