import { z } from 'zod'
import type { Database } from './database.ts'
import { givenList } from './dialect.ts'
import { Prisma } from './generated/sqlite/client.ts'

export type LedgerLevel = 'day' | 'month'

/** What to group by; `coin` and `payer` split revenue, while energy and cost stand in a row with neither. */
export type LedgerGroup = 'period' | 'subject' | 'site' | 'coin' | 'payer' | 'algorithm'

export type LedgerQuery = {
  level: LedgerLevel
  /** 20261127 for a day, 202611 for a month; both ends are included. Each by the calendar of its site. */
  fromPeriod: number
  toPeriod: number
  groupBy: readonly LedgerGroup[]
  /** Absent lists mean all. A coin or payer leaves out energy and cost, which belong to none. */
  filter?: {
    subjects?: readonly string[]
    siteIds?: readonly number[]
    coins?: readonly string[]
    payers?: readonly string[]
  }
}

/** Exact sums; amounts are absent where none was known. `coin` and `payer` are empty in the row of energy and cost. */
export type LedgerSum = {
  currency: string
  period?: number
  subject?: string
  siteId?: number
  coin?: string
  payer?: string
  algorithm?: string
  /** Only where grouped by coin. */
  coinPico?: bigint
  revenueNano?: bigint
  costNano?: bigint
  energyMilliWh: bigint
  seenMs: number
  workMs: number
  unvaluedMs: number
  unpoweredMs: number
  uncostedMs: number
}

const COLUMN: Record<LedgerGroup, string> = {
  period: 'period',
  subject: 'subject',
  site: 'siteId',
  coin: 'coin',
  payer: 'payer',
  algorithm: 'algorithm',
}

const AMOUNTS = ['revenueNano', 'costNano'] as const
// A world's energy in thousandths of a watt-hour is within 64 bits.
const SPANS = ['energyMilliWh', 'seenMs', 'workMs', 'unvaluedMs', 'unpoweredMs', 'uncostedMs'] as const

// A query's whole numbers come as bigint or number, depending on what SQLite knows of the column.
const whole = z.coerce.number().int()
const amount = z.coerce.bigint().nullable()

const SumRow = z.object({
  currency: z.string(),
  period: whole.optional(),
  subject: z.string().optional(),
  siteId: whole.optional(),
  coin: z.string().optional(),
  payer: z.string().optional(),
  algorithm: z.string().optional(),
  coinPicoUnits: amount.optional(),
  coinPicoRest: amount.optional(),
  revenueNanoUnits: amount,
  revenueNanoRest: amount,
  costNanoUnits: amount,
  costNanoRest: amount,
  energyMilliWh: z.coerce.bigint(),
  seenMs: whole,
  workMs: whole,
  unvaluedMs: whole,
  unpoweredMs: whole,
  uncostedMs: whole,
})

const PART = 1_000_000_000n

/** Sums of days or months, in one query over their table alone; ordered by the groups in the order asked for. */
export async function sumLedgerPeriods(database: Database, query: LedgerQuery): Promise<LedgerSum[]> {
  const { level, fromPeriod, toPeriod, groupBy } = query
  const groups = [...new Set(groupBy)].map((group) => COLUMN[group])
  const byCoin = groups.includes('coin')
  const columns = Prisma.raw([...groups, 'currency'].map((column) => `"${column}"`).join(', '))
  // Whole units and the rest are summed apart: a year of a large farm in billionths is beyond 64 bits.
  const sums = Prisma.raw(
    [
      ...(byCoin ? (['coinPico', ...AMOUNTS] as const) : AMOUNTS).flatMap((name) => [
        `SUM("${name}" / 1000000000) AS "${name}Units"`,
        `SUM("${name}" % 1000000000) AS "${name}Rest"`,
      ]),
      ...SPANS.map((name) => `SUM("${name}") AS "${name}"`),
    ].join(', '),
  )
  const rows = await database.$queryRaw`
    SELECT ${columns}, ${sums} FROM "LedgerPeriod"
    WHERE "level" = ${level === 'day' ? 1 : 2} AND "period" BETWEEN ${fromPeriod} AND ${toPeriod}
      ${filtered(database, query.filter)}
    GROUP BY ${columns} ORDER BY ${columns}`
  return z
    .array(SumRow)
    .parse(rows)
    .map((row) => sumOf(row))
}

function filtered(
  database: Database,
  { subjects, siteIds, coins, payers }: NonNullable<LedgerQuery['filter']> = {},
): Prisma.Sql {
  const oneOf = (column: string, values: readonly (string | number)[] | undefined, type: 'text' | 'whole' = 'text') =>
    values === undefined
      ? Prisma.empty
      : Prisma.sql`AND ${Prisma.raw(`"${column}"`)} IN (SELECT value FROM ${givenList(database, values, type)} AS given)`
  return Prisma.sql`${oneOf('subject', subjects)} ${oneOf('siteId', siteIds, 'whole')} ${oneOf('coin', coins)}
    ${oneOf('payer', payers)}`
}

function sumOf(row: z.infer<typeof SumRow>): LedgerSum {
  const { currency, period, subject, siteId, coin, payer, algorithm, seenMs, workMs, unvaluedMs, unpoweredMs } = row
  const sum: LedgerSum = {
    currency,
    energyMilliWh: row.energyMilliWh,
    seenMs,
    workMs,
    unvaluedMs,
    unpoweredMs,
    uncostedMs: row.uncostedMs,
  }
  if (period !== undefined) sum.period = period
  if (subject !== undefined) sum.subject = subject
  if (siteId !== undefined) sum.siteId = siteId
  if (coin !== undefined) sum.coin = coin
  if (payer !== undefined) sum.payer = payer
  if (algorithm !== undefined) sum.algorithm = algorithm
  const coinPico = joined(row.coinPicoUnits, row.coinPicoRest)
  if (coinPico !== undefined) sum.coinPico = coinPico
  const revenueNano = joined(row.revenueNanoUnits, row.revenueNanoRest)
  if (revenueNano !== undefined) sum.revenueNano = revenueNano
  const costNano = joined(row.costNanoUnits, row.costNanoRest)
  if (costNano !== undefined) sum.costNano = costNano
  return sum
}

function joined(units: bigint | null | undefined, rest: bigint | null | undefined): bigint | undefined {
  return typeof units !== 'bigint' || typeof rest !== 'bigint' ? undefined : units * PART + rest
}
