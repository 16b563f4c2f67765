import type { MinMeanMax, RigHour, WorkHour } from '#lib/domain/rollup'
import type { Database } from './database.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { jsonRows } from './json-rows.ts'

type Extremes = Pick<MinMeanMax, 'min' | 'max'>

/** What a chart needs to know of a rig's hour. */
export type ChartHour = Pick<
  RigHour,
  'hourMs' | 'seconds' | 'poweredSeconds' | 'energyWattHours' | 'temperatureCelsius'
> & {
  powerWatts?: Extremes
  work: ChartWork[]
}
export type ChartWork = Pick<WorkHour, 'algorithm' | 'hashes' | 'seconds'> & { hashesPerSecond?: Extremes }

type Quarters = [number, number, number, number]
type HourRow = [
  hourMs: number,
  ...seconds: Quarters,
  ...poweredSeconds: Quarters,
  ...energyWattHours: Quarters,
  powerMin: number | null,
  powerMax: number | null,
  temperatureMin: number | null,
  temperatureMean: number | null,
  temperatureMax: number | null,
]
type WorkRow = [
  hourMs: number,
  algorithm: string,
  ...hashes: Quarters,
  seconds: number,
  hashRateMin: number | null,
  hashRateMax: number | null,
]

const quarters = (name: string) => [0, 1, 2, 3].map((quarter) => `${name}${quarter}`)
const HOUR_COLUMNS = [
  'hourMs',
  ...quarters('seconds'),
  ...quarters('poweredSeconds'),
  ...quarters('energyWh'),
  'powerMin',
  'powerMax',
  'temperatureMin',
  'temperatureMean',
  'temperatureMax',
]
const WORK_COLUMNS = ['hourMs', 'algorithm', ...quarters('hashes'), 'seconds', 'hashRateMin', 'hashRateMax']

/** A rig's stored hours of `[fromMs, toMs)` in no order, each with its work. */
export async function chartHoursOf(
  database: Database,
  rigId: number,
  fromMs: number,
  toMs: number,
): Promise<ChartHour[]> {
  const where = Prisma.sql`"rigId" = ${rigId} AND "hourMs" >= ${BigInt(fromMs)} AND "hourMs" < ${BigInt(toMs)}`
  const [hours, work] = await Promise.all([
    jsonRows<HourRow>(database, { columns: HOUR_COLUMNS, from: Prisma.raw('"RigHour"'), where }),
    jsonRows<WorkRow>(database, { columns: WORK_COLUMNS, from: Prisma.raw('"WorkHour"'), where }),
  ])
  const workByHour = new Map<number, ChartWork[]>()
  for (const row of work) {
    const ofHour = workByHour.get(row[0])
    if (ofHour === undefined) workByHour.set(row[0], [workOf(row)])
    else ofHour.push(workOf(row))
  }
  return hours.map((row) => hourOf(row, workByHour.get(row[0]) ?? []))
}

function hourOf(row: HourRow, work: ChartWork[]): ChartHour {
  const hour: ChartHour = {
    hourMs: row[0],
    seconds: [row[1], row[2], row[3], row[4]],
    poweredSeconds: [row[5], row[6], row[7], row[8]],
    energyWattHours: [row[9], row[10], row[11], row[12]],
    work,
  }
  const [powerMin, powerMax] = [row[13], row[14]]
  if (powerMin !== null && powerMax !== null) hour.powerWatts = { min: powerMin, max: powerMax }
  const [min, mean, max] = [row[15], row[16], row[17]]
  if (min !== null && mean !== null && max !== null) hour.temperatureCelsius = { min, mean, max }
  return hour
}

function workOf(row: WorkRow): ChartWork {
  const work: ChartWork = { algorithm: row[1], hashes: [row[2], row[3], row[4], row[5]], seconds: row[6] }
  const [min, max] = [row[7], row[8]]
  if (min !== null && max !== null) work.hashesPerSecond = { min, max }
  return work
}
