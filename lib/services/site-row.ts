import { speaksAt } from '#lib/domain/dated'
import { fixedCost, nextPriceChange, priceAt } from '#lib/domain/tariff'
import { DAY_MS } from '#lib/domain/units'
import type { SiteRow } from '#lib/wire/dashboard-events'
import type { SiteSettings } from './fleet-settings.ts'
import { pricesToday } from './prices-today.ts'

/** A site as browsers see it: what power costs there now and next. */
export function siteRow(site: SiteSettings, nowMs: number): SiteRow {
  const tariff = speaksAt(site.tariffs, nowMs)?.tariff
  const row = { id: site.id, name: site.name, timeZone: site.timeZone }
  if (!tariff) return row
  return {
    ...row,
    pricePerKwhNow: priceAt(tariff, site.timeZone, nowMs, site.energyPrices)?.pricePerKwh,
    nextPrice: nextPriceChange(tariff, site.timeZone, nowMs, DAY_MS, site.energyPrices),
    pricesToday: pricesToday(site, nowMs),
  }
}

/** Standing charges of all sites: of the coming day, and since what `openSinceMs` says of each. */
export function fixedCosts(
  sites: Iterable<SiteSettings>,
  nowMs: number,
  openSinceMs: (site: SiteSettings) => number,
): { perDay: number; sinceClosed: number } {
  const costs = { perDay: 0, sinceClosed: 0 }
  for (const site of sites) {
    const tariff = speaksAt(site.tariffs, nowMs)?.tariff
    if (!tariff) continue
    costs.perDay += fixedCost(tariff, site.timeZone, nowMs, nowMs + DAY_MS)
    costs.sinceClosed += fixedCost(tariff, site.timeZone, openSinceMs(site), nowMs)
  }
  return costs
}
