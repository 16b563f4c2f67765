import { cursorsBeginningWith, removeCursor, removeCursorAt, saveCursor } from '#lib/db/job-cursors'
import { HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { type LateSpan, lateSpans } from './late-spans.ts'
import type { LiveFleet } from './live-fleet.ts'
import { type HoursContext, rebuildHours } from './rebuild-hours.ts'
import { scanRigs } from './scan-rigs.ts'

/** With the hour behind it; its value is when that was last remembered. */
const LATE_HOUR = 'late-hour/'
/** The same of an import, which may forget what it remembered itself and nothing of a server that runs beside it. */
const IMPORTED_HOUR = 'imported-hour/'

/**
 * What was remembered so long ago is stored: a reading whose commit took longer than `REMEMBERED_FOR_MS` had its hour remembered again
 * before it was acknowledged, and clocks of processes agree within ten seconds.
 */
const SETTLED_AFTER_MS = MINUTE_MS

export type MendContext = HoursContext & { fleet: LiveFleet }

/**
 * Remembers on disk, before late readings are stored, which closed hours they will change: killed in between, the next
 * start mends those hours. Said again when they are stored, so that what took long is not forgotten.
 */
export async function rememberLateHours(
  { database, fleet }: Omit<MendContext, 'store'>,
  hoursMs: Iterable<number>,
  nowMs = Date.now(),
): Promise<void> {
  for (const hourMs of hoursMs) {
    if (hourMs >= fleet.lateUntilMs(nowMs)) continue
    await fleet.late.remember(hourMs, nowMs, () => saveCursor(database, `${LATE_HOUR}${hourMs}`, nowMs))
  }
}

/** The same for readings that come through no live fleet, such as from a file. */
export async function rememberHours(database: HoursContext['database'], hoursMs: Iterable<number>): Promise<void> {
  for (const hourMs of hoursMs) await saveCursor(database, `${IMPORTED_HOUR}${hourMs}`, Date.now())
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
      // Another process may have remembered it for readings that nobody told of yet: {@link mendSettledHours}.
      else if (!openOnly && !fleet.isOneOfSeveral && !fleet.late.isRemembered(hourMs)) {
        await removeCursor(database, `${LATE_HOUR}${hourMs}`)
      }
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
    for await (const [rigId, readings] of scanRigs(store, hourMs, rigIds)) {
      fleet.liveRig(rigId)?.rebuildHour(hourMs, readings)
    }
  }
}

/** Mends what a killed server left to be mended. Called once by whoever gets the lease, after hours were closed. */
export function mendRememberedHours(context: HoursContext, nowMs = Date.now()): Promise<void> {
  return mendEach(context, [LATE_HOUR, IMPORTED_HOUR], nowMs)
}

/** Mends what an import changed, once it is through. */
export function mendImportedHours(context: HoursContext, nowMs = Date.now()): Promise<void> {
  return mendEach(context, [IMPORTED_HOUR], nowMs)
}

async function mendEach(context: HoursContext, prefixes: string[], nowMs: number): Promise<void> {
  const openMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  for (const { name, hourMs, rememberedAtMs } of await rememberedHours(context.database, prefixes)) {
    const toMs = Math.min(hourMs + 2 * HOUR_MS, openMs)
    await rebuildHours(context, hourMs, toMs, undefined, { reason: 'late readings', nowMs })
    await removeCursorAt(context.database, name, rememberedAtMs)
  }
}

/**
 * Mends what any of several processes remembered a while ago, told or not: of the rigs that were heard of after those hours were over.
 * For the one that closes hours; answers with how many.
 */
export function mendSettledHours(context: MendContext, nowMs = Date.now()): Promise<number> {
  const { database, store, fleet } = context
  return fleet.hoursInTurn(async () => {
    let mended = 0
    for (const { name, hourMs, rememberedAtMs } of await rememberedHours(database, [LATE_HOUR, IMPORTED_HOUR])) {
      const endMs = hourMs + HOUR_MS
      // One that is not closed yet will be, from all that is stored by then; it is remembered until it is.
      if (rememberedAtMs > nowMs - SETTLED_AFTER_MS || endMs > fleet.closedUntilMs) continue
      const rigIds = await store.rigsReceivedAfter(hourMs, endMs)
      const toMs = Math.min(endMs + HOUR_MS, fleet.closedUntilMs)
      await rebuildHours(context, hourMs, toMs, rigIds, { reason: 'late readings', nowMs })
      await removeCursorAt(database, name, rememberedAtMs)
      mended += 1
    }
    if (mended > 0) await fleet.hoursClosedUntil(fleet.closedUntilMs, nowMs)
    return mended
  })
}

async function rememberedHours(database: HoursContext['database'], prefixes: string[]) {
  const found = await Promise.all(prefixes.map((prefix) => cursorsBeginningWith(database, prefix)))
  return found.flat().map(({ name, value }) => ({
    name,
    hourMs: Number(name.slice(name.indexOf('/') + 1)),
    rememberedAtMs: value,
  }))
}
