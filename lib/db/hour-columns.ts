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
