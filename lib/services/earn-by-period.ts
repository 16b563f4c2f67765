import { DAY_MS } from '#lib/domain/units'
import type { Earnings, EarningsPeriod } from '#lib/wire/earnings'
import { earningsByPeriod } from './earnings-by-period.ts'
import { openSiteSlots } from './open-hours.ts'
import type { RunningServer } from './running-server.ts'

const BEFORE_MS: Record<EarningsPeriod, number> = { day: 31 * DAY_MS, month: 365 * DAY_MS, year: 5 * 366 * DAY_MS }

/** Earnings with what the open hours have made so far; without `fromMs`, 31 days, 12 months or 5 years. */
export function earnByPeriod(
  context: Pick<RunningServer, 'database' | 'fleet'>,
  query: { period: EarningsPeriod; fromMs?: number; toMs?: number; siteId?: number },
  nowMs = Date.now(),
): Promise<Earnings> {
  const { period, siteId } = query
  const toMs = query.toMs ?? nowMs
  const fromMs = query.fromMs ?? toMs - BEFORE_MS[period]
  // By quarter-hour: a local day may begin in the middle of an hour.
  const openHours = openSiteSlots(context.fleet, nowMs)
    .filter((slot) => slot.slotMs >= fromMs && slot.slotMs < toMs)
    .map((slot) => ({ ...slot, hourMs: slot.slotMs }))
  const asked = { period, fromMs, toMs, ...(siteId === undefined ? {} : { siteId }) }
  return earningsByPeriod(context.database, asked, { nowMs, openHours })
}
