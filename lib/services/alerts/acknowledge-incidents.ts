import { acknowledge } from '#lib/db/change-incidents'
import type { Database } from '#lib/db/database'
import { refused, type Saved } from '../saved.ts'

/**
 * Somebody (`by`, a name) has seen these incidents and looks after them: no more reminders, nobody further is told. Those
 * that are not firing stay as they are; refused when none of them is.
 */
export async function acknowledgeIncidents(
  { database }: { database: Database },
  ids: number[],
  by: string,
  nowMs = Date.now(),
): Promise<Saved<{ acknowledged: number }>> {
  const found = await database.$transaction((rows) => acknowledge(rows, ids, by, nowMs))
  if (found.length === 0) return refused('form', 'It is over, or was acknowledged already')
  return { ok: true, changes: [{ kind: 'incidents' }], acknowledged: found.length }
}
