/**
 * A rig's figures over time as columns, one entry per slot of `stepSeconds` from `fromMs`; null is a gap (offline, or
 * not told) and is drawn as one. Minimum and maximum are kept so that no spike is averaged away.
 */
export type RigChart = {
  fromMs: number
  toMs: number
  stepSeconds: number
  /**
   * Which tier answered: readings; quarter-hours, whose extremes and temperatures are those of the whole hours that a slot touches; or
   * whole hours.
   */
  tier: 'readings' | 'quarters' | 'hours'
  atMs: number[]
  hashRate: (Band & { algorithm: string })[]
  temperatureCelsius: Band
  powerWatts: Band
}

export type Band = { min: (number | null)[]; mean: (number | null)[]; max: (number | null)[] }
