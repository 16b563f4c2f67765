import type { PlanScope } from '#lib/services/planner/plan-scope'

type Choice = { id: number; name: string }
export type ScopeChoices = { sites: Choice[]; rigs: Choice[]; contracts?: Choice[] }

/** Reads `site:2`, `rig:7` or `contract:3` from an address; what is not there, or not known, is everything. */
export function scopeOf(text: unknown, { sites, rigs, contracts = [] }: ScopeChoices): PlanScope {
  const [kind, id] = typeof text === 'string' ? text.split(':') : []
  if (kind === 'site' && sites.some((site) => String(site.id) === id)) return { siteId: Number(id) }
  if (kind === 'rig' && rigs.some((rig) => String(rig.id) === id)) return { rigId: Number(id) }
  if (kind === 'contract' && contracts.some((contract) => String(contract.id) === id)) return { contractId: Number(id) }
  return {}
}

/** The same as a word: `all`, `site:2`, `rig:7`, `contract:3`. */
export function scopeText({ siteId, rigId, contractId }: PlanScope): string {
  if (contractId !== undefined) return `contract:${contractId}`
  return siteId !== undefined ? `site:${siteId}` : rigId !== undefined ? `rig:${rigId}` : 'all'
}
