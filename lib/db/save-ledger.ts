import { createHash } from 'node:crypto'
import type Sqlite from 'better-sqlite3'
import { saysSomething } from '#lib/domain/ledger/entry'
import { linesFrom, linesJustWritten } from './ledger-lines.ts'
import type { LedgerBatch, LedgerReceipt, LedgerRow } from './ledger-row.ts'
import { PeriodWriter } from './save-ledger-periods.ts'

const HOUR_COLUMNS =
  'subject, hourMs, version, reason, closedAtMs, siteId, currency, basisId, energyMilliWh, revenueNano, costNano, lines'

type Standing = { version: number; currency: string; basisId: number; lines: string }

/**
 * Writes hours of the ledger and their days and months, within the caller's transaction: new ones, and what differs from
 * what stands as its next version. The former goes to `LedgerSuperseded`, where nothing is ever taken from.
 */
export function saveLedgerRows(connection: Sqlite.Database, batch: LedgerBatch): LedgerReceipt {
  const { rows, reason, nowMs } = batch
  const find = connection.prepare<[string, number], Standing>(
    'SELECT version, currency, basisId, lines FROM LedgerHour WHERE subject = ? AND hourMs = ?',
  )
  const supersede = connection.prepare<[number, string, number]>(
    `INSERT INTO LedgerSuperseded (${HOUR_COLUMNS}, supersededAtMs)
     SELECT ${HOUR_COLUMNS}, ? FROM LedgerHour WHERE subject = ? AND hourMs = ?`,
  )
  const write = connection.prepare(
    `INSERT OR REPLACE INTO LedgerHour (${HOUR_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const basisIdOf = basisIds(connection)
  const periods = new PeriodWriter(connection)
  const receipt = { created: 0, corrected: 0 }
  for (const row of rows) {
    const { subject, hourMs, siteId, currency, energyMilliWh, revenueNano, costNano, lines } = row
    const standing = find.get(subject, hourMs)
    const quarters = standing?.lines === lines ? undefined : linesJustWritten(lines)
    if (!standing && quarters && !saysSomething(quarters)) continue
    const basisId = basisIdOf(row)
    if (standing && !quarters && standing.currency === currency && standing.basisId === basisId) continue
    const version = (standing?.version ?? 0) + 1
    if (standing) supersede.run(nowMs, subject, hourMs)
    write.run(
      ...[subject, hourMs, version, reason, nowMs, siteId, currency, basisId],
      ...[energyMilliWh, revenueNano ?? null, costNano ?? null, lines],
    )
    if (!standing) periods.add({ subject, hourMs, currency, quarters: quarters ?? linesJustWritten(lines) })
    // Where only the basis is another, the sums stay.
    else if (quarters || standing.currency !== currency) {
      periods.sumAgain(subject, hourMs, linesFrom(standing.lines))
      if (quarters) periods.sumAgain(subject, hourMs, quarters)
    }
    receipt[standing ? 'corrected' : 'created'] += 1
  }
  periods.write()
  return receipt
}

/** The id of a basis, written when it is new; what many rigs share is looked up once. */
function basisIds(connection: Sqlite.Database): (row: LedgerRow) => number {
  const find = connection.prepare<[string], { id: number }>('SELECT id FROM LedgerBasis WHERE hash = ?')
  const write = connection.prepare<[string, string], { id: number }>(
    'INSERT INTO LedgerBasis (hash, basis) VALUES (?, ?) RETURNING id',
  )
  const known = new Map<string, number>()
  return ({ basis }) => {
    const before = known.get(basis)
    if (before !== undefined) return before
    const hash = createHash('sha256').update(basis).digest('hex')
    const row = find.get(hash) ?? write.get(hash, basis)
    if (!row) throw new Error('A basis was not written.')
    known.set(basis, row.id)
    return row.id
  }
}
