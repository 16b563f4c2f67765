import { findIncidents } from '#lib/db/find-incidents'
import type { IncidentList, IncidentQuery } from '#lib/wire/alerts'
import { type IncidentContext, incidentRows } from './incident-rows.ts'

const USUAL = 100
const MOST = 2000

/**
 * Incidents that match, those that began last first; open ones unless asked otherwise. Those that another one explains are
 * left out unless `inhibited` asks for them, too. `total` counts all that match, whatever the page.
 */
export async function listIncidents(
  context: IncidentContext,
  query: IncidentQuery = {},
  nowMs = Date.now(),
): Promise<IncidentList> {
  const { state = 'open', inhibited, search, cursor, limit = USUAL, ...filter } = query
  const words = search?.trim().toLowerCase()
  const sites = [...context.fleet.sites.values()]
  const searchSiteIds = words ? sites.filter(({ name }) => name.toLowerCase().includes(words)).map(({ id }) => id) : []
  const atMost = Math.min(MOST, Math.max(1, limit))
  const { incidents, total } = await findIncidents(
    context.database,
    {
      ...filter,
      state,
      ...(inhibited ? {} : { inhibited: false }),
      ...(words ? { search: words, searchSiteIds } : {}),
    },
    { limit: atMost + 1, after: afterOf(cursor) },
  )
  const page = incidents.slice(0, atMost)
  const last = page.at(-1)
  const isMore = incidents.length > atMost && last !== undefined
  return {
    incidents: await incidentRows(context, page, nowMs),
    total,
    ...(isMore ? { nextCursor: `${last.startedAtMs}.${last.id}` } : {}),
  }
}

/** Undefined for a cursor that is none: then it is the first page. */
function afterOf(cursor: string | undefined): { startedAtMs: number; id: number } | undefined {
  const [startedAtMs, id] = (cursor ?? '').split('.').map(Number)
  if (!Number.isSafeInteger(startedAtMs) || !Number.isSafeInteger(id)) return undefined
  return startedAtMs === undefined || id === undefined ? undefined : { startedAtMs, id }
}
