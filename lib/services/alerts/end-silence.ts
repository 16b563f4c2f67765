import type { Database } from '#lib/db/database'
import { endSilenceAt } from '#lib/db/silences'
import { refused, type Saved } from '../saved.ts'

/** Ends a silence now. */
export async function endSilence(database: Database, silenceId: number, nowMs = Date.now()): Promise<Saved> {
  const ended = await endSilenceAt(database, silenceId, nowMs)
  return ended ? { ok: true, changes: [{ kind: 'alert-settings' }] } : refused('form', 'This silence has ended already')
}
