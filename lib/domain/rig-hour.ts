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

export function sumOf(quarters: Quarters): number {
  return quarters[0] + quarters[1] + quarters[2] + quarters[3]
}
