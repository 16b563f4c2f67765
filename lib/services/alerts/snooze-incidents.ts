import { snooze } from '#lib/db/change-incidents'
import type { Database } from '#lib/db/database'
import { DAY_MS } from '#lib/domain/units'
import { refused, type Saved } from '../saved.ts'

const LONGEST_MS = 30 * DAY_MS

/** Nobody hears of these incidents until `untilMs`; a moment that has passed wakes them. Refused when none is open. */
export async function snoozeIncidents(
  { database }: { database: Database },
  ids: number[],
  untilMs: number,
  by: string,
  nowMs = Date.now(),
): Promise<Saved<{ snoozed: number }>> {
  if (untilMs - nowMs > LONGEST_MS) return refused('untilMs', 'At most 30 days')
  const found = await database.$transaction((rows) => snooze(rows, ids, untilMs, by, nowMs))
  if (found.length === 0) return refused('form', 'It is over')
  return { ok: true, changes: [{ kind: 'incidents' }], snoozed: found.length }
}
