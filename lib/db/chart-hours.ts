import type { MinMeanMax, RigHour, WorkHour } from '#lib/domain/rollup'

type Extremes = Pick<MinMeanMax, 'min' | 'max'>

/** What a chart needs to know of a rig's hour: sums of its parts, of which it has one, two or four, and extremes of the whole of it. */
export type ChartHour = {
  hourMs: number
  seconds: number[]
  poweredSeconds: number[]
  energyWattHours: number[]
  powerWatts?: Extremes
  temperatureCelsius?: MinMeanMax
  work: ChartWork[]
}
export type ChartWork = Pick<WorkHour, 'algorithm' | 'seconds'> & { hashes: number[]; hashesPerSecond?: Extremes }

const BESIDE_PARTS = ['hourMs', 'powerMin', 'powerMax', 'temperatureMin', 'temperatureMean', 'temperatureMax']
const WORK_BESIDE_PARTS = ['hourMs', 'algorithm', 'seconds', 'hashRateMin', 'hashRateMax']

/** PostgreSQL's driver gives 64 bits as text. */
type HourMs = number | string

/** A row of the first question: after these, seconds, seconds with known power and watt-hours of each part. */
export type ChartHourRow = [
  hourMs: HourMs,
  powerMin: number | null,
  powerMax: number | null,
  temperatureMin: number | null,
  temperatureMean: number | null,
  temperatureMax: number | null,
  ...sumsOfParts: number[],
]
/** A row of the second one: after these, hashes of each part. */
export type ChartWorkRow = [
  hourMs: HourMs,
  algorithm: string,
  seconds: number,
  hashRateMin: number | null,
  hashRateMax: number | null,
  ...hashesOfParts: number[],
]

/** The questions, the same for both databases, for a rig's stored hours of `[fromMs, toMs)` in 1, 2 or 4 parts each, and for their work. */
export function chartHourQuestions(rigId: number, fromMs: number, toMs: number, parts: number) {
  const ask = (table: string, plain: string[], sums: string[]) => {
    const columns = [...plain.map((name) => `"${name}"`), ...sums.flatMap((name) => partsOf(name, parts))]
    return `SELECT ${columns.join(', ')} FROM "${table}"
      WHERE "rigId" = ${Number(rigId)} AND "hourMs" >= ${Number(fromMs)} AND "hourMs" < ${Number(toMs)}`
  }
  return {
    hours: ask('RigHour', BESIDE_PARTS, ['seconds', 'poweredSeconds', 'energyWh']),
    work: ask('WorkHour', WORK_BESIDE_PARTS, ['hashes']),
  }
}

/** What the answers to these say, in no order. */
export function chartHoursFrom(hours: ChartHourRow[], work: ChartWorkRow[], parts: number): ChartHour[] {
  const workByHour = new Map<HourMs, ChartWork[]>()
  for (const row of work) {
    const ofHour = workByHour.get(row[0])
    if (ofHour === undefined) workByHour.set(row[0], [workOf(row)])
    else ofHour.push(workOf(row))
  }
  return hours.map((row) => hourOf(row, workByHour.get(row[0]) ?? [], parts))
}

/** An hour that is not stored yet, in the same parts. */
export function chartHourOf(hour: RigHour, parts: number): ChartHour {
  return {
    ...hour,
    seconds: summedUp(hour.seconds, parts),
    poweredSeconds: summedUp(hour.poweredSeconds, parts),
    energyWattHours: summedUp(hour.energyWattHours, parts),
    work: hour.work.map((work) => ({ ...work, hashes: summedUp(work.hashes, parts) })),
  }
}

function partsOf(name: string, parts: number): string[] {
  const each = 4 / parts
  return Array.from({ length: parts }, (_, part) =>
    Array.from({ length: each }, (_, index) => `"${name}${part * each + index}"`).join(' + '),
  )
}

function summedUp(quarters: readonly number[], parts: number): number[] {
  const each = 4 / parts
  return Array.from({ length: parts }, (_, part) =>
    quarters.slice(part * each, (part + 1) * each).reduce((sum, value) => sum + value, 0),
  )
}

// By index, because taking rows apart by name costs as much as reading them.
function hourOf(row: ChartHourRow, work: ChartWork[], parts: number): ChartHour {
  const [hourMs, powerMin, powerMax, temperatureMin, temperatureMean, temperatureMax] = row
  const hour: ChartHour = {
    hourMs: Number(hourMs),
    seconds: partsAt(row, 0, parts),
    poweredSeconds: partsAt(row, parts, parts),
    energyWattHours: partsAt(row, 2 * parts, parts),
    work,
  }
  if (powerMin !== null && powerMax !== null) hour.powerWatts = { min: powerMin, max: powerMax }
  if (temperatureMin !== null && temperatureMean !== null && temperatureMax !== null) {
    hour.temperatureCelsius = { min: temperatureMin, mean: temperatureMean, max: temperatureMax }
  }
  return hour
}

function partsAt(row: ChartHourRow, start: number, parts: number): number[] {
  const sums: number[] = []
  for (let part = 0; part < parts; part++) sums.push(Number(row[BESIDE_PARTS.length + start + part]))
  return sums
}

function workOf([_, algorithm, seconds, min, max, ...hashes]: ChartWorkRow): ChartWork {
  const work: ChartWork = { algorithm, seconds, hashes }
  if (min !== null && max !== null) work.hashesPerSecond = { min, max }
  return work
}
