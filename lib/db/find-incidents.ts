import type { IncidentPhase, RuleKind, Severity } from '#lib/domain/alert-types'
import type { Prisma } from './generated/sqlite/client.ts'
import { type IncidentRecord, incidentOf } from './incidents.ts'
import type { Rows } from './rows.ts'

/** Absent fields match all. */
export type IncidentFilter = {
  state: 'open' | 'resolved' | 'all'
  phases?: IncidentPhase[]
  severities?: Severity[]
  kinds?: RuleKind[]
  siteIds?: number[]
  rigId?: number
  worklist?: boolean
  /** Explained by another one, or not. */
  inhibited?: boolean
  inhibitedById?: number
  /** Part of the subject's name; `searchSiteIds` are sites whose name has it. */
  search?: string
  searchSiteIds?: number[]
  /** Overlapping `[fromMs, toMs)`. */
  fromMs?: number
  toMs?: number
}

/** The newest first. `after` is the last one of the page before. */
export async function findIncidents(
  rows: Rows,
  filter: IncidentFilter,
  page: { limit: number; after?: { startedAtMs: number; id: number } },
): Promise<{ incidents: IncidentRecord[]; total: number }> {
  const where = whereOf(filter)
  const { after } = page
  const startedAtMs = after && BigInt(after.startedAtMs)
  const further = after
    ? { AND: [where, { OR: [{ startedAtMs: { lt: startedAtMs } }, { startedAtMs, id: { lt: after.id } }] }] }
    : where
  const [found, total] = await Promise.all([
    rows.incident.findMany({
      where: further,
      orderBy: [{ startedAtMs: 'desc' }, { id: 'desc' }],
      take: page.limit,
    }),
    rows.incident.count({ where }),
  ])
  return { incidents: found.flatMap((row) => incidentOf(row) ?? []), total }
}

/** Open ones that fired, counted by what decides how they are shown. */
export async function countOpenIncidents(
  rows: Rows,
): Promise<{ severity: string; phase: string; worklist: boolean; count: number }[]> {
  const groups = await rows.incident.groupBy({
    by: ['severity', 'phase', 'worklist'],
    where: { resolvedAtMs: null, inhibitedById: null },
    _count: { _all: true },
  })
  return groups.map(({ severity, phase, worklist, _count }) => ({ severity, phase, worklist, count: _count._all }))
}

/** Firing ones by severity that somebody put off until after `nowMs`. */
export async function countSnoozed(rows: Rows, nowMs: number): Promise<{ severity: string; count: number }[]> {
  const groups = await rows.incident.groupBy({
    by: ['severity'],
    where: {
      phase: 'firing',
      resolvedAtMs: null,
      inhibitedById: null,
      worklist: false,
      snoozedUntilMs: { gt: BigInt(nowMs) },
    },
    _count: { _all: true },
  })
  return groups.map(({ severity, _count }) => ({ severity, count: _count._all }))
}

function whereOf(filter: IncidentFilter): Prisma.IncidentWhereInput {
  const { state, phases, severities, kinds, siteIds, rigId, worklist, inhibited, inhibitedById, fromMs, toMs } = filter
  const all: Prisma.IncidentWhereInput[] = []
  if (state === 'open') all.push({ resolvedAtMs: null })
  if (state === 'resolved') all.push({ resolvedAtMs: { not: null } })
  if (phases) all.push({ phase: { in: phases } })
  if (severities) all.push({ severity: { in: severities } })
  if (kinds) all.push({ kind: { in: kinds } })
  if (siteIds) all.push({ siteId: { in: siteIds } })
  if (rigId !== undefined) all.push({ rigId })
  if (worklist !== undefined) all.push({ worklist })
  if (inhibited !== undefined) all.push({ inhibitedById: inhibited ? { not: null } : null })
  if (inhibitedById !== undefined) all.push({ inhibitedById })
  if (toMs !== undefined) all.push({ startedAtMs: { lt: BigInt(toMs) } })
  if (fromMs !== undefined) all.push({ OR: [{ resolvedAtMs: null }, { resolvedAtMs: { gte: BigInt(fromMs) } }] })
  const { search, searchSiteIds = [] } = filter
  if (search) all.push({ OR: [{ subjectName: { contains: search } }, { siteId: { in: searchSiteIds } }] })
  return { AND: all }
}
