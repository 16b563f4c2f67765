import { runningServer } from '#lib/services/running-server'
import type { ScopeNames } from './scope-words'

/** Names of everything that a scope can be about. */
export function scopeNames(): ScopeNames {
  const { sites, rigs } = runningServer().fleet.snapshot()
  return {
    sites: sites.map(({ id, name }) => ({ id, name })),
    rigs: rigs.map(({ id, name }) => ({ id, name })),
    tags: [...new Set(rigs.flatMap((rig) => rig.tags))].sort(),
  }
}
