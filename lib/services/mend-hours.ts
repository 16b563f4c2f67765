import { cursorsBeginningWith, removeCursor, saveCursor } from '#lib/db/job-cursors'
import { HOUR_MS } from '#lib/domain/units'
import type { LiveFleet } from './live-fleet.ts'
import { type HoursContext, rebuildHours } from './rebuild-hours.ts'

const LATE_HOUR = 'late-hour/'

export type MendContext = HoursContext & { fleet: LiveFleet }

/**
 * Remembers on disk, before late readings are stored, which closed hours they will change: killed in between, the next
 * start mends those hours.
 */
export async function rememberLateHours({ database, fleet }: Omit<MendContext, 'store'>, hoursMs: Iterable<number>) {
  for (const hourMs of hoursMs) {
    if (hourMs >= fleet.closingUntilMs || fleet.late.isRemembered(hourMs)) continue
    await saveCursor(database, `${LATE_HOUR}${hourMs}`, hourMs)
    fleet.late.remember(hourMs)
  }
}

/**
 * Recomputes what late readings changed: their hours and the ones after, closed or open. Answers with how many. Of several
 * processes, only the one that closes hours mends closed ones; the others see to what they hold in memory (`openOnly`).
 */
export function mendHours(context: MendContext, nowMs = Date.now(), { openOnly = false } = {}): Promise<number> {
  return context.fleet.hoursInTurn(() => mendInTurn(context, nowMs, openOnly))
}

async function mendInTurn(context: MendContext, nowMs: number, openOnly: boolean): Promise<number> {
  const { database, store, fleet } = context
  const left = fleet.late.take()
  const marked = left.length
  // Before anything is waited for: an hour that closes meanwhile must ask the store.
  for (const { hourMs, rigIds } of left) {
    for (const rigId of rigIds)
      fleet
        .liveRig(rigId)
        ?.mendedHours.add(hourMs)
        .add(hourMs + HOUR_MS)
  }
  let closed = 0
  try {
    for (let next = left[0]; next; next = left[0]) {
      const { hourMs, rigIds } = next
      for (const affectedMs of [hourMs, hourMs + HOUR_MS]) {
        if (affectedMs > nowMs) continue
        if (affectedMs < fleet.closedUntilMs) {
          if (openOnly) continue
          await rebuildHours(context, affectedMs, affectedMs + HOUR_MS, rigIds, { reason: 'late readings', nowMs })
          closed += 1
        } else {
          for (const [rigId, readings] of await store.scanHour(affectedMs, rigIds)) {
            fleet.liveRig(rigId)?.rebuildHour(affectedMs, readings)
          }
        }
      }
      if (!openOnly && !fleet.late.isRemembered(hourMs)) await removeCursor(database, `${LATE_HOUR}${hourMs}`)
      left.shift()
    }
  } finally {
    // What failed is tried again next time.
    for (const { hourMs, rigIds } of left) for (const rigId of rigIds) fleet.late.mark(rigId, hourMs)
  }
  if (closed > 0) await fleet.hoursClosedUntil(fleet.closedUntilMs, nowMs)
  return marked
}

/** Mends what a killed server left to be mended. Called once by whoever gets the lease, after hours were closed. */
export async function mendRememberedHours(context: HoursContext, nowMs = Date.now()): Promise<void> {
  for (const { name, value } of await cursorsBeginningWith(context.database, LATE_HOUR)) {
    const openMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
    await rebuildHours(context, value, Math.min(value + 2 * HOUR_MS, openMs), undefined, {
      reason: 'late readings',
      nowMs,
    })
    await removeCursor(context.database, name)
  }
}
