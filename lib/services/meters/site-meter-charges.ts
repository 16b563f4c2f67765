import { speaksAt } from '#lib/domain/dated'
import { type LedgerQuarter, plus } from '#lib/domain/ledger/entry'
import type { MeterQuarter } from '#lib/domain/meter-quarters'
import { toNano } from '#lib/domain/money'
import { energyCost, type PriceSpan, pricesOfQuarter } from '#lib/domain/tariff'
import { QUARTER_MS } from '#lib/domain/units'
import { unmeteredEnergy } from '#lib/domain/unmetered-energy'
import type { SiteSettings } from '../fleet-settings.ts'

/** What a meter said of a quarter-hour and what the rigs had of it: what the charge is made of. */
export type MeteredEnergy = {
  quarterMs: number
  meter?: MeterQuarter
  rigsMilliWh: bigint
  /** Absent where the meter knows too little. */
  extraMilliWh?: bigint
  prices: PriceSpan[]
}

/** Quarter-hours of meters by site and by when they begin. */
export type MeteredSites = ReadonlyMap<number, ReadonlyMap<number, MeterQuarter>>

/** The site's energy beside its rigs in a quarter-hour, where its tariff charges that by meter; otherwise undefined. */
export function meteredEnergy(
  site: SiteSettings,
  quarterMs: number,
  rigsMilliWh: bigint,
  meters: MeteredSites,
): MeteredEnergy | undefined {
  const tariff = speaksAt(site.tariffs, quarterMs)?.tariff
  if (tariff?.siteEnergy !== 'meter') return undefined
  const meter = meters.get(site.id)?.get(quarterMs)
  const extraMilliWh = unmeteredEnergy(meter, rigsMilliWh)
  const prices = pricesOfQuarter(tariff, site.timeZone, quarterMs, site.energyPrices)
  return {
    ...{ quarterMs, rigsMilliWh, prices },
    ...(meter ? { meter } : {}),
    ...(extraMilliWh === undefined ? {} : { extraMilliWh }),
  }
}

/**
 * A site's quarter-hour with what its meter counted beside the rigs: energy, and its cost at the price of that
 * quarter-hour. What the meter does not know is not charged and stands as time without known power; what has no
 * price as time without known cost.
 */
export function withMeteredEnergy(quarter: LedgerQuarter, site: SiteSettings, metered: MeteredEnergy): LedgerQuarter {
  const { extraMilliWh, quarterMs } = metered
  const tariff = speaksAt(site.tariffs, quarterMs)?.tariff
  if (extraMilliWh === undefined || !tariff) return { ...quarter, seenMs: QUARTER_MS, unpoweredMs: QUARTER_MS }
  const cost = energyCost(tariff, site.timeZone, quarterMs, Number(extraMilliWh) / 1000, site.energyPrices)
  const energyMilliWh = quarter.energyMilliWh + extraMilliWh
  if (cost === undefined) return { ...quarter, energyMilliWh, seenMs: QUARTER_MS, uncostedMs: QUARTER_MS }
  const costNano = plus(quarter.costNano, toNano(cost))
  return { ...quarter, energyMilliWh, ...(costNano === undefined ? {} : { costNano }) }
}
