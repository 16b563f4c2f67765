import type { Figures, WorkFigures } from '#lib/domain/figures'
import { accrue, copyOf, type HourSums, hourOf, noSums, workSumsOf } from '#lib/domain/hour-sums'
import type { RigHour } from '#lib/domain/rig-hour'
import { HOUR_MS, MINUTE_MS, QUARTER_MS } from '#lib/domain/units'

export { type MinMeanMax, type Quarters, type RigHour, sumOf, type WorkHour } from '#lib/domain/rig-hour'

/** How long a reading speaks when no other follows: this many times its interval. */
export const SPEAKS_FOR_INTERVALS = 3

/**
 * Shares are counted between readings no further apart than this. Over a longer silence the counters only find their
 * new footing: work is not counted there either, and an hour stays a function of its own neighbourhood.
 */
export const SHARES_BRIDGE_MS = 10 * MINUTE_MS

/**
 * Builds an hour reading by reading, in order of time. {@link rollupHour} is this builder fed with everything at once,
 * so that both always agree.
 */
export class HourBuilder {
  readonly hourMs: number
  private readonly sums: HourSums = noSums()
  private readonly counters: LastCounters[] = []
  private last: Figures | undefined

  constructor(hourMs: number, previous?: Figures) {
    this.hourMs = hourMs
    if (previous && previous.at < hourMs) {
      this.last = previous
      for (const work of previous.work) this.counters.push(countersOf(work, previous.at))
    }
  }

  /** The last reading taken in, or the one before the hour. */
  get latest(): Figures | undefined {
    return this.last
  }

  /** False when the reading is not of this hour or not after the last one: then the hour wants a new start. */
  addReading(figures: Figures): boolean {
    const { at } = figures
    if (at < this.hourMs || at >= this.hourMs + HOUR_MS || (this.last && at <= this.last.at)) return false
    this.speakUntil(this.sums, at)
    this.sums.readings += 1
    for (const work of figures.work) this.countShares(work, at)
    this.last = figures
    return true
  }

  /** The hour as it stands when the last reading speaks until a moment: the next reading's, or now. Changes nothing. */
  closeAt(until: Figures | number): RigHour {
    const sums = copyOf(this.sums)
    this.speakUntil(sums, typeof until === 'number' ? until : until.at)
    return hourOf(this.hourMs, sums)
  }

  private speakUntil(sums: HourSums, untilMs: number): void {
    const last = this.last
    if (!last) return
    const silentMs = last.at + SPEAKS_FOR_INTERVALS * last.intervalSeconds * 1000
    const fromMs = Math.max(last.at, this.hourMs)
    const toMs = Math.min(untilMs, silentMs, this.hourMs + HOUR_MS)
    if (toMs > fromMs) accrue(sums, last, fromMs - this.hourMs, toMs - this.hourMs)
  }

  private countShares(work: WorkFigures, at: number): void {
    const last = this.counters.find(({ algorithm }) => algorithm === work.algorithm)
    if (!last) {
      this.counters.push(countersOf(work, at))
      return
    }
    if (at - last.at <= SHARES_BRIDGE_MS) {
      const sums = workSumsOf(this.sums, work.algorithm)
      sums.accepted = Math.min(sums.accepted + risen(last.accepted, work.accepted), MOST_SHARES)
      sums.rejected = Math.min(sums.rejected + risen(last.rejected, work.rejected), MOST_SHARES)
      sums.stale = Math.min(sums.stale + risen(last.stale, work.stale), MOST_SHARES)
    }
    last.at = at
    last.accepted = work.accepted
    last.rejected = work.rejected
    last.stale = work.stale
  }
}

/** Starts an hour with the last reading before it, which still speaks into it. */
export function openHour(hourMs: number, previous?: Figures): HourBuilder {
  return new HourBuilder(hourMs, previous)
}

/**
 * The hour of a rig from all its readings, in any order; of two with the same `at` the first stays. A reading speaks
 * from its `at` until the next one, at most 3 × its interval; spans split at hours and quarters. Share counters that
 * fell were reset; a difference belongs to the later reading's hour.
 */
export function rollupHour(
  hourMs: number,
  previous: Figures | undefined,
  readings: readonly Figures[],
  until: Figures | number,
): RigHour {
  const hour = new HourBuilder(hourMs, previous)
  for (const figures of [...readings].sort((one, other) => one.at - other.at)) hour.addReading(figures)
  return hour.closeAt(until)
}

/** A span cut at the quarter-hours of UTC, in order; nothing for an empty span. */
export function splitSpan(fromMs: number, toMs: number): { hourMs: number; quarter: number; seconds: number }[] {
  const pieces: { hourMs: number; quarter: number; seconds: number }[] = []
  for (let atMs = fromMs; atMs < toMs; ) {
    const quarterMs = Math.floor(atMs / QUARTER_MS) * QUARTER_MS
    const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS
    const endMs = Math.min(quarterMs + QUARTER_MS, toMs)
    pieces.push({ hourMs, quarter: (quarterMs - hourMs) / QUARTER_MS, seconds: (endMs - atMs) / 1000 })
    atMs = endMs
  }
  return pieces
}

// What databases hold in a whole number of 32 bits, and 600,000 a second: no machine finds as many in an hour, but a broken counter may say so.
const MOST_SHARES = 2 ** 31 - 1

type LastCounters = { algorithm: string; at: number; accepted?: number; rejected?: number; stale?: number }

function countersOf({ algorithm, accepted, rejected, stale }: WorkFigures, at: number): LastCounters {
  return { algorithm, at, accepted, rejected, stale }
}

/** Counters fall to 0 when a miner restarts: what they show then is what it found since. */
function risen(before: number | undefined, now: number | undefined): number {
  if (before === undefined || now === undefined) return 0
  return now >= before ? now - before : now
}
