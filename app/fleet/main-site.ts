import type { FleetSnapshot, SiteRow } from '#lib/wire/dashboard-events'

/** The site with most rigs, whose zone a chart of all sites is drawn in; the first where none has any. */
export function mainSite(fleet: Pick<FleetSnapshot, 'rigs' | 'sites'>): SiteRow | undefined {
  const counts = new Map<number, number>()
  for (const rig of fleet.rigs) counts.set(rig.siteId, (counts.get(rig.siteId) ?? 0) + 1)
  return [...fleet.sites].sort((one, other) => (counts.get(other.id) ?? 0) - (counts.get(one.id) ?? 0))[0]
}
