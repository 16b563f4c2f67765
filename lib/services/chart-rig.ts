import type { Database } from '#lib/db/database'
import { countReadingsOf } from '#lib/db/hours'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import type { RigChart } from '#lib/wire/rig-chart'
import { openHoursOf } from './open-hours.ts'
import type { RunningServer } from './running-server.ts'

export const MOST_POINTS = 1000
const YEAR_MS = 366 * DAY_MS
const HOUR_SECONDS = 3600
const QUARTER_SECONDS = 900
/** Unpacking one costs about ten microseconds, and other charts wait meanwhile. */
const MOST_READINGS = 25_000

export type ChartResult<Chart> = { ok: true; chart: Chart } | { ok: false; reason: string }

type Context = Pick<RunningServer, 'database' | 'store' | 'fleet'> & {
  keeper?: Pick<RunningServer['keeper'], 'tooOld'>
}

/**
 * A rig's figures over `[fromMs, toMs)`, each slot with the smallest, the mean and the largest, from the cheapest tier that says them
 * exactly: hours where slots are whole hours; readings where they are not, for up to a day, or as many days as there are few enough
 * readings. Where those are too many, or gone, the quarters that hours keep answer: the step becomes a multiple of a quarter-hour, means of
 * hash rate and power stay exact, and the smallest, the largest and temperatures are those of the whole hours that a slot touches. Slots
 * begin at multiples of the step since 1970, the first at or before `fromMs`; the step is at least the one asked for and makes at most 1000
 * of them.
 */
export async function chartRig(
  context: Context,
  rigId: number,
  span: { fromMs: number; toMs: number; stepSeconds: number },
  nowMs = Date.now(),
): Promise<ChartResult<RigChart>> {
  const { fromMs, toMs } = span
  if (toMs - fromMs > YEAR_MS)
    return { ok: false, reason: 'a chart spans at most a year: bring from and to nearer together' }
  const rig = context.fleet.liveRig(rigId)
  const stepSeconds = fittingStep(fromMs, toMs, span.stepSeconds, 1)
  // A step that had to grow beyond an hour may as well be whole hours.
  const mayBeHours = stepSeconds % HOUR_SECONDS === 0 || (stepSeconds > HOUR_SECONDS && stepSeconds > span.stepSeconds)
  if (
    !mayBeHours &&
    !areGone(context, fromMs, nowMs) &&
    (await hasFewReadings(context.database, rigId, fromMs, toMs))
  ) {
    const power = rig && {
      corrections: rig.settings.corrections,
      ...(rig.reading ? { machine: rig.powerSettings(rig.reading).machine } : {}),
    }
    const stepMs = stepSeconds * 1000
    return { ok: true, chart: await context.store.figuresSeries(rigId, floorTo(fromMs, stepMs), toMs, stepMs, power) }
  }
  const storedStep = fittingStep(fromMs, toMs, span.stepSeconds, mayBeHours ? HOUR_SECONDS : QUARTER_SECONDS)
  const open = openHoursOf(context.fleet, [rigId], nowMs).filter(
    ({ hourMs }) => hourMs < toMs && hourMs + HOUR_MS > floorTo(fromMs, storedStep * 1000),
  )
  return {
    ok: true,
    chart: await context.store.hoursChart({ rigId, fromMs, toMs, stepSeconds: storedStep, openHours: open }),
  }
}

/** The smallest step in seconds that is a multiple of `unit`, at least the one asked for, and makes few enough slots. */
function fittingStep(fromMs: number, toMs: number, askedSeconds: number, unit: number): number {
  const least = Math.max(askedSeconds, (toMs - fromMs) / 1000 / MOST_POINTS)
  let stepSeconds = Math.ceil(least / unit) * unit
  // The slot that `fromMs` lies in may be one too many.
  while ((toMs - floorTo(fromMs, stepSeconds * 1000)) / (stepSeconds * 1000) > MOST_POINTS) stepSeconds += unit
  return stepSeconds
}

async function hasFewReadings(database: Database, rigId: number, fromMs: number, toMs: number): Promise<boolean> {
  return toMs - fromMs <= DAY_MS || (await countReadingsOf(database, rigId, fromMs, toMs)) <= MOST_READINGS
}

function areGone({ keeper }: Context, fromMs: number, nowMs: number): boolean {
  return keeper?.tooOld(fromMs, nowMs) !== undefined
}

function floorTo(atMs: number, stepMs: number): number {
  return Math.floor(atMs / stepMs) * stepMs
}
