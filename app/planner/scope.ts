import type { PlanScope } from '#lib/services/planner/plan-scope'

export type ScopeChoices = { sites: { id: number; name: string }[]; rigs: { id: number; name: string }[] }

/** Reads `site:2` or `rig:7` from an address; what is not there, or not known, is everything. */
export function scopeOf(text: unknown, { sites, rigs }: ScopeChoices): PlanScope {
  const [kind, id] = typeof text === 'string' ? text.split(':') : []
  if (kind === 'site' && sites.some((site) => String(site.id) === id)) return { siteId: Number(id) }
  if (kind === 'rig' && rigs.some((rig) => String(rig.id) === id)) return { rigId: Number(id) }
  return {}
}

/** The same as a word: `all`, `site:2`, `rig:7`. */
export function scopeText({ siteId, rigId }: PlanScope): string {
  return siteId !== undefined ? `site:${siteId}` : rigId !== undefined ? `rig:${rigId}` : 'all'
}
