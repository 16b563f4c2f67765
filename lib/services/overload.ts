import type { ReadingStore } from '#lib/db/reading-store'
import { LATE_AFTER_MS } from '#lib/domain/limits'

/** Why a message is put off, in few enough words to be a label. */
export type Overload = 'overload' | 'backlog-overload'

type Bounds = {
  /** What may wait for the disk. */
  readings: number
  bytes: number
  /** How far behind the process may be before some messages are put off, and when all are. */
  behindMs: { some: number; all: number }
}

/** Backlogs are put off first, so that what is live stays live. */
const LIVE: Bounds = { readings: 20_000, bytes: 64 * 1024 * 1024, behindMs: { some: 2_000, all: 5_000 } }
const BACKLOG: Bounds = { readings: 5_000, bytes: 16 * 1024 * 1024, behindMs: { some: 200, all: 1_000 } }

const RETRY_BASE_MS = 1_000

/**
 * Whether a message of readings is put off because the server has more to do than it can; undefined when it is taken. Between the two bounds
 * of `behindMs` a part of the messages is put off, the larger the further it is behind, so that neither all agents are sent away at once
 * nor the server falls idle. `chance` is a random number from 0 to 1.
 */
export function overloadOf(
  store: Pick<ReadingStore, 'pending'>,
  message: unknown[],
  now: { receivedAtMs: number; behindMs: number },
  chance = Math.random(),
): Overload | undefined {
  const isLate = isBacklog(message[0], now.receivedAtMs)
  const { readings, bytes, behindMs } = isLate ? BACKLOG : LIVE
  const waiting = store.pending()
  const diskKeepsUp = waiting.readings < readings && waiting.bytes < bytes
  const part = (now.behindMs - behindMs.some) / (behindMs.all - behindMs.some)
  if (diskKeepsUp && chance >= part) return undefined
  return isLate ? 'backlog-overload' : 'overload'
}

/** When to come back: spread out, so that a thousand agents do not do so in the same instant. */
export function retryAfterMs(chance = Math.random()): number {
  return Math.round(RETRY_BASE_MS * (1 + 2 * chance))
}

function isBacklog(first: unknown, receivedAtMs: number): boolean {
  const at: unknown = first !== null && typeof first === 'object' ? Reflect.get(first, 'at') : undefined
  return typeof at === 'number' && receivedAtMs - at > LATE_AFTER_MS
}
