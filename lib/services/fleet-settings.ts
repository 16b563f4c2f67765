import { type RigRecord, rigRecords } from '#lib/db/inventory'
import { mergedRigs } from '#lib/db/merged-rigs'
import type { Rows } from '#lib/db/rows'
import { listSites, type Site } from '#lib/db/sites'
import { currencyAt, type DatedCurrency, datedCurrencies } from './currency.ts'

/** Everything dated that a reading's meaning and worth depend on. */
export type FleetSettings = {
  /** The currency of now. */
  currency: string
  currencies: DatedCurrency[]
  sites: SiteSettings[]
  rigs: Map<number, RigSettings>
  /** Rigs that became part of others: what names them means those. */
  merged: { rigId: number; intoRigId: number }[]
}

/** A site with its tariffs, oldest first. */
export type SiteSettings = Site

/** A rig's record, and where it stands in words. */
export type RigSettings = RigRecord & { location?: string; rackName?: string }

/** The settings of the whole fleet: a handful of queries, however many rigs there are. */
export async function loadFleetSettings(rows: Rows, nowMs = Date.now()): Promise<FleetSettings> {
  const [currencies, sites, rigs, merged] = await Promise.all([
    datedCurrencies(rows),
    listSites(rows),
    rigRecords(rows),
    mergedRigs(rows),
  ])
  return {
    currency: currencyAt(currencies, nowMs),
    currencies,
    sites,
    rigs: new Map(rigs.map((rig) => [rig.id, withLocation(rig)])),
    merged,
  }
}

/** The settings of these rigs, by id: as many queries as for one. Those that are not there are left out. */
export async function loadRigSettings(rows: Rows, rigIds: number[]): Promise<Map<number, RigSettings>> {
  const rigs = await rigRecords(rows, rigIds)
  return new Map(rigs.map((rig) => [rig.id, withLocation(rig)]))
}

function withLocation(rig: RigRecord): RigSettings {
  const rackName = inWords([rig.row, rig.rack])
  const location = inWords([rackName, rig.position])
  return { ...rig, ...(location ? { location } : {}), ...(rackName ? { rackName } : {}) }
}

function inWords(parts: (string | undefined)[]): string | undefined {
  return parts.filter((part) => part !== undefined).join(' · ') || undefined
}
