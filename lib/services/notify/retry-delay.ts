import { DAY_MS, MINUTE_MS, SECOND_MS } from '#lib/domain/units'

/** How long a message is tried before it is given up, visibly. */
export const GIVE_UP_AFTER_MS = DAY_MS

const FIRST_WAIT_MS = 5 * SECOND_MS
const LONGEST_WAIT_MS = 15 * MINUTE_MS

/**
 * How long to wait after the given number of failed attempts: doubling from 5 s to a quarter of an hour, of which a
 * random half (`chance` in [0, 1)), so that what failed together is not tried together; never shorter than what the
 * service asked for.
 */
export function retryDelayMs(attempts: number, askedMs = 0, chance = Math.random()): number {
  const wholeMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20))
  return Math.max(askedMs, Math.round(wholeMs / 2 + (wholeMs / 2) * chance))
}
