import { speaksAt } from '#lib/domain/dated'
import { runningServer } from '#lib/services/running-server'
import type { ScopeChoices } from './scope'

/** Sites and active rigs to choose from, by name. */
export function scopeChoices(nowMs: number): ScopeChoices {
  const { fleet } = runningServer()
  const byName = (one: { name: string }, other: { name: string }) =>
    one.name.localeCompare(other.name, 'en', { numeric: true })
  const active = [...fleet.liveRigs()].filter(
    ({ settings }) => (speaksAt(settings.lifecycles, nowMs)?.lifecycle ?? 'active') === 'active',
  )
  return {
    sites: [...fleet.sites.values()].map(({ id, name }) => ({ id, name })).sort(byName),
    rigs: active.map(({ settings: { id, name } }) => ({ id, name })).sort(byName),
  }
}
