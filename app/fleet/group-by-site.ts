import type { RigRow, SiteRow } from '#lib/wire/dashboard-events'

/** What stands in the table, top to bottom: rigs, and above each site's rigs a line that sums them. */
export type TableItem =
  | { kind: 'rig'; row: RigRow }
  | {
      kind: 'site'
      siteId: number
      name: string
      rigs: number
      running: number
      powerWatts: number
      profitPerDay?: number
    }

export function withoutGroups(rows: RigRow[]): TableItem[] {
  return rows.map((row) => ({ kind: 'rig', row }))
}

/** Rows grouped by site in the order of the sites; within a site they keep their order. */
export function groupBySite(rows: RigRow[], sites: SiteRow[]): TableItem[] {
  const bySite = new Map<number, RigRow[]>()
  for (const row of rows) {
    const group = bySite.get(row.siteId)
    if (group) group.push(row)
    else bySite.set(row.siteId, [row])
  }
  const names = new Map(sites.map((site) => [site.id, site.name]))
  const order = [...sites.map((site) => site.id), ...bySite.keys()]
  return [...new Set(order)].flatMap((siteId) => {
    const group = bySite.get(siteId)
    if (!group) return []
    return [siteLine(siteId, names.get(siteId) ?? 'Unknown site', group), ...withoutGroups(group)]
  })
}

function siteLine(siteId: number, name: string, group: RigRow[]): TableItem {
  const profits = group.flatMap((row) => (row.perDay.profit === undefined ? [] : [row.perDay.profit]))
  return {
    kind: 'site',
    siteId,
    name,
    rigs: group.length,
    running: group.filter((row) => row.state === 'hashing' || row.state === 'warming').length,
    powerWatts: group.reduce((total, row) => total + (row.powerWatts ?? 0), 0),
    profitPerDay: profits.length === 0 ? undefined : profits.reduce((total, profit) => total + profit, 0),
  }
}
