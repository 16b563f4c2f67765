/** `[fromMs, toMs)`. */
export type PaidSpan = { fromMs: number; toMs: number }

/** A payer is overdue when it has been silent for so many times the longest wait between two of its payouts. */
const OVERDUE_AFTER_WAITS = 2

/**
 * The work that the payouts of a span were for. A payout is for the work since the one before it, so a span of payouts is
 * compared from the last one before it to the last one in it. A payer that is asked, and has been silent for twice as long
 * as it ever was, pays for nothing since: then the span goes on to its end. Undefined where nothing can be compared.
 *
 * @param payoutsMs when payouts came, ascending, those before the span too
 */
export function paidSpan(payoutsMs: readonly number[], span: PaidSpan, isAsked: boolean): PaidSpan | undefined {
  const known = payoutsMs.filter((atMs) => atMs < span.toMs)
  const last = known.at(-1)
  if (last === undefined) return undefined
  const fromMs = known.findLast((atMs) => atMs < span.fromMs) ?? span.fromMs
  const waits = known.slice(1).map((atMs, index) => atMs - (known[index] ?? atMs))
  const isOverdue = waits.length > 0 && span.toMs - last > OVERDUE_AFTER_WAITS * Math.max(...waits)
  const toMs = isAsked && isOverdue ? span.toMs : last
  return toMs > fromMs ? { fromMs, toMs } : undefined
}
