import type Sqlite from 'better-sqlite3'
import type { LedgerQuarters } from '#lib/domain/ledger/entry'
import { daysOf, spanOfDay } from '#lib/domain/ledger/local-days'
import { HOUR_MS } from '#lib/domain/units'
import { linesFrom } from './ledger-lines.ts'
import { PeriodSums, type SubjectPeriod } from './ledger-period-sums.ts'

export const DAY = 1
export const MONTH = 2

const TIMES = ['seenMs', 'workMs', 'unvaluedMs', 'unpoweredMs', 'uncostedMs']
export const SUMS = ['coinPico', 'revenueNano', 'costNano', 'energyMilliWh', ...TIMES]
export const KEY = ['level', 'period', 'subject', 'siteId', 'currency', 'payer', 'coin', 'algorithm']

export type HourToAdd = { subject: string; hourMs: number; currency: string; quarters: LedgerQuarters }

/**
 * Keeps the days and months of a batch of hours, within the caller's transaction: new hours are added to what stands;
 * days of corrected ones are summed again from their hours, and their months from the days, because a sum does not
 * remember whether any part of it was known.
 */
export class PeriodWriter {
  readonly #connection: Sqlite.Database
  readonly #zoneOf: (siteId: number) => string
  readonly #added: HourToAdd[] = []
  readonly #again = new Map<string, SubjectPeriod>()

  constructor(connection: Sqlite.Database) {
    this.#connection = connection
    this.#zoneOf = zoneBySite(connection)
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
  sumAllAgain(subject: string): void {
    this.#connection.prepare('DELETE FROM LedgerPeriod WHERE subject = ?').run(subject)
    const hours = this.#connection.prepare<[string], StoredHour>(
      'SELECT hourMs, currency, lines FROM LedgerHour WHERE subject = ? ORDER BY hourMs',
    )
    for (const { hourMs, currency, lines } of hours.iterate(subject)) {
      this.add({ subject, hourMs, currency, quarters: linesFrom(lines) })
    }
  }

  write(): void {
    const months = new Map([...this.#again.values()].map(monthOf).map((month) => [keyOf(month), month]))
    const added = new PeriodSums()
    for (const { subject, hourMs, currency, quarters } of this.#added) {
      for (const { day, siteId, parts } of daysOf(hourMs, quarters, this.#zoneOf)) {
        const period = { subject, period: day, siteId }
        if (this.#again.size === 0 || !this.#again.has(keyOf(period))) added.addQuarters(period, currency, parts)
      }
    }
    // A day that is summed again has its month summed again, so that none of its hours is missing here.
    const ofMonths = new PeriodSums()
    ofMonths.addPeriods(added, (day) => {
      const month = monthOf(day)
      return months.size > 0 && months.has(keyOf(month)) ? undefined : month
    })
    const again = new PeriodSums()
    for (const period of this.#again.values()) this.#sumHours(period, again)
    this.#addRows(DAY, added)
    this.#addRows(DAY, again)
    this.#addRows(MONTH, ofMonths)
    for (const month of months.values()) this.#sumDays(month)
  }

  #sumHours(period: SubjectPeriod, days: PeriodSums): void {
    const { subject, siteId } = period
    this.#forget(DAY, period)
    const { fromMs, toMs } = spanOfDay(period.period, this.#zoneOf(siteId))
    const hours = this.#connection
      .prepare<[string, number, number], StoredHour>(
        'SELECT hourMs, currency, lines FROM LedgerHour WHERE subject = ? AND hourMs >= ? AND hourMs < ?',
      )
      .all(subject, Math.floor(fromMs / HOUR_MS) * HOUR_MS, toMs)
    for (const { hourMs, currency, lines } of hours) {
      for (const found of daysOf(hourMs, linesFrom(lines), this.#zoneOf)) {
        if (found.day === period.period && found.siteId === siteId) days.addQuarters(period, currency, found.parts)
      }
    }
  }

  #sumDays(month: SubjectPeriod): void {
    this.#forget(MONTH, month)
    const others = KEY.filter((column) => !['level', 'period', 'subject', 'siteId'].includes(column)).join(', ')
    this.#connection
      .prepare(
        `INSERT INTO LedgerPeriod (level, period, subject, siteId, ${others}, ${SUMS.join(', ')})
         SELECT ${MONTH}, ?, subject, siteId, ${others}, ${SUMS.map((sum) => `SUM(${sum})`).join(', ')}
         FROM LedgerPeriod WHERE level = ${DAY} AND subject = ? AND period BETWEEN ? AND ? AND siteId = ?
         GROUP BY subject, siteId, ${others}`,
      )
      .run(month.period, month.subject, month.period * 100, month.period * 100 + 99, month.siteId)
  }

  #forget(level: number, { period, subject, siteId }: SubjectPeriod): void {
    this.#connection
      .prepare('DELETE FROM LedgerPeriod WHERE level = ? AND period = ? AND subject = ? AND siteId = ?')
      .run(level, period, subject, siteId)
  }

  #addRows(level: number, sums: PeriodSums): void {
    const columns = [...KEY, ...SUMS]
    // Absent and absent stays absent; absent and an amount is the amount.
    const added = SUMS.map((sum) => `${sum} = COALESCE(${sum} + excluded.${sum}, ${sum}, excluded.${sum})`)
    const write = this.#connection.prepare(
      `INSERT INTO LedgerPeriod (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
       ON CONFLICT (${KEY.join(', ')}) DO UPDATE SET ${added.join(', ')}`,
    )
    for (const row of sums.rows(level)) write.run(row)
  }
}

type StoredHour = { hourMs: number; currency: string; lines: string }

export function keyOf({ subject, period, siteId }: SubjectPeriod): string {
  return `${subject}/${period}/${siteId}`
}

export function monthOf(day: SubjectPeriod): SubjectPeriod {
  return { ...day, period: Math.floor(day.period / 100) }
}

function zoneBySite(connection: Sqlite.Database): (siteId: number) => string {
  const sites = connection
    .prepare<[], { id: number; timeZone: string }>('SELECT id, timeZone FROM Site ORDER BY id')
    .all()
  return zonesOf(sites)
}

/** The zone of a site; of what has none, and of a site that is gone, that of the first one. */
export function zonesOf(sites: { id: number; timeZone: string }[]): (siteId: number) => string {
  const known = new Map(sites.map(({ id, timeZone }) => [id, timeZone]))
  const first = sites[0]?.timeZone ?? 'UTC'
  return (siteId) => known.get(siteId) ?? first
}
