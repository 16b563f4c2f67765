import { startOfLocalDay } from '#lib/domain/calendar'
import type { SiteSettings } from './fleet-settings.ts'

/** When today began at a site (without one, in UTC), worked out once for each. */
export function midnightOfSites(nowMs: number): (site: SiteSettings | undefined) => number {
  const midnights = new Map<number, number>()
  return (site) => {
    const known = midnights.get(site?.id ?? 0)
    if (known !== undefined) return known
    const midnightMs = startOfLocalDay(nowMs, site?.timeZone ?? 'UTC')
    midnights.set(site?.id ?? 0, midnightMs)
    return midnightMs
  }
}
