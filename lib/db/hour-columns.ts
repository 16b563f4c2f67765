import type { MinMeanMax, RigHour, WorkHour } from '#lib/domain/rollup'

const quarterColumns = (name: string) => [0, 1, 2, 3].map((quarter) => `${name}${quarter}`)

/** Columns that add up when two rows of the same hour become one. */
export const RIG_HOUR_SUMS = [
  'readings',
  ...quarterColumns('seconds'),
  ...quarterColumns('poweredSeconds'),
  ...quarterColumns('energyWh'),
  'hashingSeconds',
  'pausedSeconds',
]
export const WORK_HOUR_SUMS = [...quarterColumns('hashes'), 'seconds', 'accepted', 'rejected', 'stale']

/** Of each, `…Min`, `…Mean` and `…Max`. */
export const RIG_HOUR_BANDS = ['power', 'temperature']
export const WORK_HOUR_BANDS = ['hashRate']

const bandColumns = (names: string[]) => names.flatMap((name) => [`${name}Min`, `${name}Mean`, `${name}Max`])

export const RIG_HOUR_COLUMNS = ['rigId', 'hourMs', ...RIG_HOUR_SUMS, ...bandColumns(RIG_HOUR_BANDS)]
export const WORK_HOUR_COLUMNS = ['rigId', 'hourMs', 'algorithm', ...WORK_HOUR_SUMS, ...bandColumns(WORK_HOUR_BANDS)]

/** The values of a rig's hour in the order of {@link RIG_HOUR_COLUMNS}. */
export function rigHourValues(rigId: number, hour: RigHour): (number | null)[] {
  return [
    rigId,
    hour.hourMs,
    hour.readings,
    ...hour.seconds,
    ...hour.poweredSeconds,
    ...hour.energyWattHours,
    hour.hashingSeconds,
    hour.pausedSeconds,
    ...bandValues(hour.powerWatts),
    ...bandValues(hour.temperatureCelsius),
  ]
}

/** The values of an hour's work in the order of {@link WORK_HOUR_COLUMNS}. */
export function workHourValues(rigId: number, hourMs: number, work: WorkHour): (number | string | null)[] {
  return [
    rigId,
    hourMs,
    work.algorithm,
    ...work.hashes,
    work.seconds,
    work.accepted,
    work.rejected,
    work.stale,
    ...bandValues(work.hashesPerSecond),
  ]
}

function bandValues(band: MinMeanMax | undefined): (number | null)[] {
  return [band?.min ?? null, band?.mean ?? null, band?.max ?? null]
}

type Band = [min: number | null, mean: number | null, max: number | null]
type Quarters = [number, number, number, number]

/** A row of {@link RIG_HOUR_COLUMNS}. */
export type RigHourValues = [
  rigId: number,
  hourMs: number,
  readings: number,
  ...seconds: Quarters,
  ...poweredSeconds: Quarters,
  ...energyWattHours: Quarters,
  hashingSeconds: number,
  pausedSeconds: number,
  ...powerWatts: Band,
  ...temperatureCelsius: Band,
]

/** A row of {@link WORK_HOUR_COLUMNS}. */
export type WorkHourValues = [
  rigId: number,
  hourMs: number,
  algorithm: string,
  ...hashes: Quarters,
  seconds: number,
  accepted: number,
  rejected: number,
  stale: number,
  ...hashesPerSecond: Band,
]

/** What {@link rigHourValues} was made of, but its work. */
export function rigHourOf(row: RigHourValues): Omit<RigHour, 'work'> & { rigId: number } {
  return {
    rigId: row[0],
    hourMs: row[1],
    readings: row[2],
    seconds: [row[3], row[4], row[5], row[6]],
    poweredSeconds: [row[7], row[8], row[9], row[10]],
    energyWattHours: [row[11], row[12], row[13], row[14]],
    hashingSeconds: row[15],
    pausedSeconds: row[16],
    ...told('powerWatts', bandOf(row[17], row[18], row[19])),
    ...told('temperatureCelsius', bandOf(row[20], row[21], row[22])),
  }
}

/** What {@link workHourValues} was made of. */
export function workHourOf(row: WorkHourValues): WorkHour {
  return {
    algorithm: row[2],
    hashes: [row[3], row[4], row[5], row[6]],
    seconds: row[7],
    accepted: row[8],
    rejected: row[9],
    stale: row[10],
    ...told('hashesPerSecond', bandOf(row[11], row[12], row[13])),
  }
}

function bandOf(min: number | null, mean: number | null, max: number | null): MinMeanMax | undefined {
  return min === null || mean === null || max === null ? undefined : { min, mean, max }
}

// Missing is absent, so that an hour read back equals the one that was saved.
function told<Name extends string>(name: Name, band: MinMeanMax | undefined): { [Key in Name]?: MinMeanMax } {
  const field: { [Key in Name]?: MinMeanMax } = {}
  if (band !== undefined) field[name] = band
  return field
}
