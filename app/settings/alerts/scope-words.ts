import type { Scope } from '#lib/domain/alert-types'

/** Names of what a scope can name by number. */
export type ScopeNames = { sites: { id: number; name: string }[]; rigs: { id: number; name: string }[]; tags: string[] }

export const MACHINES = [
  { value: 'asic', label: 'ASICs' },
  { value: 'bitaxe', label: 'Bitaxes' },
  { value: 'computer', label: 'GPU and CPU rigs' },
] as const

const LISTED = 3

/** Which rigs a scope is about: `all rigs`, `ASICs at Barn`, `tag rented`. */
export function scopeWords(scope: Scope, names: ScopeNames): string {
  const parts: string[] = []
  if (scope.machines?.length) {
    parts.push(
      MACHINES.filter(({ value }) => scope.machines?.includes(value))
        .map(({ label }) => label)
        .join(', '),
    )
  }
  if (scope.rigIds?.length)
    parts.push(
      listed(
        scope.rigIds.map((id) => nameOf(names.rigs, id)),
        'rigs',
      ),
    )
  if (scope.tags?.length) parts.push(`${scope.tags.length === 1 ? 'tag' : 'tags'} ${listed(scope.tags, 'tags')}`)
  if (scope.siteIds?.length) {
    parts.push(
      `${parts.length > 0 ? 'at' : 'all at'} ${listed(
        scope.siteIds.map((id) => nameOf(names.sites, id)),
        'sites',
      )}`,
    )
  }
  return parts.length === 0 ? 'all' : parts.join(' ')
}

function nameOf(of: { id: number; name: string }[], id: number): string {
  return of.find((each) => each.id === id)?.name ?? `one that is gone (${id})`
}

function listed(names: string[], what: string): string {
  return names.length > LISTED ? `${names.length} ${what}` : names.join(', ')
}
