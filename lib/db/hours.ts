import type { RigHour } from '#lib/domain/rollup'
import type { Database } from './database.ts'
import { givenList } from './dialect.ts'
import { Prisma } from './generated/sqlite/client.ts'
import {
  RIG_HOUR_COLUMNS,
  type RigHourValues,
  rigHourOf,
  WORK_HOUR_COLUMNS,
  type WorkHourValues,
  workHourOf,
} from './hour-columns.ts'
import { jsonRows } from './json-rows.ts'

/** A rig's hours of `[fromMs, toMs)`, ascending, each with its work. */
export async function hoursOf(database: Database, rigId: number, fromMs: number, toMs: number): Promise<RigHour[]> {
  const where = Prisma.sql`"rigId" = ${rigId} AND ${isWithin(fromMs, toMs)}`
  return (await readHours(database, where)).map(({ rigId: _, ...hour }) => hour)
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
  const span = isWithin(fromMs, toMs)
  if (rigIds === undefined) return readHours(database, span)
  return readHours(database, Prisma.sql`"rigId" IN ${givenList(database, rigIds, 'whole')} AND ${span}`)
}

/** How many readings the hours of a rig were made of that begin in `[fromMs, toMs)`. */
export async function countReadingsOf(
  database: Database,
  rigId: number,
  fromMs: number,
  toMs: number,
): Promise<number> {
  const [found] = await database.$queryRaw<{ readings: bigint | number | null }[]>`
    SELECT SUM("readings") AS "readings" FROM "RigHour" WHERE "rigId" = ${rigId} AND ${isWithin(fromMs, toMs)}`
  return Number(found?.readings ?? 0)
}

function isWithin(fromMs: number, toMs: number): Prisma.Sql {
  return Prisma.sql`"hourMs" >= ${BigInt(fromMs)} AND "hourMs" < ${BigInt(toMs)}`
}

/** Hours where `where` holds, by hour, then rig, each with its work by algorithm. */
async function readHours(database: Database, where: Prisma.Sql): Promise<(RigHour & { rigId: number })[]> {
  const [hours, work] = await Promise.all([
    jsonRows<RigHourValues>(database, {
      columns: RIG_HOUR_COLUMNS,
      from: Prisma.raw('"RigHour"'),
      where,
      order: ['hourMs', 'rigId'],
    }),
    jsonRows<WorkHourValues>(database, {
      columns: WORK_HOUR_COLUMNS,
      from: Prisma.raw('"WorkHour"'),
      where,
      order: ['hourMs', 'rigId', 'algorithm'],
    }),
  ])
  const workByHour = new Map<string, WorkHourValues[]>()
  for (const row of work) {
    const ofHour = workByHour.get(keyOf(row))
    if (ofHour === undefined) workByHour.set(keyOf(row), [row])
    else ofHour.push(row)
  }
  return hours.map((row) => ({ ...rigHourOf(row), work: (workByHour.get(keyOf(row)) ?? []).map(workHourOf) }))
}

function keyOf([rigId, hourMs]: RigHourValues | WorkHourValues): string {
  return `${rigId}/${hourMs}`
}
