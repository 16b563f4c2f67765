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

/** The price of the hour around `nowMs`; undefined where no tariff is known. */
export function presentPricePerKwh(site: SiteSettings, nowMs: number): number | undefined {
  return hourPrice(site, startOfLocalHour(nowMs, site.timeZone)).pricePerKwh
}

/** Mean of the coming 24 hours. */
export function meanPricePerKwh(site: SiteSettings, nowMs: number): number | undefined {
  const prices = hourPrices(site, nowMs, 24).flatMap(({ pricePerKwh }) => pricePerKwh ?? [])
  return prices.length === 0 ? undefined : prices.reduce((sum, price) => sum + price, 0) / prices.length
}

function hourPrice(site: SiteSettings, fromMs: number): HourPrice {
  const hour = { fromMs, toMs: fromMs + HOUR_MS }
  let sum = 0
  const labels = new Set<string | undefined>()
  for (let quarterMs = fromMs; quarterMs < hour.toMs; quarterMs += QUARTER_MS) {
    const tariff = speaksAt(site.tariffs, quarterMs)?.tariff
    if (!tariff) return hour
    for (const { pricePerKwh, label, seconds } of pricesOfQuarter(tariff, site.timeZone, quarterMs)) {
      sum += pricePerKwh * seconds
      labels.add(label)
    }
  }
  const [label] = labels
  const price = { ...hour, pricePerKwh: (sum * 1000) / HOUR_MS }
  return labels.size === 1 && label !== undefined ? { ...price, label } : price
}
