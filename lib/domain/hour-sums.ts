import type { Figures } from '#lib/domain/figures'
import type { MinMeanMax, Quarters, RigHour } from '#lib/domain/rig-hour'
import { HOUR_MS, QUARTER_MS } from '#lib/domain/units'

type Spread = { min: number; max: number; sum: number; ms: number }

export type WorkSums = {
  algorithm: string
  hashes: Quarters
  ms: number
  accepted: number
  rejected: number
  stale: number
  rate: Spread
}

/** What an hour has gathered so far, in whole milliseconds so that nothing is lost to rounding. */
export type HourSums = {
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

/** Lets figures speak for a span within the hour, in milliseconds since its start. */
export function accrue(sums: HourSums, figures: Figures, fromMs: number, toMs: number): void {
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

export function workSumsOf(sums: HourSums, algorithm: string): WorkSums {
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

export function hourOf(hourMs: number, sums: HourSums): RigHour {
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

export function copyOf(sums: HourSums): HourSums {
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

export function noSums(): HourSums {
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
