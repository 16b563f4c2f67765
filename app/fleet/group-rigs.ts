import type { RigRow, SiteRow } from '#lib/wire/dashboard-events'

export type Grouping = 'none' | 'site' | 'rack'

/** What stands in the table, top to bottom: rigs, and above each group's rigs a line that sums them. */
export type TableItem =
  | { kind: 'rig'; row: RigRow }
  | {
      kind: 'group'
      id: string
      name: string
      rigs: number
      running: number
      powerWatts: number
      profitPerDay?: number
    }

/** Rows in groups, in the order of the sites and of their racks; within a group they keep their order. */
export function groupRigs(rows: RigRow[], grouping: Grouping, sites: SiteRow[]): TableItem[] {
  if (grouping === 'none') return rows.map(rigItem)
  const names = new Map(sites.map((site) => [site.id, site.name]))
  const order = new Map(sites.map((site, index) => [site.id, index]))
  const groups = new Map<string, { siteId: number; rack: string; rows: RigRow[] }>()
  for (const row of rows) {
    const rack = grouping === 'rack' ? (row.rack ?? '') : ''
    const id = `${row.siteId}/${rack}`
    const group = groups.get(id)
    if (group) group.rows.push(row)
    else groups.set(id, { siteId: row.siteId, rack, rows: [row] })
  }
  return [...groups]
    .sort(
      ([, one], [, other]) =>
        (order.get(one.siteId) ?? sites.length) - (order.get(other.siteId) ?? sites.length) ||
        one.siteId - other.siteId ||
        Number(one.rack === '') - Number(other.rack === '') ||
        collator.compare(one.rack, other.rack),
    )
    .flatMap(([id, group]) => {
      const site = names.get(group.siteId) ?? 'Unknown site'
      const name = grouping === 'site' ? site : `${site} · ${group.rack || 'no rack'}`
      return [groupLine(id, name, group.rows), ...group.rows.map(rigItem)]
    })
}

const collator = new Intl.Collator('en', { numeric: true })

function rigItem(row: RigRow): TableItem {
  return { kind: 'rig', row }
}

function groupLine(id: string, name: string, group: RigRow[]): TableItem {
  const profits = group.flatMap((row) => (row.perDay.profit === undefined ? [] : [row.perDay.profit]))
  return {
    kind: 'group',
    id,
    name,
    rigs: group.length,
    running: group.filter((row) => row.state === 'hashing' || row.state === 'warming').length,
    powerWatts: group.reduce((total, row) => total + (row.powerWatts ?? 0), 0),
    profitPerDay: profits.length === 0 ? undefined : profits.reduce((total, profit) => total + profit, 0),
  }
}
