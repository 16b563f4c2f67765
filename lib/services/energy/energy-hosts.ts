import type { Database } from '#lib/db/database'
import { listSites } from '#lib/db/sites'
import { speaksAt } from '#lib/domain/dated'
import { PRICE_SOURCES } from '#lib/domain/tariff-parts'
import { type EnergyConfig, energySourceOf } from './energy-sources.ts'
import { type EnergyStatus, energyStatus } from './energy-status.ts'

type EnergyHost = Pick<EnergyStatus, 'lastSuccessAtMs' | 'problem'> & { name: string; hosts: string[] }

/** Whom this installation asks for prices of power, and for which site: none unless a present tariff names one. */
export async function energyHosts(database: Database, config: EnergyConfig, nowMs = Date.now()): Promise<EnergyHost[]> {
  const hosts: EnergyHost[] = []
  for (const site of await listSites(database)) {
    const dynamic = speaksAt(site.tariffs, nowMs)?.tariff.dynamic
    const source = dynamic && energySourceOf(config, dynamic)
    if (!source) continue
    const { lastSuccessAtMs, problem } = (await energyStatus(database, site.id)) ?? {}
    hosts.push({
      name: `${PRICE_SOURCES[source.name]} for ${site.name}`,
      hosts: source.hosts,
      lastSuccessAtMs,
      problem,
    })
  }
  return hosts
}
