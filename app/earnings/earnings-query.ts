import type { BarLength } from '#lib/domain/ledger/bars'
import { addDays, dateFromIso, isoOfDate, lastDateOfMonth } from '#lib/domain/local-dates'
import { type EarningsGrouping, type EarningsPart, GROUPINGS } from '#lib/wire/earnings'

/** What the page shows: bars of a length between two dates, parts by something, of everything or one part. */
export type EarningsQuery = {
  period: BarLength
  fromDate: number
  toDate: number
  by: EarningsGrouping
  only?: EarningsPart
}

export type Parameters = { [name: string]: string | string[] | undefined }

const LENGTHS: readonly BarLength[] = ['day', 'week', 'month', 'year']

/** How far back one looks at first. */
const FIRST_DAYS: Record<BarLength, number> = { day: 30, week: 84, month: 365, year: 5 * 365 }

/** More bars than a screen has pixels for, and more than ten years of days. */
const LONGEST_DAYS = 4_000

/** Reads an address; what it does not say, or says wrongly, is as at the beginning. */
export function queryOf(parameters: Parameters, today: number): EarningsQuery {
  const { period: wanted, from, to, by, only } = parameters
  const period = LENGTHS.find((length) => length === wanted) ?? 'day'
  const toDate = dateIn(to) ?? today
  const fromDate = dateIn(from) ?? firstDate(period, toDate)
  const ordered = fromDate <= toDate ? { fromDate, toDate } : { fromDate: toDate, toDate: fromDate }
  const earliest = addDays(ordered.toDate, -LONGEST_DAYS)
  const part = partIn(only)
  return {
    period,
    fromDate: Math.max(ordered.fromDate, earliest),
    toDate: ordered.toDate,
    by: GROUPINGS.find((grouping) => grouping === by) ?? 'site',
    ...(part ? { only: part } : {}),
  }
}

/** Where bars of a length begin when nothing else is asked for: at a whole one. */
export function firstDate(period: BarLength, toDate: number): number {
  const date = addDays(toDate, -FIRST_DAYS[period] + 1)
  if (period === 'year') return Math.floor(date / 10_000) * 10_000 + 101
  return period === 'month' ? Math.floor(date / 100) * 100 + 1 : date
}

/** The address of what is shown. */
export function hrefOf(query: EarningsQuery, path = '/earnings'): string {
  const parameters = new URLSearchParams({
    period: query.period,
    from: isoOfDate(query.fromDate),
    to: isoOfDate(query.toDate),
    by: query.by,
  })
  if (query.only) parameters.set('only', `${query.only.by}:${query.only.key}`)
  return `${path}?${parameters}`
}

/** One step closer: a year's months, a month's or a week's days, a day's hours. */
export function closerHref(query: EarningsQuery, bar: string): string {
  const { period, only } = query
  // Hours are kept by subject: of a coin or a payer alone, they do not tell.
  const kept = only && only.by !== 'coin' && only.by !== 'payer' ? `?${onlyParameter(only)}` : ''
  if (period === 'day') return `/earnings/day/${bar}${kept}`
  if (period === 'year') {
    return hrefOf({ ...query, period: 'month', fromDate: Number(`${bar}0101`), toDate: Number(`${bar}1231`) })
  }
  if (period === 'month') {
    const month = Number(bar.replace('-', ''))
    return hrefOf({ ...query, period: 'day', fromDate: month * 100 + 1, toDate: lastDateOfMonth(month) })
  }
  const monday = mondayOf(bar)
  return hrefOf({ ...query, period: 'day', fromDate: monday, toDate: addDays(monday, 6) })
}

export function onlyParameter({ by, key }: EarningsPart): string {
  return String(new URLSearchParams({ only: `${by}:${key}` }))
}

/** The part that `rig:rig:7` or `coin:BTC` names. */
export function partIn(text: string | string[] | undefined): EarningsPart | undefined {
  const written = typeof text === 'string' ? text : ''
  const colon = written.indexOf(':')
  const by = GROUPINGS.find((grouping) => grouping === written.slice(0, colon))
  return colon > 0 && by ? { by, key: written.slice(colon + 1) } : undefined
}

function dateIn(text: string | string[] | undefined): number | undefined {
  const date = typeof text === 'string' ? dateFromIso(text) : undefined
  return date !== undefined && date >= 20090103 && date < 21000101 ? date : undefined
}

/** 4 January is always in the first week of its year (ISO 8601). */
function mondayOf(week: string): number {
  const [year = 1970, number = 1] = week.split('-W').map(Number)
  const fourth = year * 10_000 + 104
  const weekday = new Date(`${isoOfDate(fourth)}T00:00:00Z`).getUTCDay() || 7
  return addDays(fourth, 1 - weekday + 7 * (number - 1))
}
