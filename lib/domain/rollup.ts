import type { Figures, WorkFigures } from '#lib/domain/figures'
import { HOUR_MS, MINUTE_MS, QUARTER_MS } from '#lib/domain/units'

/** The four quarter-hours of an hour (UTC). */
export type Quarters = [number, number, number, number]

/** Smallest, time-weighted mean, largest. */
export type MinMeanMax = { min: number; mean: number; max: number }

/** An hour of a rig: a pure function of its readings, the last one before it, and when the next one came. */
export type RigHour = {
  rigId?: number
  hourMs: number
  /** Taken within the hour. */
  readings: number
  /** Seconds some reading spoke for; the rest is downtime. */
  seconds: Quarters
  /** Of those, seconds with known power. */
  poweredSeconds: Quarters
  energyWattHours: Quarters
  hashingSeconds: number
  pausedSeconds: number
  powerWatts?: MinMeanMax
  temperatureCelsius?: MinMeanMax
  /** By algorithm, in the order of their names. */
  work: WorkHour[]
}

export type WorkHour = {
  algorithm: string
  /** Hash rate × time. */
  hashes: Quarters
  /** Seconds with a known hash rate. */
  seconds: number
  accepted: number
  rejected: number
  stale: number
  hashesPerSecond?: MinMeanMax
}

/** How long a reading speaks when no other follows: this many times its interval. */
export const SPEAKS_FOR_INTERVALS = 3

/**
 * Shares are counted between readings no further apart than this. Over a longer silence the counters only find their
 * new footing: work is not counted there either, and an hour stays a function of its own neighbourhood.
 */
export const SHARES_BRIDGE_MS = 10 * MINUTE_MS

type Spread = { min: number; max: number; sum: number; ms: number }

type WorkSums = {
  algorithm: string
  hashes: Quarters
  ms: number
  accepted: number
  rejected: number
  stale: number
  rate: Spread
}

type Sums = {
  readings: number
  ms: Quarters
  poweredMs: Quarters
  wattMs: Quarters
  hashingMs: number
  pausedMs: number
  power: Spread
  temperature: Spread
  work: WorkSums[]
}

type Counters = WorkFigures & { at: number }

/**
 * Builds an hour reading by reading, in order of time. {@link rollupHour} is this builder fed with everything at once,
 * so that both always agree.
 */
export class HourBuilder {
  readonly hourMs: number
  private readonly sums: Sums = noSums()
  private readonly counters = new Map<string, Counters>()
  private last: Figures | undefined

  constructor(hourMs: number, previous?: Figures) {
    this.hourMs = hourMs
    if (previous && previous.at < hourMs) {
      this.last = previous
      for (const work of previous.work) this.counters.set(work.algorithm, { ...work, at: previous.at })
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

  private speakUntil(sums: Sums, untilMs: number): void {
    const last = this.last
    if (!last) return
    const silentMs = last.at + SPEAKS_FOR_INTERVALS * last.intervalSeconds * 1000
    const fromMs = Math.max(last.at, this.hourMs)
    const toMs = Math.min(untilMs, silentMs, this.hourMs + HOUR_MS)
    if (toMs > fromMs) accrue(sums, last, fromMs - this.hourMs, toMs - this.hourMs)
  }

  private countShares(work: WorkFigures, at: number): void {
    const before = this.counters.get(work.algorithm)
    if (before && at - before.at <= SHARES_BRIDGE_MS) {
      const sums = workSumsOf(this.sums, work.algorithm)
      sums.accepted += risen(before.accepted, work.accepted)
      sums.rejected += risen(before.rejected, work.rejected)
      sums.stale += risen(before.stale, work.stale)
    }
    this.counters.set(work.algorithm, { ...work, at })
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

export function sumOf(quarters: Quarters): number {
  return quarters[0] + quarters[1] + quarters[2] + quarters[3]
}

function accrue(sums: Sums, figures: Figures, fromMs: number, toMs: number): void {
  const { wallWatts, hottestCelsius, work } = figures
  const ms = toMs - fromMs
  for (let at = fromMs; at < toMs; ) {
    const quarter = quarterOf(at)
    const end = Math.min((quarter + 1) * QUARTER_MS, toMs)
    sums.ms[quarter] += end - at
    if (wallWatts !== undefined) {
      sums.poweredMs[quarter] += end - at
      sums.wattMs[quarter] += wallWatts * (end - at)
    }
    for (const { algorithm, hashesPerSecond } of work) {
      if (hashesPerSecond === undefined) continue
      workSumsOf(sums, algorithm).hashes[quarter] += (hashesPerSecond * (end - at)) / 1000
    }
    at = end
  }
  if (figures.hashing) sums.hashingMs += ms
  if (figures.state === 'paused') sums.pausedMs += ms
  if (wallWatts !== undefined) spread(sums.power, wallWatts, ms)
  if (hottestCelsius !== undefined) spread(sums.temperature, hottestCelsius, ms)
  for (const { algorithm, hashesPerSecond } of work) {
    const own = workSumsOf(sums, algorithm)
    if (hashesPerSecond === undefined) continue
    own.ms += ms
    spread(own.rate, hashesPerSecond, ms)
  }
}

function quarterOf(msIntoHour: number): 0 | 1 | 2 | 3 {
  if (msIntoHour < 2 * QUARTER_MS) return msIntoHour < QUARTER_MS ? 0 : 1
  return msIntoHour < 3 * QUARTER_MS ? 2 : 3
}

/** Counters fall to 0 when a miner restarts: what they show then is what it found since. */
function risen(before: number | undefined, now: number | undefined): number {
  if (before === undefined || now === undefined) return 0
  return now >= before ? now - before : now
}

function workSumsOf(sums: Sums, algorithm: string): WorkSums {
  for (const work of sums.work) if (work.algorithm === algorithm) return work
  const work = { algorithm, hashes: none(), ms: 0, accepted: 0, rejected: 0, stale: 0, rate: noSpread() }
  sums.work.push(work)
  return work
}

function spread(into: Spread, value: number, ms: number): void {
  if (value < into.min) into.min = value
  if (value > into.max) into.max = value
  into.sum += value * ms
  into.ms += ms
}

function hourOf(hourMs: number, sums: Sums): RigHour {
  return {
    hourMs,
    readings: sums.readings,
    seconds: divided(sums.ms, 1000),
    poweredSeconds: divided(sums.poweredMs, 1000),
    energyWattHours: divided(sums.wattMs, HOUR_MS),
    hashingSeconds: sums.hashingMs / 1000,
    pausedSeconds: sums.pausedMs / 1000,
    powerWatts: minMeanMax(sums.power),
    temperatureCelsius: minMeanMax(sums.temperature),
    work: sums.work
      .map(({ ms, rate, ...work }) => ({ ...work, seconds: ms / 1000, hashesPerSecond: minMeanMax(rate) }))
      .sort((one, other) => (one.algorithm < other.algorithm ? -1 : 1)),
  }
}

function minMeanMax({ min, max, sum, ms }: Spread): MinMeanMax | undefined {
  if (ms === 0) return undefined
  // Rounding must not push the mean of a steady value past its bounds.
  return { min, mean: Math.min(max, Math.max(min, sum / ms)), max }
}

function divided(quarters: Quarters, by: number): Quarters {
  return [quarters[0] / by, quarters[1] / by, quarters[2] / by, quarters[3] / by]
}

function copyOf(sums: Sums): Sums {
  return {
    ...sums,
    ms: [...sums.ms],
    poweredMs: [...sums.poweredMs],
    wattMs: [...sums.wattMs],
    power: { ...sums.power },
    temperature: { ...sums.temperature },
    work: sums.work.map((work) => ({ ...work, hashes: [...work.hashes], rate: { ...work.rate } })),
  }
}

function noSums(): Sums {
  return {
    readings: 0,
    ms: none(),
    poweredMs: none(),
    wattMs: none(),
    hashingMs: 0,
    pausedMs: 0,
    power: noSpread(),
    temperature: noSpread(),
    work: [],
  }
}

function none(): Quarters {
  return [0, 0, 0, 0]
}

function noSpread(): Spread {
  return { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, sum: 0, ms: 0 }
}
