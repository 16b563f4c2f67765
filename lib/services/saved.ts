import type { z } from 'zod'
import type { LedgerReason } from '#lib/domain/ledger/reasons'
import { HOUR_MS } from '#lib/domain/units'
import type { Change } from './change-bus.ts'

/** What came of a change to settings: what must be told, and what of the past it alters; or what is wrong, by field. */
export type Saved<More = unknown> = ({ ok: true; changes: Change[]; recompute?: Recompute } & More) | Refused

/** Words by field; a complaint about the whole stands under `form`. */
export type Refused = { ok: false; problems: Record<string, string> }

/**
 * Closed hours that a change alters, `[fromMs, toMs)`, both on the hour. `hours`: rig hours must be made anew from
 * readings, and then their money; `money`: the hours stand, only their worth changes. Absent ids mean all.
 */
export type Recompute = {
  what: 'hours' | 'money'
  fromMs: number
  toMs: number
  rigIds?: number[]
  siteIds?: number[]
  /** What the corrections in the ledger will say; `settings changed` when absent. */
  reason?: LedgerReason
  /** Under which name it is kept on disk until it is done, where it is already. */
  noted?: string
}

/** The closed hours since `fromMs`, or undefined when none is closed yet: the open hour follows by itself. */
export function closedHoursSince(
  fromMs: number,
  nowMs: number,
  of: Omit<Recompute, 'fromMs' | 'toMs'>,
): Recompute | undefined {
  const first = Math.floor(fromMs / HOUR_MS) * HOUR_MS
  const open = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  return first < open ? { ...of, fromMs: first, toMs: open } : undefined
}

/** One field's complaint. */
export function refused(field: string, problem: string): Refused {
  return { ok: false, problems: { [field]: problem } }
}

/** The first complaint of each field, named by its path (`windows.0.days`). */
export function refusedInput(error: z.ZodError): Refused {
  const problems: Record<string, string> = {}
  for (const { path, message } of error.issues) {
    const field = path.length === 0 ? 'form' : path.join('.')
    problems[field] ??= message
  }
  return { ok: false, problems }
}
