import type { Assignment } from '#lib/domain/explained-money'
import { guessPayer, samePayer } from '#lib/domain/pool-addresses'
import type { Reading } from '#lib/domain/reading'
import { MINUTE_MS } from '#lib/domain/units'

/** A miner that jumps between pools would otherwise write an assignment with every reading. */
const KEPT_AT_LEAST_MS = 10 * MINUTE_MS

type Work = Pick<Reading['work'][number], 'algorithm' | 'pool'>

/** Who probably pays for an algorithm's work, by the pool its miner names, from `fromMs` on; marked as assumed. */
export function assumeAssignment(work: Work, fromMs: number): Assignment | undefined {
  const guess = guessPayer(work.algorithm, work.pool)
  return guess && { algorithm: work.algorithm, fromMs, ...guess, assumed: true }
}

/**
 * What an assumption becomes when the miner names another pool: a row from `atMs` on, `keep` where the present one still
 * holds, or `later` where it has only just begun. What the owner confirmed is kept always.
 */
export function followPool(present: Assignment, work: Work, atMs: number): Assignment | 'keep' | 'later' {
  const { pool } = work
  if (!present.assumed || !pool?.url || pool.connected === false) return 'keep'
  const assumed = assumeAssignment(work, atMs)
  if (!assumed || samePayer(assumed, present) || atMs <= present.fromMs) return 'keep'
  return atMs - present.fromMs < KEPT_AT_LEAST_MS ? 'later' : assumed
}
