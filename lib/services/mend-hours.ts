import { cursorsBeginningWith, removeCursor, saveCursor } from '#lib/db/job-cursors'
import { HOUR_MS } from '#lib/domain/units'
import { type LateSpan, lateSpans } from './late-spans.ts'
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
    if (hourMs >= fleet.closingUntilMs) continue
    await fleet.late.remember(hourMs, () => saveCursor(database, `${LATE_HOUR}${hourMs}`, hourMs))
  }
}

/** The same for readings that come through no live fleet, such as from a file. */
export async function rememberHours(database: HoursContext['database'], hoursMs: Iterable<number>): Promise<void> {
  for (const hourMs of hoursMs) await saveCursor(database, `${LATE_HOUR}${hourMs}`, hourMs)
}

/**
 * Recomputes what late readings changed: their hours and the ones after, closed or open. Answers with how many. Of several
 * processes, only the one that closes hours mends closed ones; the others see to what they hold in memory (`openOnly`).
 */
export function mendHours(context: MendContext, nowMs = Date.now(), { openOnly = false } = {}): Promise<number> {
  return context.fleet.hoursInTurn(() => mendInTurn(context, nowMs, openOnly))
}

async function mendInTurn(context: MendContext, nowMs: number, openOnly: boolean): Promise<number> {
  const { database, fleet } = context
  const left = fleet.late.take()
  // Before anything is waited for: an hour that closes meanwhile must ask the store.
  for (const { hourMs, rigIds } of left) {
    for (const rigId of rigIds)
      fleet
        .liveRig(rigId)
        ?.mendedHours.add(hourMs)
        .add(hourMs + HOUR_MS)
  }
  const mended = new Set<number>()
  const isDone = (hourMs: number) =>
    [hourMs, hourMs + HOUR_MS].every((affectedMs) => affectedMs > nowMs || mended.has(affectedMs))
  try {
    for (const span of lateSpans(left, nowMs)) {
      await mendSpan(context, span, nowMs, openOnly)
      for (let hourMs = span.fromMs; hourMs < span.toMs; hourMs += HOUR_MS) mended.add(hourMs)
    }
  } finally {
    for (const { hourMs, rigIds } of left) {
      // What failed is tried again next time.
      if (!isDone(hourMs)) for (const rigId of rigIds) fleet.late.mark(rigId, hourMs)
      else if (!openOnly && !fleet.late.isRemembered(hourMs)) await removeCursor(database, `${LATE_HOUR}${hourMs}`)
    }
  }
  if (!openOnly && left.some(({ hourMs }) => hourMs < fleet.closedUntilMs)) {
    await fleet.hoursClosedUntil(fleet.closedUntilMs, nowMs)
  }
  return left.length
}

async function mendSpan(
  context: MendContext,
  { fromMs, toMs, rigIds }: LateSpan,
  nowMs: number,
  openOnly: boolean,
): Promise<void> {
  const { store, fleet } = context
  const closedToMs = Math.min(toMs, fleet.closedUntilMs)
  if (fromMs < closedToMs && !openOnly) {
    await rebuildHours(context, fromMs, closedToMs, rigIds, { reason: 'late readings', nowMs })
  }
  for (let hourMs = Math.max(fromMs, fleet.closedUntilMs); hourMs < toMs; hourMs += HOUR_MS) {
    for (const [rigId, readings] of await store.scanHour(hourMs, rigIds)) {
      fleet.liveRig(rigId)?.rebuildHour(hourMs, readings)
    }
  }
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
