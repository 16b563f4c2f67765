import type { Database } from '#lib/db/database'
import { saveEnergyPrices } from '#lib/db/energy-prices'
import type { Site } from '#lib/db/sites'
import type { NamedPrice } from '#lib/domain/energy-prices'
import { noteRecompute } from '../note-recompute.ts'
import type { Recompute } from '../saved.ts'
import { closedEnergyHours } from './closed-energy-hours.ts'

/** Keeps a site's prices, in one commit with the note of what they ask of closed hours. Answers with those that were new. */
export function takeEnergyPrices(
  database: Database,
  site: Site,
  prices: NamedPrice[],
  nowMs: number,
): Promise<{ news: NamedPrice[]; recompute?: Recompute }> {
  return database.$transaction(
    async (rows) => {
      const news = await saveEnergyPrices(rows, site.id, prices, nowMs)
      const recompute = news.length === 0 ? undefined : closedEnergyHours(site, news, nowMs)
      return recompute ? { news, recompute: await noteRecompute(rows, recompute) } : { news }
    },
    { timeout: 60_000 },
  )
}
