import { DAY_MS } from '#lib/domain/units'
import type { EarningsPeriod } from '#lib/wire/earnings'

/** What is shown: bars of a period, so many of them, of all sites or one. It stands in the page's address. */
export type EarningsSpan = { period: EarningsPeriod; count: number; siteId?: number }

/** How many bars can be asked for; the first is where one begins. */
export const COUNTS: Record<EarningsPeriod, readonly [number, ...number[]]> = {
  day: [30, 90, 365],
  month: [12, 36],
  year: [10],
}

const LONGEST_DAYS: Record<EarningsPeriod, number> = { day: 1, month: 31, year: 366 }

/** Reads an address; what it does not say, or says wrongly, is as at the beginning. */
export function spanOf(
  parameters: { period?: unknown; count?: unknown; site?: unknown },
  siteIds: number[],
): EarningsSpan {
  const { period: wanted, count, site } = parameters
  const period = wanted === 'month' || wanted === 'year' ? wanted : 'day'
  const siteId = siteIds.find((id) => String(id) === site)
  return { period, count: COUNTS[period].find((each) => String(each) === count) ?? COUNTS[period][0], siteId }
}

/** The address of a span. */
export function spanHref({ period, count, siteId }: EarningsSpan): string {
  const parameters = new URLSearchParams({ period, count: String(count) })
  if (siteId !== undefined) parameters.set('site', String(siteId))
  return `/earnings?${parameters}`
}

/** A moment early enough that all periods of a span lie after it; rows before the wanted ones are then left out. */
export function spanStart({ period, count }: EarningsSpan, nowMs: number): number {
  return nowMs - count * LONGEST_DAYS[period] * DAY_MS
}
