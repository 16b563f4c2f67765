import type pg from 'pg'
import type { LedgerQuarters } from '#lib/domain/ledger/entry'
import { daysOf, spanOfDay } from '#lib/domain/ledger/local-days'
import { HOUR_MS } from '#lib/domain/units'
import { linesFrom } from './ledger-lines.ts'
import { PeriodSums, type SubjectPeriod } from './ledger-period-sums.ts'
import { type BulkRow, upsertRows } from './postgresql-bulk.ts'
import { DAY, type HourToAdd, KEY, keyOf, MONTH, monthOf, SUMS, zonesOf } from './save-ledger-periods.ts'

type StoredHour = { hourMs: number; currency: string; lines: string }

const LEDGER_PERIOD = { table: 'LedgerPeriod', key: KEY, columns: [...KEY, ...SUMS] }

/**
 * Keeps the days and months of a batch of hours, within the caller's transaction: the same as `PeriodWriter` does on
 * SQLite, whose statements do not wait for an answer over a network.
 */
export class PostgresqlPeriodWriter {
  readonly #client: pg.PoolClient
  readonly #zoneOf: (siteId: number) => string
  readonly #added: HourToAdd[] = []
  readonly #again = new Map<string, SubjectPeriod>()

  private constructor(client: pg.PoolClient, zoneOf: (siteId: number) => string) {
    this.#client = client
    this.#zoneOf = zoneOf
  }

  static async open(client: pg.PoolClient): Promise<PostgresqlPeriodWriter> {
    const { rows } = await client.query<{ id: number; timeZone: string }>(
      'SELECT "id", "timeZone" FROM "Site" ORDER BY "id"',
    )
    return new PostgresqlPeriodWriter(client, zonesOf(rows))
  }

  add(hour: HourToAdd): void {
    this.#added.push(hour)
  }

  sumAgain(subject: string, hourMs: number, quarters: LedgerQuarters): void {
    for (const { day, siteId } of daysOf(hourMs, quarters, this.#zoneOf)) {
      const period = { subject, period: day, siteId }
      this.#again.set(keyOf(period), period)
    }
  }

  /** Everything of a subject anew, such as after a change of time zone. */
  async sumAllAgain(subject: string): Promise<void> {
    await this.#client.query('DELETE FROM "LedgerPeriod" WHERE "subject" = $1', [subject])
    const { rows } = await this.#client.query<StoredHour>(
      'SELECT "hourMs", "currency", "lines" FROM "LedgerHour" WHERE "subject" = $1 ORDER BY "hourMs"',
      [subject],
    )
    for (const { hourMs, currency, lines } of rows) {
      this.add({ subject, hourMs, currency, quarters: linesFrom(lines) })
    }
  }

  async write(): Promise<void> {
    const months = new Map([...this.#again.values()].map(monthOf).map((month) => [keyOf(month), month]))
    const added = new PeriodSums()
    for (const { subject, hourMs, currency, quarters } of this.#added) {
      for (const { day, siteId, parts } of daysOf(hourMs, quarters, this.#zoneOf)) {
        const period = { subject, period: day, siteId }
        if (!this.#again.has(keyOf(period))) added.addQuarters(period, currency, parts)
      }
    }
    // A day that is summed again has its month summed again, so that none of its hours is missing here.
    const ofMonths = new PeriodSums()
    ofMonths.addPeriods(added, (day) => {
      const month = monthOf(day)
      return months.has(keyOf(month)) ? undefined : month
    })
    const again = new PeriodSums()
    for (const period of this.#again.values()) await this.#sumHours(period, again)
    await this.#addRows(DAY, added)
    await this.#addRows(DAY, again)
    await this.#addRows(MONTH, ofMonths)
    for (const month of months.values()) await this.#sumDays(month)
  }

  async #sumHours(period: SubjectPeriod, days: PeriodSums): Promise<void> {
    const { subject, siteId } = period
    await this.#forget(DAY, period)
    const { fromMs, toMs } = spanOfDay(period.period, this.#zoneOf(siteId))
    const { rows } = await this.#client.query<StoredHour>(
      'SELECT "hourMs", "currency", "lines" FROM "LedgerHour" WHERE "subject" = $1 AND "hourMs" >= $2 AND "hourMs" < $3',
      [subject, Math.floor(fromMs / HOUR_MS) * HOUR_MS, toMs],
    )
    for (const { hourMs, currency, lines } of rows) {
      for (const found of daysOf(hourMs, linesFrom(lines), this.#zoneOf)) {
        if (found.day === period.period && found.siteId === siteId) days.addQuarters(period, currency, found.parts)
      }
    }
  }

  async #sumDays(month: SubjectPeriod): Promise<void> {
    await this.#forget(MONTH, month)
    const named = (columns: string[]) => columns.map((column) => `"${column}"`).join(', ')
    const others = named(KEY.filter((column) => !['level', 'period', 'subject', 'siteId'].includes(column)))
    await this.#client.query(
      `INSERT INTO "LedgerPeriod" ("level", "period", "subject", "siteId", ${others}, ${named(SUMS)})
       SELECT ${MONTH}, $1::int, "subject", "siteId", ${others}, ${SUMS.map((sum) => `SUM("${sum}")`).join(', ')}
       FROM "LedgerPeriod" WHERE "level" = ${DAY} AND "subject" = $2 AND "period" BETWEEN $3 AND $4 AND "siteId" = $5
       GROUP BY "subject", "siteId", ${others}`,
      [month.period, month.subject, month.period * 100, month.period * 100 + 99, month.siteId],
    )
  }

  async #forget(level: number, { period, subject, siteId }: SubjectPeriod): Promise<void> {
    await this.#client.query(
      'DELETE FROM "LedgerPeriod" WHERE "level" = $1 AND "period" = $2 AND "subject" = $3 AND "siteId" = $4',
      [level, period, subject, siteId],
    )
  }

  async #addRows(level: number, sums: PeriodSums): Promise<void> {
    const { columns } = LEDGER_PERIOD
    const rows: BulkRow[] = [...sums.rows(level)].map((values) =>
      Object.fromEntries(columns.map((column, index) => [column, values[index]])),
    )
    // Absent and absent stays absent; absent and an amount is the amount.
    const plus = (sum: string) =>
      `COALESCE("LedgerPeriod".${sum} + excluded.${sum}, "LedgerPeriod".${sum}, excluded.${sum})`
    await upsertRows(this.#client, LEDGER_PERIOD, rows, plus)
  }
}
