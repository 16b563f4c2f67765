import { z } from 'zod'
import type { Database } from './database.ts'
import { crossJoin, givenList } from './dialect.ts'
import { Prisma } from './generated/sqlite/client.ts'

export type HourSum = {
  currency: string
  hourMs?: number
  subject?: string
  /** The highest among those summed: above 1 something was corrected. */
  version: number
  revenueNano?: bigint
  costNano?: bigint
  energyMilliWh: bigint
}

const whole = z.coerce.number().int()
const amount = z.coerce.bigint().nullable()
const Row = z.object({
  currency: z.string(),
  hourMs: whole.optional(),
  subject: z.string().optional(),
  version: whole,
  revenueNano: amount,
  costNano: amount,
  energyMilliWh: z.coerce.bigint(),
})

/**
 * Closed hours of the ledger in `[fromMs, toMs)` summed by hour or by subject: a seek for each subject, so that a span
 * costs what lies in it. Ask for days, not for years: a sum of billionths must stay within 64 bits.
 */
export async function sumLedgerHours(
  database: Database,
  query: { subjects: string[]; siteIds?: number[] | undefined; fromMs: number; toMs: number; by: 'hour' | 'subject' },
): Promise<HourSum[]> {
  const { subjects, siteIds, fromMs, toMs, by } = query
  const column = Prisma.raw(by === 'hour' ? 'hour."hourMs"' : 'hour."subject"')
  const sites = siteIds
    ? Prisma.sql`AND hour."siteId" IN (SELECT value FROM ${givenList(database, siteIds, 'whole')} AS given)`
    : Prisma.empty
  const rows = await database.$queryRaw`
    SELECT ${column}, hour."currency", MAX(hour."version") AS "version", SUM(hour."revenueNano") AS "revenueNano",
      SUM(hour."costNano") AS "costNano", SUM(hour."energyMilliWh") AS "energyMilliWh"
    FROM ${givenList(database, subjects, 'text')} AS wanted
    ${crossJoin(database)} "LedgerHour" AS hour ON hour."subject" = wanted.value
      AND hour."hourMs" >= ${BigInt(fromMs)} AND hour."hourMs" < ${BigInt(toMs)} ${sites}
    GROUP BY ${column}, hour."currency" ORDER BY ${column}`
  return z
    .array(Row)
    .parse(rows)
    .map(({ currency, hourMs, subject, version, revenueNano, costNano, energyMilliWh }) => ({
      currency,
      ...(hourMs === undefined ? {} : { hourMs }),
      ...(subject === undefined ? {} : { subject }),
      ...{ version, energyMilliWh },
      ...(revenueNano === null ? {} : { revenueNano }),
      ...(costNano === null ? {} : { costNano }),
    }))
}
