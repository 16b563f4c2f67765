import { offsetMs } from '#lib/domain/calendar'
import { formatMoney } from '#lib/domain/format'
import { HOUR_MS } from '#lib/domain/units'

/** What a kWh costs in an hour, as the mean of its quarters; absent where no tariff is known. */
export type HourPrice = { fromMs: number; toMs: number; pricePerKwh?: number; label?: string }

/** Whether to run in an hour. `run` is null where that cannot be told; the reason stands in words. */
export type HourDecision = { run: boolean | null; reason: string }

/**
 * Run while a kWh brings at least what it costs in that hour. Revenue per kWh is the day's revenue ÷ the day's energy with
 * what the site adds to it; standing charges fall due either way and do not matter. A price of 0 or less is always run.
 */
export function runOrPause(
  { pricePerKwh }: HourPrice,
  breakEven: number | undefined,
  words: { currency: string; unknown?: string },
): HourDecision {
  if (pricePerKwh === undefined) return { run: null, reason: 'What a kWh costs in this hour is not known' }
  const price = formatMoney(pricePerKwh, words.currency, { perKwh: true })
  if (breakEven === undefined) {
    if (pricePerKwh <= 0) return { run: true, reason: `Power costs nothing: ${price}` }
    return { run: null, reason: words.unknown ?? 'What a kWh brings is not known' }
  }
  const brings = formatMoney(breakEven, words.currency, { perKwh: true })
  return breakEven >= pricePerKwh
    ? { run: true, reason: `Power brings ${brings} and costs ${price}` }
    : { run: false, reason: `Power costs ${price} and brings only ${brings}` }
}

/** When the present hour by the site's clock began; zones with a half hour have their own. */
export function startOfLocalHour(atMs: number, timeZone: string): number {
  const offset = offsetMs(atMs, timeZone)
  return Math.floor((atMs + offset) / HOUR_MS) * HOUR_MS - offset
}
