import { CLOSED_UNTIL, readCursor, saveCursor } from '#lib/db/job-cursors'
import { CLOSE_AFTER_MS } from '#lib/domain/limits'
import { HOUR_MS } from '#lib/domain/units'
import { loadFleetSettings } from './fleet-settings.ts'
import type { LiveFleet } from './live-fleet.ts'
import { type HoursContext, recomputeHour, revalueHours, withSomething } from './rebuild-hours.ts'

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
  return fleet ? fleet.hoursInTurn(() => closeInTurn(context, nowMs)) : closeInTurn(context, nowMs)
}

async function closeInTurn(context: CloseContext, nowMs: number): Promise<number> {
  const { database, store, fleet } = context
  const untilMs = Math.floor((nowMs - CLOSE_AFTER_MS) / HOUR_MS) * HOUR_MS
  const oldestMs = await store.oldestMs()
  const firstMs = (await closedUntil(context)) ?? Math.floor((oldestMs ?? nowMs) / HOUR_MS) * HOUR_MS
  if (firstMs >= untilMs) {
    if (firstMs > untilMs || oldestMs === undefined) return 0
    await saveCursor(database, CLOSED_UNTIL, untilMs)
    return 0
  }
  fleet?.beginClosing(untilMs)
  for (let hourMs = firstMs; hourMs < untilMs; hourMs += HOUR_MS) {
    await closeHour(context, hourMs, nowMs)
    // Commit by hour: after a long absence a second interruption loses nothing.
    await saveCursor(database, CLOSED_UNTIL, hourMs + HOUR_MS)
  }
  await fleet?.hoursClosedUntil(untilMs, nowMs)
  return (untilMs - firstMs) / HOUR_MS
}

async function closeHour(context: CloseContext, hourMs: number, nowMs: number): Promise<void> {
  const { database, store, fleet } = context
  if (!fleet?.knowsHour(hourMs, nowMs)) {
    const settings = await loadFleetSettings(database)
    await store.saveHours(await recomputeHour(context, settings, hourMs))
  } else {
    const rigs = [...fleet.liveRigs()]
    const late = rigs
      .filter((rig) => rig.mendedHours.has(hourMs) || fleet.late.isMarked(rig.id, hourMs))
      .map((rig) => rig.id)
    const isLate = new Set(late)
    const hours = rigs
      .filter((rig) => !isLate.has(rig.id))
      .flatMap((rig) => {
        const hour = rig.hourAt(hourMs, hourMs + HOUR_MS)
        return hour ? [{ ...hour, rigId: rig.id }] : []
      })
    if (late.length > 0) {
      hours.push(...(await recomputeHour(context, await loadFleetSettings(database), hourMs, late)))
    }
    await store.saveHours(withSomething(hours))
  }
  await revalueHours(context, hourMs, hourMs + HOUR_MS, { reason: 'closed', nowMs })
}
