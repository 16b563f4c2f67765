/** A rig's figures as columns, one entry per slot; null is a gap. The same shape that browsers get. */
export type ChartColumns = {
  fromMs: number
  toMs: number
  stepSeconds: number
  /** Which tier answered. */
  tier: 'readings' | 'quarters' | 'hours'
  atMs: number[]
  hashRate: (ColumnBand & { algorithm: string })[]
  temperatureCelsius: ColumnBand
  powerWatts: ColumnBand
}

export type ColumnBand = { min: (number | null)[]; mean: (number | null)[]; max: (number | null)[] }
