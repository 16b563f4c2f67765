import type Sqlite from 'better-sqlite3'
import { PeriodWriter } from './save-ledger-periods.ts'

/**
 * Moves a rig's ledger to another, within the caller's transaction, with all its versions. Of an hour that both have,
 * the moved rig's stays readable as superseded under its own name. Answers with those hours: they must be valued anew.
 */
export function moveLedger(
  connection: Sqlite.Database,
  fromRigId: number,
  toRigId: number,
  nowMs = Date.now(),
): number[] {
  const from = `rig:${fromRigId}`
  const to = `rig:${toRigId}`
  const both = 'hourMs IN (SELECT hourMs FROM LedgerHour WHERE subject = ?)'
  connection
    .prepare(`UPDATE OR IGNORE LedgerSuperseded SET subject = ? WHERE subject = ? AND NOT ${both}`)
    .run(to, from, to)
  const columns = `version, reason, closedAtMs, siteId, currency, basisId, energyMilliWh, revenueNano, costNano, lines`
  const shared = connection
    .prepare<[string, string], { hourMs: number }>(`SELECT hourMs FROM LedgerHour WHERE subject = ? AND ${both}`)
    .all(from, to)
  connection
    .prepare(
      `INSERT OR REPLACE INTO LedgerSuperseded (subject, hourMs, supersededAtMs, ${columns})
       SELECT subject, hourMs, ?, ${columns} FROM LedgerHour WHERE subject = ? AND ${both}`,
    )
    .run(nowMs, from, to)
  connection.prepare(`DELETE FROM LedgerHour WHERE subject = ? AND ${both}`).run(from, to)
  connection.prepare('UPDATE LedgerHour SET subject = ? WHERE subject = ?').run(to, from)
  connection.prepare('DELETE FROM LedgerPeriod WHERE subject = ?').run(from)
  const periods = new PeriodWriter(connection)
  periods.sumAllAgain(to)
  periods.write()
  return shared.map(({ hourMs }) => hourMs)
}
