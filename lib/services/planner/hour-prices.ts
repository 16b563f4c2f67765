import { speaksAt } from '#lib/domain/dated'
import { type HourPrice, startOfLocalHour } from '#lib/domain/planner/run-or-pause'
import { pricesOfQuarter } from '#lib/domain/tariff'
import { HOUR_MS, QUARTER_MS } from '#lib/domain/units'
import type { SiteSettings } from '../fleet-settings.ts'

/**
 * What a kWh costs at a site in the hours by its own clock, the present one first: each the mean of its quarter-hours,
 * weighted with time. All that plans by the hour takes its prices from here.
 */
export function hourPrices(site: SiteSettings, nowMs: number, count: number): HourPrice[] {
  const startMs = startOfLocalHour(nowMs, site.timeZone)
  return Array.from({ length: count }, (_, index) => hourPrice(site, startMs + index * HOUR_MS))
}

// Settings are never changed in place, and every rig asks.
const present = new WeakMap<SiteSettings, HourPrice>()

/** The price of the hour around `nowMs`; undefined where it is not known. */
export function presentPricePerKwh(site: SiteSettings, nowMs: number): number | undefined {
  const known = present.get(site)
  if (known && known.fromMs <= nowMs && nowMs < known.toMs) return known.pricePerKwh
  const price = hourPrice(site, startOfLocalHour(nowMs, site.timeZone))
  present.set(site, price)
  return price.pricePerKwh
}

/** Mean of the coming 24 hours, or of those whose price is known. */
export function meanPricePerKwh(site: SiteSettings, nowMs: number): number | undefined {
  const prices = hourPrices(site, nowMs, 24).flatMap(({ pricePerKwh }) => pricePerKwh ?? [])
  return prices.length === 0 ? undefined : prices.reduce((sum, price) => sum + price, 0) / prices.length
}

function hourPrice(site: SiteSettings, fromMs: number): HourPrice {
  const hour = { fromMs, toMs: fromMs + HOUR_MS }
  let sum = 0
  let priced = 0
  const labels = new Set<string | undefined>()
  for (let quarterMs = fromMs; quarterMs < hour.toMs; quarterMs += QUARTER_MS) {
    const tariff = speaksAt(site.tariffs, quarterMs)?.tariff
    if (!tariff) return hour
    for (const { pricePerKwh, label, seconds } of pricesOfQuarter(
      tariff,
      site.timeZone,
      quarterMs,
      site.energyPrices,
    )) {
      sum += pricePerKwh * seconds
      priced += seconds
      labels.add(label)
    }
  }
  // A dynamic price that nobody has named yet.
  if (priced * 1000 < HOUR_MS) return hour
  const [label] = labels
  const price = { ...hour, pricePerKwh: (sum * 1000) / HOUR_MS }
  return labels.size === 1 && label !== undefined ? { ...price, label } : price
}
