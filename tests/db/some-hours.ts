import type { RigHour, WorkHour } from '#lib/domain/rollup'

/** An hour of a rig that mined without a break at 100 TH/s and 3,000 W. */
export function steadyHour(rigId: number, hourMs: number, change: Partial<RigHour> = {}): RigHour & { rigId: number } {
  return {
    rigId,
    hourMs,
    readings: 360,
    seconds: [900, 900, 900, 900],
    poweredSeconds: [900, 900, 900, 900],
    energyWattHours: [750, 750, 750, 750],
    hashingSeconds: 3600,
    pausedSeconds: 0,
    powerWatts: { min: 2900, mean: 3000, max: 3100 },
    temperatureCelsius: { min: 60, mean: 65, max: 71 },
    work: [steadyWork()],
    ...change,
  }
}

export function steadyWork(change: Partial<WorkHour> = {}): WorkHour {
  return {
    algorithm: 'sha256d',
    hashes: [9e16, 9e16, 9e16, 9e16],
    seconds: 3600,
    accepted: 240,
    rejected: 2,
    stale: 1,
    hashesPerSecond: { min: 95e12, mean: 100e12, max: 104e12 },
    ...change,
  }
}
