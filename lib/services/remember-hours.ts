import type { Database } from '#lib/db/database'
import { cursorsBeginningWith, removeCursorAt, saveCursor, saveCursors } from '#lib/db/job-cursors'
import { type Appended, type ReceivedReading, takenAtMs } from '#lib/db/reading-store'
import { HOUR_MS } from '#lib/domain/units'
import type { LiveFleet } from './live-fleet.ts'

/** With the hour behind it; its value is when that was last remembered. */
const LATE_HOUR = 'late-hour/'
/** With the hour and a rig behind it: one of which the time it was received does not tell that it came late. */
const LATE_RIG_HOUR = 'late-rig-hour/'
/** The same of an import, which may forget what it remembered itself and nothing of a server that runs beside it. */
const IMPORTED_HOUR = 'imported-hour/'

/** An hour on disk that is to be made anew: of one rig, or of whichever had readings late. */
export type RememberedHour = { name: string; hourMs: number; rigId?: number; rememberedAtMs: number }

type RememberContext = { database: Database; fleet: LiveFleet }

/**
 * Remembers on disk, before late readings are stored, which closed hours they will change: killed in between, the next
 * start mends those hours. Said again when they are stored, so that what took long is not forgotten.
 */
export async function rememberLateHours(
  { database, fleet }: RememberContext,
  hoursMs: Iterable<number>,
  nowMs = Date.now(),
): Promise<void> {
  for (const hourMs of hoursMs) {
    if (hourMs >= fleet.hours.lateUntilMs(nowMs)) continue
    await fleet.hours.late.remember(hourMs, nowMs, () => saveCursor(database, lateHour(hourMs), nowMs))
  }
}

/** The hours of these readings that are closed, or may be by now. */
export function hoursOfClosed(
  { fleet }: Pick<RememberContext, 'fleet'>,
  received: ReceivedReading[],
  nowMs = Date.now(),
): Set<number> {
  const untilMs = fleet.hours.lateUntilMs(nowMs)
  const hoursMs = new Set<number>()
  for (const one of received) if (takenAtMs(one) < untilMs) hoursMs.add(hourOf(one))
  return hoursMs
}

/**
 * Remembers the closed hours of readings that are stored, in memory or on disk, before their agent is told. Some were not late when
 * they were received, but when they were committed; and of one that is there already the process that stored it may have died before it
 * came so far. Among several processes such are remembered by their rigs, which `rigsReceivedAfter` cannot tell.
 */
export async function rememberStored(
  context: RememberContext,
  received: ReceivedReading[],
  appended: Appended[],
  nowMs = Date.now(),
): Promise<void> {
  const { database, fleet } = context
  const closed = hoursOfClosed(context, received, nowMs)
  if (closed.size === 0) return
  const named = new Set<string>()
  for (const [index, one] of received.entries()) {
    const hourMs = hourOf(one)
    if (!closed.has(hourMs)) continue
    const isNew = appended[index] === 'stored'
    if (!isNew) fleet.hours.late.mark(one.rigId, hourMs)
    if (!isNew || one.receivedAtMs < hourMs + HOUR_MS) named.add(`${LATE_RIG_HOUR}${hourMs}/${one.rigId}`)
  }
  if (fleet.hours.isOneOfSeveral && named.size > 0) await saveCursors(database, [...named], nowMs)
  await rememberLateHours(context, closed, nowMs)
}

/** The same for readings that come through no live fleet, such as from a file. */
export async function rememberHours(database: Database, hoursMs: Iterable<number>): Promise<void> {
  const names = Array.from(hoursMs, (hourMs) => `${IMPORTED_HOUR}${hourMs}`)
  await saveCursors(database, names, Date.now())
}

function hourOf(received: ReceivedReading): number {
  return Math.floor(takenAtMs(received) / HOUR_MS) * HOUR_MS
}

export function lateHour(hourMs: number): string {
  return `${LATE_HOUR}${hourMs}`
}

/** All that is remembered, or what imports remembered. */
export async function rememberedHours(database: Database, by: 'all' | 'imports'): Promise<RememberedHour[]> {
  const prefixes = by === 'imports' ? [IMPORTED_HOUR] : [LATE_HOUR, LATE_RIG_HOUR, IMPORTED_HOUR]
  const found = await Promise.all(prefixes.map((prefix) => cursorsBeginningWith(database, prefix)))
  return found.flat().map(({ name, value }) => {
    const [, hourText, rigText] = name.split('/')
    const rig = rigText === undefined ? {} : { rigId: Number(rigText) }
    return { name, hourMs: Number(hourText), ...rig, rememberedAtMs: value }
  })
}

/** What was remembered again meanwhile stays. */
export async function forgetHours(database: Database, remembered: RememberedHour[]): Promise<void> {
  for (const { name, rememberedAtMs } of remembered) await removeCursorAt(database, name, rememberedAtMs)
}
