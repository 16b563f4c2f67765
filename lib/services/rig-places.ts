import { speaksAt } from '#lib/domain/dated'
import type { Place } from '#lib/domain/valuation'
import type { RigSettings, SiteSettings } from './fleet-settings.ts'

/** The site where a rig stood at a moment. */
export function siteAt(
  rig: Pick<RigSettings, 'placements'>,
  sites: ReadonlyMap<number, SiteSettings>,
  atMs: number,
): SiteSettings | undefined {
  const placement = speaksAt(rig.placements, atMs)
  return placement && sites.get(placement.siteId)
}

/** Where a rig stood and what energy cost there over time, oldest first: its placements cut at its sites' tariffs. */
export function placesOf(rig: Pick<RigSettings, 'placements'>, sites: ReadonlyMap<number, SiteSettings>): Place[] {
  const places: Place[] = []
  for (const [index, placement] of rig.placements.entries()) {
    const site = sites.get(placement.siteId)
    if (!site) continue
    // Before the first row of a dated list, the first speaks.
    const fromMs = index === 0 ? Number.NEGATIVE_INFINITY : placement.fromMs
    const toMs = rig.placements[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY
    const base = { siteName: site.name, timeZone: site.timeZone, energyPrices: site.energyPrices }
    places.push({ ...base, fromMs, tariff: speaksAt(site.tariffs, Math.max(fromMs, 0))?.tariff })
    for (const { fromMs: since, tariff } of site.tariffs) {
      if (since > Math.max(fromMs, 0) && since < toMs) places.push({ ...base, fromMs: since, tariff })
    }
  }
  return places
}
