import type { Scope } from '#lib/domain/alert-types'
import type { RigKind } from '#lib/domain/limits'

/** Whom something is about, as far as that is known: an agent has perhaps a site, the server has nothing. */
export type ScopeSubject = {
  rigId?: number
  siteId?: number
  tags?: readonly string[]
  machine?: RigKind
}

/**
 * Whether a subject is within a scope: each list that is there must name it, one word of a list is enough. What a subject
 * does not have is in no list: a scope of tags is never about a site. An empty list means nobody.
 */
export function inScope(scope: Scope, { rigId, siteId, tags, machine }: ScopeSubject): boolean {
  const { siteIds, rigIds, machines } = scope
  if (rigIds && (rigId === undefined || !rigIds.includes(rigId))) return false
  if (siteIds && (siteId === undefined || !siteIds.includes(siteId))) return false
  if (machines && (machine === undefined || !machines.includes(machine))) return false
  if (scope.tags && !scope.tags.some((tag) => tags?.includes(tag) === true)) return false
  return true
}
