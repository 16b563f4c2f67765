import type { MinMeanMax, RigHour, WorkHour } from '#lib/domain/rollup'
import type { Database } from './database.ts'
import type { RigHour as RigHourRow, WorkHour as WorkHourRow } from './generated/sqlite/client.ts'

/** A rig's hours of `[fromMs, toMs)`, ascending, each with its work. */
export async function hoursOf(database: Database, rigId: number, fromMs: number, toMs: number): Promise<RigHour[]> {
  const span = { hourMs: { gte: BigInt(fromMs), lt: BigInt(toMs) } }
  return (await readHours(database, { rigId, ...span })).map(({ rigId: _, ...hour }) => hour)
}

/** When a rig's first closed hour begins, undefined where it has none. */
export async function firstHourOf(database: Database, rigId: number): Promise<number | undefined> {
  const first = await database.rigHour.findFirst({
    where: { rigId },
    orderBy: { hourMs: 'asc' },
    select: { hourMs: true },
  })
  return first === null ? undefined : Number(first.hourMs)
}

/** When the first closed hour of any rig begins, undefined before there is one. */
export async function firstHourMs(database: Database): Promise<number | undefined> {
  const first = await database.rigHour.findFirst({ orderBy: { hourMs: 'asc' }, select: { hourMs: true } })
  return first === null ? undefined : Number(first.hourMs)
}

/** Seconds that each rig hashed, and paused by choice, in its closed hours of `[fromMs, toMs)`. */
export async function secondsByRig(
  database: Database,
  fromMs: number,
  toMs: number,
): Promise<Map<number, { hashingSeconds: number; pausedSeconds: number }>> {
  const sums = await database.rigHour.groupBy({
    by: ['rigId'],
    where: { hourMs: { gte: BigInt(fromMs), lt: BigInt(toMs) } },
    _sum: { hashingSeconds: true, pausedSeconds: true },
  })
  return new Map(
    sums.map(({ rigId, _sum }) => [
      rigId,
      { hashingSeconds: _sum.hashingSeconds ?? 0, pausedSeconds: _sum.pausedSeconds ?? 0 },
    ]),
  )
}

/** A rig's last closed hour since `sinceMs` that it hashed for at least so many seconds; undefined where there is none. */
export async function lastHourHashing(
  database: Database,
  rigId: number,
  sinceMs: number,
  leastSeconds: number,
): Promise<RigHour | undefined> {
  const last = await database.rigHour.findFirst({
    where: { rigId, hourMs: { gte: BigInt(sinceMs) }, hashingSeconds: { gte: leastSeconds } },
    orderBy: { hourMs: 'desc' },
    select: { hourMs: true },
  })
  if (last === null) return undefined
  const hourMs = Number(last.hourMs)
  return (await hoursOf(database, rigId, hourMs, hourMs + 1))[0]
}

/** The hours of all rigs, or those named, that begin in `[fromMs, toMs)`; by hour, then rig. */
export async function hoursBetween(
  database: Database,
  fromMs: number,
  toMs: number,
  rigIds?: number[],
): Promise<(RigHour & { rigId: number })[]> {
  const span = { hourMs: { gte: BigInt(fromMs), lt: BigInt(toMs) } }
  return readHours(database, rigIds === undefined ? span : { ...span, rigId: { in: rigIds } })
}

/** How many readings the hours of a rig were made of that begin in `[fromMs, toMs)`. */
export async function countReadingsOf(
  database: Database,
  rigId: number,
  fromMs: number,
  toMs: number,
): Promise<number> {
  const where = { rigId, hourMs: { gte: BigInt(fromMs), lt: BigInt(toMs) } }
  const { _sum } = await database.rigHour.aggregate({ where, _sum: { readings: true } })
  return _sum.readings ?? 0
}

type Asked = { rigId?: number | { in: number[] }; hourMs: { gte: bigint; lt: bigint } }

async function readHours(database: Database, where: Asked): Promise<(RigHour & { rigId: number })[]> {
  const order = [{ hourMs: 'asc' as const }, { rigId: 'asc' as const }]
  const [hours, work] = await Promise.all([
    database.rigHour.findMany({ where, orderBy: order }),
    database.workHour.findMany({ where, orderBy: [...order, { algorithm: 'asc' }] }),
  ])
  const workByHour = new Map<string, WorkHourRow[]>()
  for (const row of work) {
    const ofHour = workByHour.get(keyOf(row))
    if (ofHour === undefined) workByHour.set(keyOf(row), [row])
    else ofHour.push(row)
  }
  return hours.map((row) => rigHourOf(row, workByHour.get(keyOf(row)) ?? []))
}

function keyOf({ rigId, hourMs }: { rigId: number; hourMs: bigint }): string {
  return `${rigId}/${hourMs}`
}

function rigHourOf(row: RigHourRow, work: WorkHourRow[]): RigHour & { rigId: number } {
  return {
    rigId: row.rigId,
    hourMs: Number(row.hourMs),
    readings: row.readings,
    seconds: [row.seconds0, row.seconds1, row.seconds2, row.seconds3],
    poweredSeconds: [row.poweredSeconds0, row.poweredSeconds1, row.poweredSeconds2, row.poweredSeconds3],
    energyWattHours: [row.energyWh0, row.energyWh1, row.energyWh2, row.energyWh3],
    hashingSeconds: row.hashingSeconds,
    pausedSeconds: row.pausedSeconds,
    ...told('powerWatts', bandOf(row.powerMin, row.powerMean, row.powerMax)),
    ...told('temperatureCelsius', bandOf(row.temperatureMin, row.temperatureMean, row.temperatureMax)),
    work: work.map(workHourOf),
  }
}

function workHourOf(row: WorkHourRow): WorkHour {
  return {
    algorithm: row.algorithm,
    hashes: [row.hashes0, row.hashes1, row.hashes2, row.hashes3],
    seconds: row.seconds,
    accepted: row.accepted,
    rejected: row.rejected,
    stale: row.stale,
    ...told('hashesPerSecond', bandOf(row.hashRateMin, row.hashRateMean, row.hashRateMax)),
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
