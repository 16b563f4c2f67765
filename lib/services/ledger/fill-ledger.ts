import { firstHourMs } from '#lib/db/hours'
import { LEDGER_FILLED, LEDGER_SINCE, readCursor, removeCursor, saveCursor } from '#lib/db/job-cursors'
import { DAY_MS } from '#lib/domain/units'
import type { MendContext } from '../mend-hours.ts'
import { revalueHours } from '../rebuild-hours.ts'

/**
 * Writes one more day of hours that were closed before there was a ledger, at their own rates and settings. Each call is
 * a small step, so that closing goes on in between; killed, the next start goes on where it stood. Answers with how far
 * it is, undefined when there is nothing (more) to fill.
 */
export async function fillLedger(
  context: MendContext,
  nowMs = Date.now(),
): Promise<{ filledUntil: string; until: string } | undefined> {
  const { database, fleet } = context
  const known = await readCursor(database, LEDGER_SINCE)
  if (known !== undefined && filled.has(database)) return undefined
  return fleet.hours.turn.take(async () => {
    // In turn with closing: what is closed from here on is in the ledger already.
    const sinceMs = known ?? fleet.hours.closedUntilMs
    if (known === undefined) {
      const firstMs = await firstHourMs(database)
      // This one first: without it the other says that all is done.
      if (firstMs !== undefined) await saveCursor(database, LEDGER_FILLED, firstMs)
      await saveCursor(database, LEDGER_SINCE, sinceMs)
    }
    const fromMs = await readCursor(database, LEDGER_FILLED)
    if (fromMs === undefined || fromMs >= sinceMs) {
      await removeCursor(database, LEDGER_FILLED)
      filled.add(database)
      return undefined
    }
    const toMs = Math.min(fromMs + DAY_MS, sinceMs)
    await revalueHours(context, fromMs, toMs, { reason: 'closed', nowMs })
    await saveCursor(database, LEDGER_FILLED, toMs)
    return { filledUntil: new Date(toMs).toISOString(), until: new Date(sinceMs).toISOString() }
  })
}

// Once filled, a ledger stays so.
const filled = new WeakSet<object>()
