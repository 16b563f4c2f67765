import { removeCursor } from '#lib/db/job-cursors'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#lib/domain/units'
import type { HoursTurn } from './hours-turn.ts'
import { type LateSpan, lateSpans } from './late-spans.ts'
import type { LiveFleet } from './live-fleet.ts'
import { type HoursContext, rebuildHours } from './rebuild-hours.ts'
import { forgetHours, lateHour, type RememberedHour, rememberedHours } from './remember-hours.ts'
import { scanRigs } from './scan-rigs.ts'

/**
 * What was remembered so long ago is stored: a reading whose commit took longer than `REMEMBERED_FOR_MS` had its hour remembered again
 * before it was acknowledged, and clocks of processes agree within ten seconds.
 */
const SETTLED_AFTER_MS = MINUTE_MS
/** How long one turn may last, with an hour of a large farm on top. */
const MENDED_AT_ONCE_MS = 2 * SECOND_MS

export type MendContext = HoursContext & { fleet: LiveFleet }

/**
 * Recomputes what late readings changed: their hours and the ones after, closed or open. Answers with how many. Of several
 * processes, only the one that closes hours mends closed ones; the others see to what they hold in memory (`openOnly`).
 */
export async function mendHours(context: MendContext, nowMs = Date.now(), { openOnly = false } = {}): Promise<number> {
  const { late, turn } = context.fleet.hours
  if (late.isEmpty) return 0
  const mend = () => mendInTurn(context, nowMs, openOnly)
  return openOnly ? turn.takeHere(mend) : turn.take(mend)
}

async function mendInTurn(context: MendContext, nowMs: number, openOnly: boolean): Promise<number> {
  const { database, fleet } = context
  const left = fleet.hours.late.take()
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
      if (!isDone(hourMs)) for (const rigId of rigIds) fleet.hours.late.mark(rigId, hourMs)
      // Another process may have remembered it for readings that nobody told of yet: {@link mendSettledHours}.
      else if (!openOnly && !fleet.hours.isOneOfSeveral && !fleet.hours.late.isRemembered(hourMs)) {
        await removeCursor(database, lateHour(hourMs))
      }
    }
  }
  if (!openOnly && left.some(({ hourMs }) => hourMs < fleet.hours.closedUntilMs)) {
    await fleet.hoursClosedUntil(fleet.hours.closedUntilMs, nowMs)
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
  const closedToMs = Math.min(toMs, fleet.hours.closedUntilMs)
  if (fromMs < closedToMs && !openOnly) {
    await rebuildHours(context, fromMs, closedToMs, rigIds, { reason: 'late readings', nowMs })
  }
  for (let hourMs = Math.max(fromMs, fleet.hours.closedUntilMs); hourMs < toMs; hourMs += HOUR_MS) {
    for await (const [rigId, readings] of scanRigs(store, hourMs, rigIds)) {
      fleet.liveRig(rigId)?.rebuildHour(hourMs, readings)
    }
  }
}

/** Mends what a killed process left to be mended. Called once by whoever gets the lease, after hours were closed. */
export function mendRememberedHours(context: HoursContext, turn: HoursTurn, nowMs = Date.now()): Promise<void> {
  return mendEach(context, turn, 'all', nowMs)
}

/** Mends what an import changed, once it is through. */
export function mendImportedHours(context: HoursContext, turn: HoursTurn, nowMs = Date.now()): Promise<void> {
  return mendEach(context, turn, 'imports', nowMs)
}

/** A few at a time: they may be a year's, and a server that runs beside an import has hours to close. */
async function mendEach(context: HoursContext, turn: HoursTurn, by: 'all' | 'imports', nowMs: number): Promise<void> {
  const openMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const left = await rememberedHours(context.database, by)
  while (left.length > 0) {
    await turn.take(async () => {
      const enoughAtMs = performance.now() + MENDED_AT_ONCE_MS
      for (let one = left.shift(); one; one = performance.now() < enoughAtMs ? left.shift() : undefined) {
        const rigIds = one.rigId === undefined ? undefined : [one.rigId]
        const toMs = Math.min(one.hourMs + 2 * HOUR_MS, openMs)
        await rebuildHours(context, one.hourMs, toMs, rigIds, { reason: 'late readings', nowMs })
        await forgetHours(context.database, [one])
      }
    })
    if (left.length > 0) await turn.letOthers()
  }
}

/**
 * Mends what any of several processes remembered a while ago, told or not: of the rigs that were heard of after those hours were over,
 * and of those that were remembered by name. For the one that closes hours; answers with how many.
 */
export function mendSettledHours(context: MendContext, nowMs = Date.now()): Promise<number> {
  const { database, fleet } = context
  return fleet.hours.turn.take(async () => {
    const remembered = await rememberedHours(database, 'all')
    // One that is not closed yet will be, from all that is stored by then; it is remembered until it is.
    const settled = remembered.filter(
      ({ hourMs, rememberedAtMs }) =>
        rememberedAtMs <= nowMs - SETTLED_AFTER_MS && hourMs + HOUR_MS <= fleet.hours.closedUntilMs,
    )
    const hoursMs = new Set(settled.map(({ hourMs }) => hourMs))
    for (const hourMs of hoursMs) {
      const ofHour = settled.filter((one) => one.hourMs === hourMs)
      const toMs = Math.min(hourMs + 2 * HOUR_MS, fleet.hours.closedUntilMs)
      const rigIds = await lateRigs(context, hourMs, ofHour)
      await rebuildHours(context, hourMs, toMs, rigIds, { reason: 'late readings', nowMs })
      await forgetHours(database, ofHour)
    }
    if (hoursMs.size > 0) await fleet.hoursClosedUntil(fleet.hours.closedUntilMs, nowMs)
    return hoursMs.size
  })
}

/** Undefined for all. */
async function lateRigs(
  { store, fleet }: MendContext,
  hourMs: number,
  remembered: RememberedHour[],
): Promise<number[] | undefined> {
  // Meanwhile a rig may have become part of another.
  const named = remembered.flatMap(({ rigId }) => (rigId === undefined ? [] : [fleet.writers.rigNamed(rigId) ?? rigId]))
  if (remembered.every(({ rigId }) => rigId !== undefined)) return named
  const received = await store.rigsReceivedAfter(hourMs, hourMs + HOUR_MS)
  return received && [...new Set([...received, ...named])]
}
