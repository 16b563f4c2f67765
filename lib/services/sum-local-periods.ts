import type { Database } from '#lib/db/database'
import { type Period, type SiteSums, type SiteWorkSums, sumSiteSlots, sumSiteWork } from '#lib/db/site-slots'
import { HOUR_MS } from '#lib/domain/units'

/** What a site did in each period; some periods have several sums, which the reader adds up. */
export type LocalSums = { sums: Map<number, SiteSums[]>; work: Map<number, SiteWorkSums[]> }

/**
 * Sums of a site's periods that may begin at any quarter-hour: whole hours from the hourly series, and only what sticks
 * out at both ends, where local days do not begin on a UTC hour, from the quarter-hourly one. A quarter of the rows.
 */
export async function sumLocalPeriods(database: Database, periods: Period[], siteId: number): Promise<LocalSums> {
  const inner = periods.map(({ fromMs, toMs }) => {
    const first = Math.ceil(fromMs / HOUR_MS) * HOUR_MS
    return { fromMs: first, toMs: Math.max(first, Math.floor(toMs / HOUR_MS) * HOUR_MS) }
  })
  const before = periods.map(({ fromMs, toMs }, index) => ({
    fromMs,
    toMs: Math.min(toMs, inner[index]?.fromMs ?? toMs),
  }))
  const after = periods.map(({ fromMs, toMs }, index) => ({
    fromMs: Math.max(fromMs, inner[index]?.toMs ?? toMs),
    toMs,
  }))
  const read = async (level: number, spans: Period[]) => {
    if (spans.every(({ fromMs, toMs }) => fromMs >= toMs)) return { sums: [], work: [] }
    const [sums, work] = await Promise.all([
      sumSiteSlots(database, level, spans, [siteId]),
      sumSiteWork(database, level, spans, [siteId]),
    ])
    return { sums, work }
  }
  const parts = await Promise.all([read(3600, inner), read(900, before), read(900, after)])
  return { sums: byPeriod(parts.flatMap(({ sums }) => sums)), work: byPeriod(parts.flatMap(({ work }) => work)) }
}

function byPeriod<Sum extends { period: number }>(sums: Sum[]): Map<number, Sum[]> {
  const found = new Map<number, Sum[]>()
  for (const sum of sums) {
    const list = found.get(sum.period)
    if (list) list.push(sum)
    else found.set(sum.period, [sum])
  }
  return found
}
