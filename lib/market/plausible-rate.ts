import { DAY_MS } from '#lib/domain/units'

/** How many times more or less than the last known rate is taken for a mistake of its source. */
const LARGEST_JUMP = 10

/**
 * Whether a figure may replace the last known one: it must be above 0 and within a factor of ten (`largestJump`). After
 * a day without a rate the new one is believed, because then the old one is of no more use; but not when the day was
 * spent holding it back (`heldBefore`). Answers with the reason in words where the figure is held back, else undefined.
 */
export function whyHeldBack(
  what: string,
  figure: number,
  last: { figure: number; observedAtMs: number } | undefined,
  nowMs: number,
  { heldBefore = false, largestJump = LARGEST_JUMP }: { heldBefore?: boolean; largestJump?: number } = {},
): string | undefined {
  if (!Number.isFinite(figure) || figure <= 0) return `${what} would be ${figure}`
  if (!last || (nowMs - last.observedAtMs > DAY_MS && !heldBefore)) return undefined
  const factor = figure / last.figure
  if (factor <= largestJump && factor >= 1 / largestJump) return undefined
  return `${what} would jump from ${last.figure} to ${figure}: held back`
}
