import type { MinMeanMax, RigHour, WorkHour } from '#lib/domain/rollup'
import type { Database } from './database.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { jsonRows } from './json-rows.ts'

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

type HourRow = [
  hourMs: number,
  powerMin: number | null,
  powerMax: number | null,
  temperatureMin: number | null,
  temperatureMean: number | null,
  temperatureMax: number | null,
  seconds: number[],
  poweredSeconds: number[],
  energyWattHours: number[],
]
type WorkRow = [
  hourMs: number,
  algorithm: string,
  seconds: number,
  hashRateMin: number | null,
  hashRateMax: number | null,
  hashes: number[],
]

/** A rig's stored hours of `[fromMs, toMs)` in 1, 2 or 4 parts each, in no order, with their work. */
export async function chartHoursOf(
  database: Database,
  rigId: number,
  fromMs: number,
  toMs: number,
  parts: number,
): Promise<ChartHour[]> {
  const read = <Row extends (number | string | null | number[])[]>(table: string, plain: string[], sums: string[]) => {
    const summed = sums.map((name) => partsOf(name, parts))
    const columns = [
      ...plain.map((name) => `"${name}"`),
      ...summed.flat().map(({ name, sql }) => `${sql} AS "${name}"`),
    ]
    const from = Prisma.sql`(SELECT ${Prisma.raw(columns.join(', '))} FROM ${Prisma.raw(`"${table}"`)}
      WHERE "rigId" = ${rigId} AND "hourMs" >= ${BigInt(fromMs)} AND "hourMs" < ${BigInt(toMs)}) AS hour`
    return jsonRows<Row>(database, { columns: [...plain, ...summed.map((each) => each.map(({ name }) => name))], from })
  }
  const [hours, work] = await Promise.all([
    read<HourRow>('RigHour', BESIDE_PARTS, ['seconds', 'poweredSeconds', 'energyWh']),
    read<WorkRow>('WorkHour', WORK_BESIDE_PARTS, ['hashes']),
  ])
  const workByHour = new Map<number, ChartWork[]>()
  for (const row of work) {
    const ofHour = workByHour.get(row[0])
    if (ofHour === undefined) workByHour.set(row[0], [workOf(row)])
    else ofHour.push(workOf(row))
  }
  return hours.map((row) => hourOf(row, workByHour.get(row[0]) ?? []))
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

function partsOf(name: string, parts: number): { name: string; sql: string }[] {
  const each = 4 / parts
  return Array.from({ length: parts }, (_, part) => {
    const quarters = Array.from({ length: each }, (_, index) => `"${name}${part * each + index}"`)
    return { name: `${name}OfPart${part}`, sql: quarters.join(' + ') }
  })
}

function summedUp(quarters: readonly number[], parts: number): number[] {
  const each = 4 / parts
  return Array.from({ length: parts }, (_, part) =>
    quarters.slice(part * each, (part + 1) * each).reduce((sum, value) => sum + value, 0),
  )
}

// By index, because taking rows apart by name costs as much as parsing them.
function hourOf(row: HourRow, work: ChartWork[]): ChartHour {
  const hour: ChartHour = {
    hourMs: row[0],
    seconds: row[6],
    poweredSeconds: row[7],
    energyWattHours: row[8],
    work,
  }
  if (row[1] !== null && row[2] !== null) hour.powerWatts = { min: row[1], max: row[2] }
  if (row[3] !== null && row[4] !== null && row[5] !== null) {
    hour.temperatureCelsius = { min: row[3], mean: row[4], max: row[5] }
  }
  return hour
}

function workOf(row: WorkRow): ChartWork {
  const work: ChartWork = { algorithm: row[1], seconds: row[2], hashes: row[5] }
  if (row[3] !== null && row[4] !== null) work.hashesPerSecond = { min: row[3], max: row[4] }
  return work
}
