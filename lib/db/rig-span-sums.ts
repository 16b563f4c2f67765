import { z } from 'zod'
import type { Database } from './database.ts'
import { crossJoin, givenRows } from './dialect.ts'
import { Prisma } from './generated/sqlite/client.ts'

/** A rig's hours of `[fromMs, toMs)`; of one algorithm where it is about work. */
export type RigSpan = { rigId: number; algorithm: string; fromMs: number; toMs: number }

/** What a rig did in its span. Powered seconds and energy of hours with a chosen pause stand apart from those without. */
export type RigSpanSums = {
  rigId: number
  firstHourMs: number
  hashingSeconds: number
  pausedSeconds: number
  pausedHours: { poweredSeconds: number; energyWh: number }
  otherHours: { poweredSeconds: number; energyWh: number }
}

// A query's whole numbers come as bigint or number, depending on what SQLite knows of the column.
const whole = z.coerce.number().int()
const real = z.coerce.number()
const TimeRow = z.object({
  rigId: whole,
  firstHourMs: whole,
  hashingSeconds: real,
  pausedSeconds: real,
  pausedPowered: real,
  pausedEnergy: real,
  otherPowered: real,
  otherEnergy: real,
})
const ShareRow = z.object({ accepted: whole, rejected: whole, stale: whole })

const quarters = (figure: string) => `(${[0, 1, 2, 3].map((quarter) => `hour."${figure}${quarter}"`).join(' + ')})`
const POWERED = quarters('poweredSeconds')
const ENERGY = quarters('energyWh')

/** Time and energy by rig, in one query by key; spans without hours are absent, several of a rig make one row. */
export async function sumRigSpans(database: Database, spans: readonly RigSpan[]): Promise<RigSpanSums[]> {
  const sum = (figure: string, when: string) => Prisma.raw(`SUM(CASE WHEN ${when} THEN ${figure} ELSE 0 END)`)
  const rows = await database.$queryRaw`
    SELECT hour."rigId", MIN(hour."hourMs") AS "firstHourMs",
      SUM(hour."hashingSeconds") AS "hashingSeconds", SUM(hour."pausedSeconds") AS "pausedSeconds",
      ${sum(POWERED, 'hour."pausedSeconds" > 0')} AS "pausedPowered",
      ${sum(ENERGY, 'hour."pausedSeconds" > 0')} AS "pausedEnergy",
      ${sum(POWERED, 'hour."pausedSeconds" = 0 AND hour."hashingSeconds" > 0')} AS "otherPowered",
      ${sum(ENERGY, 'hour."pausedSeconds" = 0 AND hour."hashingSeconds" > 0')} AS "otherEnergy"
    ${within(database, Prisma.raw('"RigHour"'), spans)}
    GROUP BY hour."rigId" ORDER BY hour."rigId"`
  return z
    .array(TimeRow)
    .parse(rows)
    .map(({ pausedPowered, pausedEnergy, otherPowered, otherEnergy, ...row }) => ({
      ...row,
      pausedHours: { poweredSeconds: pausedPowered, energyWh: pausedEnergy },
      otherHours: { poweredSeconds: otherPowered, energyWh: otherEnergy },
    }))
}

/** Shares of all spans together, of their algorithms alone; undefined where no hour of work is known. */
export async function sumShares(
  database: Database,
  spans: readonly RigSpan[],
): Promise<{ accepted: number; rejected: number; stale: number } | undefined> {
  const rows = await database.$queryRaw`
    SELECT SUM(hour."accepted") AS "accepted", SUM(hour."rejected") AS "rejected", SUM(hour."stale") AS "stale"
    ${within(database, Prisma.raw('"WorkHour"'), spans)} AND hour."algorithm" = span."algorithm"
    HAVING COUNT(*) > 0`
  return z.array(ShareRow).parse(rows)[0]
}

// First a span, then its hours by key.
function within(database: Database, table: Prisma.Sql, spans: readonly RigSpan[]): Prisma.Sql {
  const given = givenRows(database, spans, { rigId: 'whole', fromMs: 'whole', toMs: 'whole', algorithm: 'text' })
  return Prisma.sql`FROM ${given} AS span ${crossJoin(database)} ${table} AS hour
    ON hour."rigId" = span."rigId" AND hour."hourMs" >= span."fromMs" AND hour."hourMs" < span."toMs"`
}
