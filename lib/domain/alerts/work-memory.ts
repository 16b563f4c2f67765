import { poolKey } from '#lib/domain/alerts/pool-key'
import { addToMinute, type RollingMinutes, rollingMinutes, sumWithin } from '#lib/domain/alerts/rolling-minutes'
import { OFFLINE_AFTER_INTERVALS } from '#lib/domain/limits'
import {
  DEFAULT_INTERVAL_SECONDS,
  type PoolReport,
  type Reading,
  type ShareCounters,
  type WorkReport,
} from '#lib/domain/reading'
import { DAY_MS, MINUTE_MS } from '#lib/domain/units'

/** What is remembered of a rig's work on one algorithm. */
export type WorkMemory = {
  algorithm: string
  /** The last report and its moment. */
  report?: WorkReport
  atMs: number
  /** Hashes and seconds of hashing by minute. */
  rates: RollingMinutes
  /** Accepted, rejected and stale shares by minute; made with the first counter. */
  shares?: RollingMinutes
  /** The counters last told. */
  counters?: ShareCounters
  /** Since when counters are watched. */
  countedSinceMs?: number
  /** As far as it was seen, or told by the miner. */
  lastAcceptedMs?: number
  /** The pool last told, and what it comes to (`pool-key.ts`). */
  pool?: PoolReport
  poolKey?: string
  /** Accepted shares and the hashing time they took, of about the last day: what the mean gap is made of. */
  accepted: number
  hashingMs: number
}

const MEAN_SPAN_MS = 10 * MINUTE_MS
/** A mean of less says more of the moment than of the rig. */
const MEAN_AT_LEAST_SECONDS = 300
export const SHARES_SPAN_MS = 30 * MINUTE_MS
const SHARES_FOR_A_GAP = 3

export function newWorkMemory(algorithm: string): WorkMemory {
  return { algorithm, atMs: 0, rates: rollingMinutes(10, 2), accepted: 0, hashingMs: 0 }
}

/**
 * Takes in what a reading says of the work; changed in place. `before` is the rig's reading before it, which speaks
 * until this one, at most three intervals.
 */
export function rememberWork(
  memory: WorkMemory,
  report: WorkReport,
  reading: Reading,
  before: Reading | undefined,
  gone: boolean,
): void {
  const { report: last, atMs } = memory
  memory.report = report
  memory.atMs = reading.at
  const mined = before !== undefined && last !== undefined && atMs === before.at && before.state === 'hashing'
  if (mined) {
    const longestMs = OFFLINE_AFTER_INTERVALS * (before.intervalSeconds ?? DEFAULT_INTERVAL_SECONDS) * 1000
    const spokenMs = Math.min(reading.at - atMs, longestMs)
    memory.hashingMs += spokenMs
    if (last.hashesPerSecond !== undefined) {
      addToMinute(memory.rates, reading.at, 0, (last.hashesPerSecond * spokenMs) / 1000)
      addToMinute(memory.rates, reading.at, 1, spokenMs / 1000)
    }
  }
  const { pool } = report
  if (pool && (pool.url !== memory.pool?.url || pool.user !== memory.pool?.user)) {
    memory.pool = pool
    memory.poolKey = poolKey(pool)
  }
  if (report.shares) countShares(memory, report.shares, reading, gone)
}

/** The mean hash rate of the last 10 min of hashing, H/s; undefined before half of them are known. */
export function tenMinuteMean({ rates }: WorkMemory, nowMs: number): number | undefined {
  const seconds = sumWithin(rates, nowMs, MEAN_SPAN_MS, 1)
  return seconds < MEAN_AT_LEAST_SECONDS ? undefined : sumWithin(rates, nowMs, MEAN_SPAN_MS, 0) / seconds
}

/** Time between accepted shares while hashing, ms; undefined before there were a few. */
export function meanShareGapMs({ accepted, hashingMs }: WorkMemory): number | undefined {
  return accepted < SHARES_FOR_A_GAP ? undefined : hashingMs / accepted
}

/** Shares of the last `spanMs` (at most 30 min), and what part of them was rejected or stale. */
export function sharesWithin(memory: WorkMemory, nowMs: number, spanMs: number): { shares: number; bad: number } {
  const { shares } = memory
  if (!shares) return { shares: 0, bad: 0 }
  const accepted = sumWithin(shares, nowMs, spanMs, 0)
  const bad = sumWithin(shares, nowMs, spanMs, 1) + sumWithin(shares, nowMs, spanMs, 2)
  return { shares: accepted + bad, bad }
}

function countShares(memory: WorkMemory, shares: ShareCounters, { at, miner }: Reading, gone: boolean): void {
  const before = memory.counters
  memory.counters = shares
  const { accepted = 0 } = shares
  if (before === undefined) {
    memory.shares = rollingMinutes(SHARES_SPAN_MS / MINUTE_MS, 3)
    // What the miner has done before it was watched tells its usual gap.
    if (miner.uptimeSeconds !== undefined) {
      memory.accepted += accepted
      memory.hashingMs += miner.uptimeSeconds * 1000
    }
    memory.countedSinceMs = at
  } else if (gone) {
    if (accepted > (before.accepted ?? 0)) memory.lastAcceptedMs = at
  } else if (memory.shares) {
    const more = increase(before.accepted, shares.accepted)
    add(memory.shares, at, 0, more)
    add(memory.shares, at, 1, increase(before.rejected, shares.rejected))
    add(memory.shares, at, 2, increase(before.stale, shares.stale))
    memory.accepted += more
    if (more > 0) memory.lastAcceptedMs = at
  }
  const { lastAcceptedAt } = shares
  if (lastAcceptedAt !== undefined && lastAcceptedAt <= at && lastAcceptedAt > at - DAY_MS) {
    memory.lastAcceptedMs = Math.max(memory.lastAcceptedMs ?? 0, lastAcceptedAt)
  }
  // Older shares count for less, so that the gap follows the pool's difficulty.
  while (memory.hashingMs > 2 * DAY_MS) {
    memory.hashingMs /= 2
    memory.accepted /= 2
  }
}

function add(ring: RollingMinutes, atMs: number, column: number, amount: number): void {
  if (amount > 0) addToMinute(ring, atMs, column, amount)
}

/** How far a counter rose; one that fell began again from 0. */
function increase(before: number | undefined, now: number | undefined): number {
  if (now === undefined || before === undefined) return 0
  return now >= before ? now - before : now
}
