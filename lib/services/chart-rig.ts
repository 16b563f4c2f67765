import { hoursChart } from '#lib/db/hours-chart'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import type { RigChart } from '#lib/wire/rig-chart'
import { openHoursOf } from './open-hours.ts'
import type { RunningServer } from './running-server.ts'

export const MOST_POINTS = 1000
const YEAR_MS = 366 * DAY_MS

export type ChartResult<Chart> = { ok: true; chart: Chart } | { ok: false; reason: string }

/**
 * A rig's figures over `[fromMs, toMs)` from the cheapest tier that shows them well: readings up to 24 h, quarter-hours up
 * to 7 days, hours beyond. The step given is the smallest the tier has that is at least the one asked for and makes at
 * most 1000 points.
 */
export async function chartRig(
  context: Pick<RunningServer, 'database' | 'store' | 'fleet'>,
  rigId: number,
  span: { fromMs: number; toMs: number; stepSeconds: number },
  nowMs = Date.now(),
): Promise<ChartResult<RigChart>> {
  const { fromMs, toMs } = span
  const length = toMs - fromMs
  if (length > YEAR_MS) return { ok: false, reason: 'a chart spans at most a year: bring from and to nearer together' }
  const least = Math.max(span.stepSeconds, Math.ceil(length / 1000 / MOST_POINTS))
  if (length <= DAY_MS) {
    const rig = context.fleet.liveRig(rigId)
    const power = rig && {
      corrections: rig.settings.corrections,
      ...(rig.reading ? { machine: rig.powerSettings(rig.reading).machine } : {}),
    }
    return { ok: true, chart: await context.store.figuresSeries(rigId, fromMs, toMs, least * 1000, power) }
  }
  const inQuarters = length <= 7 * DAY_MS && least <= 900
  const stepSeconds = inQuarters ? 900 : Math.ceil(least / 3600) * 3600
  const open = openHoursOf(context.fleet, [rigId], nowMs).filter(
    ({ hourMs }) => hourMs < toMs && hourMs + HOUR_MS > fromMs,
  )
  return { ok: true, chart: await hoursChart(context.database, rigId, fromMs, toMs, stepSeconds, open) }
}
