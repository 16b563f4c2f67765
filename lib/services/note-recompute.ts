import { randomUUID } from 'node:crypto'
import { saveCursor } from '#lib/db/job-cursors'
import type { Rows } from '#lib/db/rows'
import type { Recompute } from './saved.ts'

export const RECOMPUTE_ASKED = 'recompute/'

/**
 * Keeps on disk what a change asks of the past, in the transaction of the change itself: a crash before it is begun does
 * not lose it. The answer knows that it is kept.
 */
export async function noteRecompute(rows: Rows, recompute: Recompute): Promise<Recompute & { noted: string }> {
  if (recompute.noted !== undefined) return { ...recompute, noted: recompute.noted }
  const { what, reason = 'settings changed', fromMs } = recompute
  const noted = `${RECOMPUTE_ASKED}${what}/${reason}/${randomUUID()}`
  await saveCursor(rows, noted, fromMs)
  return { ...recompute, noted }
}
