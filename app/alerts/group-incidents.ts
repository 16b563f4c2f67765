import type { RuleKind } from '#lib/domain/alert-types'
import type { IncidentRow } from '#lib/wire/alerts'

export type IncidentGrouping = 'none' | 'site' | 'kind' | 'rack'

/** What stands in the list, top to bottom: incidents, and above each group's a line with its name and count. */
export type IncidentItem =
  | { kind: 'incident'; row: IncidentRow }
  | { kind: 'group'; id: string; name: string; ids: number[]; critical: number }

const collator = new Intl.Collator('en', { numeric: true })

/** Rows in groups, the group with most critical ones first, then by name; within a group they keep their order. */
export function groupIncidents(
  rows: IncidentRow[],
  grouping: IncidentGrouping,
  kindLabel: (kind: RuleKind) => string,
): IncidentItem[] {
  if (grouping === 'none') return rows.map(incidentItem)
  const groups = new Map<string, { name: string; rows: IncidentRow[] }>()
  for (const row of rows) {
    const { id, name } = placeOf(row, grouping, kindLabel)
    const group = groups.get(id)
    if (group) group.rows.push(row)
    else groups.set(id, { name, rows: [row] })
  }
  return [...groups]
    .map(([id, group]) => ({ id, ...group, critical: group.rows.filter((row) => row.severity === 'critical').length }))
    .sort(
      (one, other) =>
        (grouping === 'rack' ? 0 : other.critical - one.critical) || collator.compare(one.name, other.name),
    )
    .flatMap(({ id, name, critical, rows: members }): IncidentItem[] => [
      { kind: 'group', id, name, critical, ids: members.map((row) => row.id) },
      ...members.map(incidentItem),
    ])
}

function placeOf(
  row: IncidentRow,
  grouping: Exclude<IncidentGrouping, 'none'>,
  kindLabel: (kind: RuleKind) => string,
): { id: string; name: string } {
  const site = row.siteName ?? 'No site'
  if (grouping === 'kind') return { id: row.kind, name: kindLabel(row.kind) }
  if (grouping === 'site') return { id: `site ${row.siteId ?? ''}`, name: site }
  return { id: `rack ${row.siteId ?? ''} ${row.rack ?? ''}`, name: `${site} · ${row.rack ?? 'no rack'}` }
}

function incidentItem(row: IncidentRow): IncidentItem {
  return { kind: 'incident', row }
}
