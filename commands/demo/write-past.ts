import type { Database } from '#lib/db/database'
import type { ReadingStore, ReceivedReading, SiteSlotRow, SiteWorkSlotRow } from '#lib/db/reading-store'
import { type Figures, figuresOf } from '#lib/domain/figures'
import type { Reading } from '#lib/domain/reading'
import { type RigHour, rollupHour } from '#lib/domain/rollup'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import type { MachineFacts } from '#lib/domain/wall-power'
import { loadFleetSettings } from '#lib/services/fleet-settings'
import { ratesBetween } from '#lib/services/load-rates'
import { machineOf } from '#lib/services/machines'
import { valueHours } from '#lib/services/value-hours'
import type { FoundRig } from './found-mine.ts'
import { pastReading } from './past-reading.ts'

/** How far back a mine of this size remembers: its hours, and its single readings. */
export type PastSpan = { hours: number; readingHours: number }

const WHOLE_PAST: PastSpan = { hours: 400 * 24, readingHours: 7 * 24 }
/** A farm's racks remember less, so that the demo is ready in half a minute whatever its size. */
const RACKED_PAST: PastSpan = { hours: 48, readingHours: 1 }
const RIGS_WITH_WHOLE_PAST = 12
const READINGS_PER_COMMIT = 4_000
const HOURS_PER_COMMIT = 24

/** Where the oldest hour of the past begins, for a moment called now. */
export function pastBegins(nowMs: number): number {
  return Math.floor(nowMs / HOUR_MS) * HOUR_MS - WHOLE_PAST.hours * HOUR_MS
}

/**
 * Writes what the rigs would have reported until `nowMs`, and what it was worth: a reading a minute at first hand, and hours
 * made from coarser readings by the same rules before that. `onProgress` hears the share done, 0 to 1.
 */
export async function writePast(
  { database, store }: { database: Database; store: ReadingStore },
  rigs: FoundRig[],
  nowMs: number,
  onProgress: (share: number) => void,
): Promise<void> {
  const beginMs = pastBegins(nowMs)
  const presentHourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const settings = await loadFleetSettings(database)
  const rates = await ratesBetween(database, settings.currency, beginMs, presentHourMs)
  const pasts = rigs.map((rig, index) => {
    const span = index < RIGS_WITH_WHOLE_PAST ? WHOLE_PAST : RACKED_PAST
    return { rig, startMs: presentHourMs - span.hours * HOUR_MS, hours: pastOf(rig, span, nowMs) }
  })
  const quartersFromMs = presentHourMs - 9 * DAY_MS
  let batch = emptyBatch()
  const readings: ReceivedReading[] = []
  for (let hourMs = beginMs; hourMs <= presentHourMs; hourMs += HOUR_MS) {
    const closed: (RigHour & { rigId: number })[] = []
    for (const { rig, hours } of pasts.filter(({ startMs }) => startMs <= hourMs)) {
      const { value } = hours.next()
      if (value?.closed) closed.push({ rigId: rig.id, ...value.closed })
      for (const reading of value?.readings ?? []) readings.push({ rigId: rig.id, receivedAtMs: reading.at, reading })
    }
    if (hourMs < presentHourMs) {
      const valued = valueHours(settings, rates, hourMs, closed)
      batch.hours.push(...closed)
      // Quarter-hours are shown of the last days only; single hours carry the months before.
      const wanted = ({ levelSeconds }: { levelSeconds: number }) => levelSeconds === 3600 || hourMs >= quartersFromMs
      batch.slots.push(...valued.slots.filter(wanted))
      batch.work.push(...valued.work.filter(wanted))
    }
    if ((hourMs - beginMs) % (HOURS_PER_COMMIT * HOUR_MS) === 0 || hourMs === presentHourMs) {
      await Promise.all([store.saveHours(batch.hours), store.saveSiteSlots(batch.slots, batch.work)])
      batch = emptyBatch()
      onProgress((hourMs - beginMs) / (presentHourMs - beginMs))
    }
    while (readings.length >= READINGS_PER_COMMIT) await store.append(readings.splice(0, READINGS_PER_COMMIT))
  }
  await store.append(readings)
}

function emptyBatch() {
  return {
    hours: Array.of<RigHour & { rigId: number }>(),
    slots: Array.of<SiteSlotRow>(),
    work: Array.of<SiteWorkSlotRow>(),
  }
}

type PastHour = { closed?: RigHour; readings: Reading[] }

/** Hour by hour from the beginning of its span, the present one last. */
function* pastOf(rig: FoundRig, span: PastSpan, nowMs: number): Generator<PastHour> {
  const presentHourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const firstReadingMs = presentHourMs - span.readingHours * HOUR_MS
  const machine = machineFacts(rig)
  const take = (hourMs: number) => {
    const single = hourMs >= firstReadingMs
    const everyMs = single ? MINUTE_MS : 30 * MINUTE_MS
    const endMs = Math.min(hourMs + HOUR_MS, nowMs - MINUTE_MS)
    const readings: Reading[] = []
    for (let atMs = hourMs; atMs < endMs; atMs += everyMs) {
      // A reading speaks for at most three intervals: half an hour needs one of ten minutes.
      const reading = pastReading(rig.description, atMs, single ? 60 : 600)
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
