import { z } from 'zod'
import type { Database } from './database.ts'
import { crossJoin, givenList, givenRows } from './dialect.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { jsonRows } from './json-rows.ts'
import type { SiteSlotRow, SiteWorkSlotRow } from './reading-store.ts'

/** A span of time to sum over. */
export type Period = { fromMs: number; toMs: number }

/** What sites did in a period, summed; money is absent where nothing could be valued. */
export type SiteSums = {
  /** Index of the period asked for. */
  period: number
  siteId: number
  slots: number
  seconds: number
  hashingSeconds: number
  pausedSeconds: number
  expectedSeconds: number
  poweredSeconds: number
  energyWh: number
  revenueNano?: bigint
  costNano?: bigint
  workSeconds: number
  unvaluedSeconds: number
  unpoweredSeconds: number
  uncostedSeconds: number
}

export type SiteWorkSums = {
  period: number
  siteId: number
  algorithm: string
  coin: string
  hashes: number
  seconds: number
  coinAmount?: number
}

// A query's whole numbers come as bigint or number, depending on what SQLite knows of the column.
const whole = z.coerce.number().int()
const real = z.coerce.number()
const nano = z.coerce.bigint()

const SumsRow = z.object({
  period: whole,
  siteId: whole,
  slots: whole,
  seconds: real,
  hashingSeconds: real,
  pausedSeconds: real,
  expectedSeconds: real,
  poweredSeconds: real,
  energyWh: real,
  revenueUnits: nano.nullable(),
  revenueRest: nano.nullable(),
  costUnits: nano.nullable(),
  costRest: nano.nullable(),
  workSeconds: real,
  unvaluedSeconds: real,
  unpoweredSeconds: real,
  uncostedSeconds: real,
})

const WorkSumsRow = z.object({
  period: whole,
  siteId: whole,
  algorithm: z.string(),
  coin: z.string(),
  hashes: real,
  seconds: real,
  coinAmount: real.nullable(),
})

const NANO = 1_000_000_000n

/** Slots of `[fromMs, toMs)` at a level (900 or 3600 seconds), ascending, of all sites or those named. */
export async function siteSlots(
  database: Database,
  levelSeconds: number,
  fromMs: number,
  toMs: number,
  siteIds?: number[],
): Promise<SiteSlotRow[]> {
  const rows = await database.siteSlot.findMany({
    where: { levelSeconds, slotMs: { gte: BigInt(fromMs), lt: BigInt(toMs) }, ...ofSites(siteIds) },
    orderBy: [{ slotMs: 'asc' }, { siteId: 'asc' }],
  })
  return rows.map(({ slotMs, revenueNano, costNano, ...row }) => ({
    ...row,
    slotMs: Number(slotMs),
    ...(revenueNano === null ? {} : { revenueNano }),
    ...(costNano === null ? {} : { costNano }),
  }))
}

/** Work of slots of `[fromMs, toMs)`, by slot, site, algorithm and coin. */
export async function siteWorkSlots(
  database: Database,
  levelSeconds: number,
  fromMs: number,
  toMs: number,
  siteIds?: number[],
): Promise<SiteWorkSlotRow[]> {
  const rows = await database.siteWorkSlot.findMany({
    where: { levelSeconds, slotMs: { gte: BigInt(fromMs), lt: BigInt(toMs) }, ...ofSites(siteIds) },
    orderBy: [{ slotMs: 'asc' }, { siteId: 'asc' }, { algorithm: 'asc' }, { coin: 'asc' }],
  })
  return rows.map(({ slotMs, coinAmount, ...row }) => ({
    ...row,
    slotMs: Number(slotMs),
    ...(coinAmount === null ? {} : { coinAmount }),
  }))
}

function ofSites(siteIds: number[] | undefined) {
  return siteIds === undefined ? {} : { siteId: { in: siteIds } }
}

/** Money and energy of a slot of a fleet's chart; money is absent where nothing could be valued. */
export type ChartSlot = {
  slotMs: number
  revenueNano?: bigint
  costNano?: bigint
  energyWh: number
  poweredSeconds: number
}

type ChartSlotValues = [
  slotMs: number,
  revenueUnits: number | null,
  revenueRest: number | null,
  costUnits: number | null,
  costRest: number | null,
  energyWh: number,
  poweredSeconds: number,
]

/**
 * Money and energy of all sites, or one, in `[fromMs, toMs)`, summed by slots of `stepSeconds`, a multiple of the level
 * (900 or 3600), that begin at multiples of it since 1970. Slots of which nothing is stored are absent; in no order.
 */
export async function chartSlots(
  database: Database,
  levelSeconds: number,
  { fromMs, toMs, stepSeconds, siteId }: Period & { stepSeconds: number; siteId?: number | undefined },
): Promise<ChartSlot[]> {
  const stepMs = BigInt(stepSeconds * 1000)
  // Naming the sites makes the key usable: the level, a site, then its slots.
  const site = siteId === undefined ? Prisma.sql`IN (SELECT "id" FROM "Site")` : Prisma.sql`= ${siteId}`
  const from = Prisma.sql`(
    SELECT "slotMs" / ${stepMs} * ${stepMs} AS "atMs",
      ${unitsAndRest('revenue')}, ${unitsAndRest('cost')},
      SUM("energyWh") AS "energyWh", SUM("poweredSeconds") AS "poweredSeconds"
    FROM "SiteSlot"
    WHERE "levelSeconds" = ${levelSeconds} AND "siteId" ${site}
      AND "slotMs" >= ${BigInt(fromMs)} AND "slotMs" < ${BigInt(toMs)}
    GROUP BY 1) AS slot`
  const columns = ['atMs', 'revenueUnits', 'revenueRest', 'costUnits', 'costRest', 'energyWh', 'poweredSeconds']
  const rows = await jsonRows<ChartSlotValues>(database, { columns, from })
  return rows.map(([slotMs, revenueUnits, revenueRest, costUnits, costRest, energyWh, poweredSeconds]) => ({
    slotMs,
    energyWh,
    poweredSeconds,
    ...amount('revenueNano', revenueUnits, revenueRest),
    ...amount('costNano', costUnits, costRest),
  }))
}

// Whole units and the rest are summed apart: a year of a large farm in dong, in billionths, is beyond 64 bits.
function unitsAndRest(name: 'revenue' | 'cost'): Prisma.Sql {
  return Prisma.raw(
    `SUM("${name}Nano" / 1000000000) AS "${name}Units", SUM("${name}Nano" % 1000000000) AS "${name}Rest"`,
  )
}

/**
 * Sums by period and site, in one query. Periods may begin at any quarter-hour (900) or hour (3600); a slot belongs to
 * the period it begins in. Periods and sites without slots are absent.
 */
export async function sumSiteSlots(
  database: Database,
  levelSeconds: number,
  periods: Period[],
  siteIds?: number[],
): Promise<SiteSums[]> {
  const rows = await database.$queryRaw`
    SELECT period."period", slot."siteId", COUNT(*) AS "slots",
      SUM(slot."seconds") AS "seconds", SUM(slot."hashingSeconds") AS "hashingSeconds",
      SUM(slot."pausedSeconds") AS "pausedSeconds", SUM(slot."expectedSeconds") AS "expectedSeconds",
      SUM(slot."poweredSeconds") AS "poweredSeconds", SUM(slot."energyWh") AS "energyWh",
      ${unitsAndRest('revenue')}, ${unitsAndRest('cost')},
      SUM(slot."workSeconds") AS "workSeconds", SUM(slot."unvaluedSeconds") AS "unvaluedSeconds",
      SUM(slot."unpoweredSeconds") AS "unpoweredSeconds", SUM(slot."uncostedSeconds") AS "uncostedSeconds"
    ${fromPeriods(database, Prisma.raw('"SiteSlot"'), levelSeconds, periods, siteIds)}
    GROUP BY period."period", slot."siteId" ORDER BY period."period", slot."siteId"`
  return z
    .array(SumsRow)
    .parse(rows)
    .map(({ revenueUnits, revenueRest, costUnits, costRest, ...row }) => ({
      ...row,
      ...amount('revenueNano', revenueUnits, revenueRest),
      ...amount('costNano', costUnits, costRest),
    }))
}

/** Work and coins by period, site, algorithm and coin, in one query; `coinAmount` is absent where none was valued. */
export async function sumSiteWork(
  database: Database,
  levelSeconds: number,
  periods: Period[],
  siteIds?: number[],
): Promise<SiteWorkSums[]> {
  const rows = await database.$queryRaw`
    SELECT period."period", slot."siteId", slot."algorithm", slot."coin",
      SUM(slot."hashes") AS "hashes", SUM(slot."seconds") AS "seconds", SUM(slot."coinAmount") AS "coinAmount"
    ${fromPeriods(database, Prisma.raw('"SiteWorkSlot"'), levelSeconds, periods, siteIds)}
    GROUP BY period."period", slot."siteId", slot."algorithm", slot."coin"
    ORDER BY period."period", slot."siteId", slot."algorithm", slot."coin"`
  return z
    .array(WorkSumsRow)
    .parse(rows)
    .map(({ coinAmount, ...row }) => ({ ...row, ...(coinAmount === null ? {} : { coinAmount }) }))
}

// First a site, then its slots by key, for each period.
function fromPeriods(
  database: Database,
  table: Prisma.Sql,
  levelSeconds: number,
  periods: Period[],
  siteIds: number[] | undefined,
) {
  const sites =
    siteIds === undefined ? Prisma.sql`(SELECT "id" AS value FROM "Site")` : givenList(database, siteIds, 'whole')
  const numbered = periods.map((period, index) => ({ ...period, period: index }))
  const wanted = givenRows(database, numbered, { period: 'whole', fromMs: 'whole', toMs: 'whole' })
  return Prisma.sql`FROM ${wanted} AS period
    CROSS JOIN ${sites} AS site
    ${crossJoin(database)} ${table} AS slot ON slot."levelSeconds" = ${levelSeconds} AND slot."siteId" = site.value
      AND slot."slotMs" >= period."fromMs" AND slot."slotMs" < period."toMs"`
}

function amount<Name extends string>(
  name: Name,
  units: bigint | number | null,
  rest: bigint | number | null,
): { [Key in Name]?: bigint } {
  const field: { [Key in Name]?: bigint } = {}
  if (units !== null && rest !== null) field[name] = BigInt(units) * NANO + BigInt(rest)
  return field
}
