import { z } from 'zod'
import { readCursor, saveCursor } from '#lib/db/job-cursors'
import type { Rows } from '#lib/db/rows'
import { datedSetting, replaceSetting } from '#lib/db/settings'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import type { Change } from '../change-bus.ts'
import { type Refused, refused } from '../saved.ts'

/** Days that readings may be kept in full; `forever` beside them. */
export const RETENTION_CHOICES = [30, 90, 180, 365, 730, 1825] as const

export type Retention = { days: number } | 'forever'

export const DEFAULT_RETENTION: Retention = { days: 365 }

const RETENTION = 'readings-kept'
const PRUNED_BEFORE = 'readings-pruned-before'
const retentionValue = z.union([z.object({ days: z.number().int().min(30).max(3650) }), z.literal('forever')])

/** How long readings are kept in full: 365 days until the owner says otherwise. */
export async function readRetention(rows: Rows): Promise<Retention> {
  const saved = (await datedSetting(rows, RETENTION)).at(-1)
  return saved === undefined ? DEFAULT_RETENTION : retentionValue.parse(saved.value)
}

/** Lets readings be kept for so long. What is older goes within the hour, and cannot be had back. */
export async function saveRetention(rows: Rows, wanted: unknown): Promise<{ ok: true; changes: Change[] } | Refused> {
  const retention = retentionValue.safeParse(wanted)
  if (!retention.success) return refused('days', 'choose from 30 days to ten years, or for ever')
  await replaceSetting(rows, RETENTION, 0, retention.data)
  return { ok: true, changes: [{ kind: 'settings' }] }
}

/** Before this moment readings may be gone: hours that begin earlier are final, since they cannot be made again. */
export async function readFinalBefore(rows: Rows): Promise<number> {
  const prunedBeforeMs = await readCursor(rows, PRUNED_BEFORE)
  // The first hour that keeps all its readings began with what the last one before it said.
  return prunedBeforeMs === undefined ? Number.MIN_SAFE_INTEGER : prunedBeforeMs + HOUR_MS
}

/** To be called before readings are removed: killed in between, hours must not be made from what is left of them. */
export async function savePrunedBefore(rows: Rows, beforeMs: number): Promise<void> {
  // Cut to the hour, so that none is final in part; the store removes no more than that.
  const prunedBeforeMs = Math.floor(beforeMs / HOUR_MS) * HOUR_MS
  const before = await readCursor(rows, PRUNED_BEFORE)
  if (before === undefined || prunedBeforeMs > before) await saveCursor(rows, PRUNED_BEFORE, prunedBeforeMs)
}

/** What is older than this goes; nothing does when readings are kept for ever. */
export function keptSince(retention: Retention, nowMs: number): number {
  return retention === 'forever' ? Number.MIN_SAFE_INTEGER : nowMs - retention.days * DAY_MS
}
