import { startOfLocalDay, startOfNextLocalDay } from '#lib/domain/calendar'
import { speaksAt } from '#lib/domain/dated'
import { priceAt } from '#lib/domain/tariff'
import { QUARTER_MS } from '#lib/domain/units'
import type { SiteRow } from '#lib/wire/dashboard-events'
import type { SiteSettings } from './fleet-settings.ts'

type Prices = NonNullable<SiteRow['pricesToday']>

// Settings are never changed in place; a day's prices are asked for every second.
const kept = new WeakMap<SiteSettings, { dayMs: number; prices: Prices | undefined }>()

/**
 * What a kWh costs at a site over its present day, to the quarter-hour; undefined where the price does not change
 * within the day or no tariff is known.
 */
export function pricesToday(site: SiteSettings, nowMs: number): Prices | undefined {
  const dayMs = startOfLocalDay(nowMs, site.timeZone)
  const known = kept.get(site)
  if (known?.dayMs === dayMs) return known.prices
  const spans = spansOf(site, dayMs, startOfNextLocalDay(nowMs, site.timeZone))
  const prices = spans.length > 1 ? spans : undefined
  kept.set(site, { dayMs, prices })
  return prices
}

/** Prices of a span to the quarter-hour; a gap where none is known. */
function spansOf(site: SiteSettings, fromMs: number, toMs: number): Prices {
  const spans: Prices = []
  for (let atMs = fromMs; atMs < toMs; atMs += QUARTER_MS) {
    const tariff = speaksAt(site.tariffs, atMs)?.tariff
    if (!tariff) return []
    const price = priceAt(tariff, site.timeZone, atMs, site.energyPrices)
    if (!price) continue
    const { pricePerKwh, label } = price
    const endMs = Math.min(toMs, atMs + QUARTER_MS)
    const last = spans.at(-1)
    if (last && last.toMs === atMs && last.pricePerKwh === pricePerKwh && last.label === label) last.toMs = endMs
    else spans.push({ fromMs: atMs, toMs: endMs, pricePerKwh, ...(label === undefined ? {} : { label }) })
  }
  return spans
}
