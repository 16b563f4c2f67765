import type { Database } from '#lib/db/database'
import { hoursOf } from '#lib/db/hours'
import { listSites } from '#lib/db/sites'
import type { ExplainedMoney } from '#lib/domain/explained-money'
import { sumExplained, valueHour } from '#lib/domain/valuation'
import { currencyAt, datedCurrencies } from './currency.ts'
import { datedRates } from './dated-rates.ts'
import { loadRigSettings } from './fleet-settings.ts'
import { placesOf } from './rig-places.ts'

/**
 * What a rig earned and cost in `[fromMs, toMs)`, taken apart, from its closed hours at each hour's rates and settings.
 * Hours valued in another currency than the span's last one are left out. Undefined when there is no such rig.
 */
export async function explainPeriod(
  database: Database,
  query: { rigId: number; fromMs: number; toMs: number },
): Promise<ExplainedMoney | undefined> {
  const { rigId, fromMs, toMs } = query
  const rig = (await loadRigSettings(database, [rigId])).get(rigId)
  if (!rig) return undefined
  const [sites, currencies] = await Promise.all([listSites(database), datedCurrencies(database)])
  const places = placesOf(rig, new Map(sites.map((site) => [site.id, site])))
  const [hours, book] = await Promise.all([
    hoursOf(database, rigId, fromMs, toMs),
    datedRates(database, { currencies }, fromMs, toMs),
  ])
  const currency = currencyAt(currencies, toMs - 1)
  const explained = hours.flatMap((hour) => {
    const rates = book.at(hour.hourMs)
    if (rates.currency !== currency) return []
    const money = valueHour(hour, { assignments: rig.assignments, rates, places }).explained
    return [money]
  })
  return sumExplained(currency, explained)
}
