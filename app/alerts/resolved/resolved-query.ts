import type { Severity } from '#lib/domain/alert-types'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import type { IncidentQuery } from '#lib/wire/alerts'
import { type IncidentFilter, NO_FILTER } from '../incident-filter'
import { isKind } from '../kind-labels'

type Address = Record<string, string | string[] | undefined>

const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info']

/** The filter that an address names; what makes no sense in it is left out. */
export function filterOf(address: Address): IncidentFilter {
  const siteId = Number(address.site)
  return {
    ...NO_FILTER,
    text: typeof address.words === 'string' ? address.words.slice(0, 100) : '',
    severity: SEVERITIES.find((severity) => severity === address.severity) ?? 'all',
    kind:
      Object.keys(RULE_KINDS)
        .filter(isKind)
        .find((kind) => kind === address.kind) ?? 'all',
    ...(Number.isSafeInteger(siteId) && siteId > 0 ? { siteId } : {}),
  }
}

/** The address of a filter's list; `cursor` leads to its older part. */
export function resolvedHref(filter: IncidentFilter, cursor?: string): string {
  const query = new URLSearchParams()
  if (filter.text.trim()) query.set('words', filter.text.trim())
  if (filter.severity !== 'all') query.set('severity', filter.severity)
  if (filter.kind !== 'all') query.set('kind', filter.kind)
  if (filter.siteId !== undefined) query.set('site', String(filter.siteId))
  if (cursor !== undefined) query.set('after', cursor)
  const text = query.toString()
  return `/alerts/resolved${text ? `?${text}` : ''}`
}

export function queryOf(filter: IncidentFilter, limit: number, cursor?: string): IncidentQuery {
  return {
    state: 'resolved',
    limit,
    ...(filter.text.trim() ? { search: filter.text.trim() } : {}),
    ...(filter.severity === 'all' ? {} : { severities: [filter.severity] }),
    ...(filter.kind === 'all' ? {} : { kinds: [filter.kind] }),
    ...(filter.siteId === undefined ? {} : { siteIds: [filter.siteId] }),
    ...(cursor === undefined ? {} : { cursor }),
  }
}
