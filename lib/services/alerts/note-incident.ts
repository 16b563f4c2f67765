import { writeNote } from '#lib/db/change-incidents'
import type { Database } from '#lib/db/database'
import { refused, type Saved } from '../saved.ts'

const MOST = 2000

/** Replaces an incident's note; an empty text removes it. */
export async function noteIncident(
  { database }: { database: Database },
  id: number,
  text: string,
  by: string,
  nowMs = Date.now(),
): Promise<Saved> {
  const notes = text.trim()
  if (notes.length > MOST) return refused('text', 'Write at most 2,000 characters')
  const found = await database.$transaction((rows) => writeNote(rows, id, notes, by, nowMs))
  return found ? { ok: true, changes: [{ kind: 'incidents' }] } : refused('form', 'There is no such incident')
}
