import type { Site } from '#lib/db/sites'
import type { NamedPrice } from '#lib/domain/energy-prices'
import { closedHoursSince, type Recompute } from '../saved.ts'

/** What prices that say something new alter of a site's closed hours; undefined where they all lie ahead. */
export function closedEnergyHours(site: Site, news: NamedPrice[], nowMs: number): Recompute | undefined {
  // Before its first dynamic tariff a site's prices were its tariffs' own.
  const dynamicSinceMs = site.tariffs.find(({ tariff }) => tariff.dynamic)?.fromMs ?? nowMs
  const firstMs = news.reduce((first, { fromMs }) => Math.min(first, fromMs), Number.POSITIVE_INFINITY)
  const sinceMs = Math.max(firstMs, dynamicSinceMs)
  return closedHoursSince(sinceMs, nowMs, { what: 'money', siteIds: [site.id], reason: 'tariff changed' })
}
