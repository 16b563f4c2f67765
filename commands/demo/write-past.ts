import type { ReadingStore, ReceivedReading } from '#lib/db/reading-store'
import { type Figures, figuresOf } from '#lib/domain/figures'
import type { Reading } from '#lib/domain/reading'
import { type RigHour, rollupHour } from '#lib/domain/rollup'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import type { MachineFacts } from '#lib/domain/wall-power'
import { machineOf } from '#lib/services/machines'
import type { FoundRig } from './found-mine.ts'
import { pastReading } from './past-reading.ts'

/** How far back a mine of this size remembers: its hours, and its single readings. */
export type PastSpan = { hours: number; readingHours: number }

const WHOLE_PAST: PastSpan = { hours: 400 * 24, readingHours: 7 * 24 }
/** A farm's racks remember less, so that the demo is ready in half a minute whatever its size. */
const RACKED_PAST: PastSpan = { hours: 48, readingHours: 1 }
const RIGS_WITH_WHOLE_PAST = 12
const HOURS_PER_COMMIT = 4_000
const READINGS_PER_COMMIT = 4_000

/** Where the oldest hour of the past begins, for a moment called now. */
export function pastBegins(nowMs: number): number {
  return Math.floor(nowMs / HOUR_MS) * HOUR_MS - WHOLE_PAST.hours * HOUR_MS
}

/**
 * Writes what the rigs would have reported until `nowMs`: a reading a minute at first hand, and hours made from coarser
 * readings by the same rules before that. `onProgress` hears the share done, 0 to 1.
 */
export async function writePast(
  store: ReadingStore,
  rigs: FoundRig[],
  nowMs: number,
  onProgress: (share: number) => void,
): Promise<void> {
  const hours: (RigHour & { rigId: number })[] = []
  const readings: ReceivedReading[] = []
  for (const [index, rig] of rigs.entries()) {
    const span = index < RIGS_WITH_WHOLE_PAST ? WHOLE_PAST : RACKED_PAST
    for (const hour of pastOf(rig, span, nowMs)) {
      if (hour.closed) hours.push({ rigId: rig.id, ...hour.closed })
      for (const reading of hour.readings) readings.push({ rigId: rig.id, receivedAtMs: reading.at, reading })
      if (hours.length >= HOURS_PER_COMMIT) await store.saveHours(hours.splice(0))
      if (readings.length >= READINGS_PER_COMMIT) await store.append(readings.splice(0))
    }
    onProgress((index + 1) / rigs.length)
  }
  await store.saveHours(hours)
  await store.append(readings)
}

type PastHour = { closed?: RigHour; readings: Reading[] }

function* pastOf(rig: FoundRig, span: PastSpan, nowMs: number): Generator<PastHour> {
  const presentHourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const firstReadingMs = presentHourMs - span.readingHours * HOUR_MS
  const machine = machineFacts(rig)
  const take = (hourMs: number) => {
    const single = hourMs >= firstReadingMs
    const everyMs = single ? MINUTE_MS : 15 * MINUTE_MS
    const endMs = Math.min(hourMs + HOUR_MS, nowMs - MINUTE_MS)
    const readings: Reading[] = []
    for (let atMs = hourMs; atMs < endMs; atMs += everyMs) {
      // A reading speaks for at most three intervals: a quarter-hour needs one of five minutes.
      const reading = pastReading(rig.description, atMs, single ? 60 : 300)
      if (reading) readings.push(reading)
    }
    const figures = readings.map((reading) => figuresOf(reading, { correction: rig.correction, machine }))
    return { hourMs, readings: single ? readings : [], figures }
  }
  let before: Figures | undefined
  let current = take(presentHourMs - span.hours * HOUR_MS)
  while (current.hourMs < presentHourMs) {
    const next = take(current.hourMs + HOUR_MS)
    const until = next.figures[0] ?? next.hourMs
    yield { closed: rollupHour(current.hourMs, before, current.figures, until), readings: current.readings }
    before = current.figures.at(-1) ?? before
    current = next
  }
  // The present hour is still open: its readings stand for it.
  yield { readings: current.readings }
}

function machineFacts({ description }: FoundRig): MachineFacts | undefined {
  const reading = pastReading(description, Date.UTC(2026, 0, 1), 60)
  return reading && machineOf(reading.miner.name, reading.miner.model, reading.work[0]?.hashesPerSecond)
}

/** For a mine remembered since `pastBegins`, in words. */
export const PAST_IN_WORDS = `${WHOLE_PAST.hours / 24} days of hours, ${(WHOLE_PAST.readingHours * HOUR_MS) / DAY_MS} days of readings`
