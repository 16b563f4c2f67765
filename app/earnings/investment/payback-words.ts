import { dayInWords } from '#lib/domain/date-words'
import { formatPercent } from '#lib/domain/format'
import type { Ending, Payback } from '#lib/wire/investment'

const DAYS_PER_MONTH = 365 / 12

/** `12 days`, `7 months`, `3.4 years`; null is `never`. */
export function daysInWords(days: number | null): string {
  if (days === null) return 'never'
  if (days < 60) {
    const whole = Math.ceil(days)
    return whole === 1 ? '1 day' : `${whole} days`
  }
  if (days < 2 * 365) return `${Math.round(days / DAYS_PER_MONTH)} months`
  return `${Number((days / 365).toFixed(1))} years`
}

/** `7 months to never`, `earned back`; one word where both ends read alike. */
export function paybackInWords({ soonest, latest }: Payback): string {
  if (latest === 0) return 'earned back'
  const [first, last] = [daysInWords(soonest), daysInWords(latest)]
  if (first === last) return first
  const unit = last.split(' ')[1]
  return unit !== undefined && first.endsWith(` ${unit}`)
    ? `${first.slice(0, -unit.length - 1)} to ${last}`
    : `${first} to ${last}`
}

/**
 * `ends about 7 Dec 2026 with 62% back`, of what is rented and does not pay back before its end; undefined of anything
 * else.
 */
export function endingInWords(
  { payback, ending }: { payback?: Payback; ending?: Ending },
  timeZone: string,
): string | undefined {
  if (!ending || !payback || payback.steady !== null) return undefined
  const when = `${ending.isPast ? 'ended' : 'ends about'} ${dayInWords(ending.atMs, timeZone)}`
  if (ending.returned === undefined) return when
  return `${when} with ${ending.returned > 0 ? formatPercent(ending.returned) : 'nothing'} back`
}
