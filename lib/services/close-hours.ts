import { setImmediate } from 'node:timers/promises'
import { CLOSED_UNTIL, readCursor, saveCursor } from '#lib/db/job-cursors'
import { CLOSE_AFTER_MS } from '#lib/domain/limits'
import type { RigHour } from '#lib/domain/rollup'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { loadFleetSettings } from './fleet-settings.ts'
import type { LiveFleet } from './live-fleet.ts'
import { type HoursContext, rebuildRows, recomputeHour, revalueHours, withSomething } from './rebuild-hours.ts'

/** Some ten milliseconds of work, after which everything else has its turn. */
const RIGS_PER_TURN = 500

export type CloseContext = HoursContext & { fleet?: LiveFleet }

/** Up to when hours are closed; undefined before the first ever was. */
export function closedUntil({ database }: Pick<HoursContext, 'database'>): Promise<number | undefined> {
  return readCursor(database, CLOSED_UNTIL)
}

/**
 * Closes every hour that is over since the last one closed: rows of rigs, then the fleet series, then the watermark, so
 * that an interrupted run is simply done again. Answers with the number of hours closed.
 */
export async function closeHours(context: CloseContext, nowMs = Date.now()): Promise<number> {
  const { fleet } = context
  const closedMs = await closedUntil(context)
  if (closedMs !== undefined && closedMs >= closableUntil(nowMs)) return 0
  return fleet ? fleet.hours.turn.take(() => closeInTurn(context, nowMs)) : closeInTurn(context, nowMs)
}

function closableUntil(nowMs: number): number {
  return Math.floor((nowMs - CLOSE_AFTER_MS) / HOUR_MS) * HOUR_MS
}

async function closeInTurn(context: CloseContext, nowMs: number): Promise<number> {
  const { database, store, fleet } = context
  const untilMs = closableUntil(nowMs)
  const oldestMs = await store.oldestMs()
  const firstMs = (await closedUntil(context)) ?? Math.floor((oldestMs ?? nowMs) / HOUR_MS) * HOUR_MS
  if (firstMs >= untilMs) {
    if (firstMs > untilMs || oldestMs === undefined) return 0
    await saveCursor(database, CLOSED_UNTIL, untilMs)
    return 0
  }
  fleet?.hours.beginClosing(untilMs)
  for (let hourMs = firstMs; hourMs < untilMs; ) {
    const watching = fleet?.hours.knowsHour(hourMs, nowMs) ? fleet : undefined
    const toMs = watching ? hourMs + HOUR_MS : Math.min(hourMs + DAY_MS, untilMs)
    if (watching) await closeKnownHour(context, watching, hourMs)
    else await rebuildRows(context, hourMs, toMs)
    await revalueHours(context, hourMs, toMs, { reason: 'closed', nowMs })
    // Commit by day at most: after a long absence a second interruption loses little.
    await saveCursor(database, CLOSED_UNTIL, toMs)
    hourMs = toMs
  }
  await fleet?.hoursClosedUntil(untilMs, nowMs)
  return (untilMs - firstMs) / HOUR_MS
}

/** The rows of rigs, from what they told while this server ran; from their readings where some came late. */
async function closeKnownHour(context: HoursContext, fleet: LiveFleet, hourMs: number): Promise<void> {
  const rigs = [...fleet.liveRigs()]
  const late = rigs
    .filter((rig) => rig.mendedHours.has(hourMs) || fleet.hours.late.isMarked(rig.id, hourMs))
    .map((rig) => rig.id)
  const isLate = new Set(late)
  const hours: (RigHour & { rigId: number })[] = []
  for (const [index, rig] of rigs.entries()) {
    const hour = isLate.has(rig.id) ? undefined : rig.hourAt(hourMs, hourMs + HOUR_MS)
    if (hour) hours.push({ ...hour, rigId: rig.id })
    // What is received for this hour from now on counts as late, whether its rig has had its turn or not.
    if (index % RIGS_PER_TURN === RIGS_PER_TURN - 1) await setImmediate()
  }
  if (late.length > 0) {
    hours.push(...(await recomputeHour(context, await loadFleetSettings(context.database), hourMs, late)))
  }
  await context.store.saveHours(withSomething(hours))
}
