import type { DynamicPrices } from '#lib/domain/tariff-parts'
import { awattar } from '#lib/market/energy/awattar'
import type { EnergySource } from '#lib/market/energy/energy-source'
import { octopus } from '#lib/market/energy/octopus'

/** What of the configuration says where prices of energy come from. */
export type EnergyConfig = { market: 'live' | 'off'; octopusUrl: string; awattarAtUrl: string; awattarDeUrl: string }

/** Who is to be asked for a tariff's prices; undefined where they come by a file. */
export function energySourceOf(config: EnergyConfig, dynamic: DynamicPrices): EnergySource | undefined {
  if (dynamic.source === 'octopus') return octopus(config.octopusUrl, dynamic)
  if (dynamic.source === 'awattar') {
    return awattar(dynamic.country === 'at' ? config.awattarAtUrl : config.awattarDeUrl)
  }
  return undefined
}

/** Tells who is asked for what: sites with the same key have the same prices. */
export function sourceKey(dynamic: DynamicPrices): string {
  if (dynamic.source === 'octopus') {
    return `octopus/${dynamic.productCode}/${dynamic.tariffCode}/${dynamic.vat}`
  }
  return dynamic.source === 'awattar' ? `awattar/${dynamic.country}` : dynamic.source
}
