import { type Database, openDatabase } from '#lib/db/database'
import { migrateDatabase } from '#lib/db/migrate'
import { connectSqlite } from '#lib/db/sqlite-connection'
import { sumLedger } from '#lib/services/ledger/sum-ledger'
import { serveParent } from '../child-calls.ts'

const YEAR = 2026
const HOURS_OF_DAYS = 30
const REVENUE_NANO_PER_DAY = 12_345_678_901n
let opened: { database: Database; rigs: number } | undefined

const handlers = {
  /**
   * A year of days and months in the ledger, two rows each as closing writes them, and the hours of the last thirty
   * days beneath: 9 million hours would take minutes to write, and nothing that is asked here reads them.
   */
  build: async ({ file, rigs }: { file: string; rigs: number }) => {
    await migrateDatabase(`file:${file}`)
    const connection = connectSqlite(file, 'write')
    const rigSubjects = `WITH RECURSIVE rig(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM rig WHERE id < ${rigs})`
    const day = `day(at) AS (SELECT '${YEAR}-01-01' UNION ALL SELECT date(at, '+1 day') FROM day WHERE at < '${YEAR}-12-31')`
    const rows = `line(payer, coin, algorithm, pico, revenue, cost, energy, seen, work) AS (VALUES
      ('', '', '', NULL, NULL, 7200000000, 72000000, 86400000, 0),
      ('braiins', 'BTC', 'sha256d', 137000000, ${REVENUE_NANO_PER_DAY}, NULL, 0, 0, 86400000))`
    connection.exec(`BEGIN;
      INSERT INTO LedgerPeriod ${rigSubjects}, ${day}, ${rows}
        SELECT 1, CAST(replace(at, '-', '') AS INTEGER), 'rig:' || id, 1, 'USD', payer, coin, algorithm,
          pico, revenue, cost, energy, seen, work, 0, 0, 0 FROM rig, day, line;
      INSERT INTO LedgerPeriod
        SELECT 2, period / 100, subject, siteId, currency, payer, coin, algorithm, SUM(coinPico), SUM(revenueNano),
          SUM(costNano), SUM(energyMilliWh), SUM(seenMs), SUM(workMs), SUM(unvaluedMs), SUM(unpoweredMs), SUM(uncostedMs)
        FROM LedgerPeriod GROUP BY period / 100, subject, siteId, currency, payer, coin, algorithm;
      INSERT INTO LedgerHour ${rigSubjects}, hour(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM hour WHERE n < ${HOURS_OF_DAYS * 24 - 1})
        SELECT 'rig:' || id, ${Date.UTC(YEAR, 11, 1)} + n * 3600000, 1, 'closed', ${Date.UTC(YEAR, 11, 1)} + (n + 1) * 3600000, 1, 'USD', 1,
          3000000, 514403287, 300000000, printf('%.*c', 200, '0') FROM rig, hour;
      COMMIT; ANALYZE;`)
    const periods = count(connection.prepare('SELECT COUNT(*) AS rows FROM LedgerPeriod').get())
    const hours = count(connection.prepare('SELECT COUNT(*) AS rows FROM LedgerHour').get())
    connection.close()
    opened = { database: await openDatabase(`file:${file}`), rigs }
    return { periods, hours }
  },

  /** What the earnings page asks of a year by month, coin by coin. Throws when the sum is not exact. */
  sum: async () => {
    if (!opened) throw new Error('nothing was built yet')
    const startedMs = performance.now()
    const sums = await sumLedger(opened.database, {
      level: 'month',
      fromPeriod: YEAR * 100 + 1,
      toPeriod: YEAR * 100 + 12,
      groupBy: ['period', 'coin'],
    })
    const ms = performance.now() - startedMs
    const revenue = sums.reduce((sum, { revenueNano = 0n }) => sum + revenueNano, 0n)
    if (revenue !== REVENUE_NANO_PER_DAY * 365n * BigInt(opened.rigs)) throw new Error(`the year sums to ${revenue}`)
    return { ms, rows: sums.length }
  },

  close: async () => {
    await opened?.database.$disconnect()
  },
}

function count(row: unknown): number {
  return typeof row === 'object' && row !== null && 'rows' in row ? Number(row.rows) : 0
}

export type Earnings = typeof handlers

serveParent(handlers)
