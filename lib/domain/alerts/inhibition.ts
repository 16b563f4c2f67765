import type { RuleKind, Severity, Subject } from '#lib/domain/alert-types'

/** An incident that is open, as far as it matters to others. */
export type OpenIncident = {
  id: number
  kind: RuleKind
  severity: Severity
  subject: Subject
  rigId?: number
  /** Of the rig or the site; of an agent where all its rigs stand at one. */
  siteId?: number
  /** Of the agent, or the one that reports the rig; of a site where one agent reports all its rigs. */
  agentId?: string
  firedAtMs: number
}

/** Of one rig: what is the cause of what. */
const CAUSES: Partial<Record<RuleKind, ReadonlySet<RuleKind>>> = {
  'machine-error': new Set<RuleKind>(['zero-hash', 'low-hash', 'no-accepted-share', 'inefficient', 'power-range']),
  'zero-hash': new Set<RuleKind>(['low-hash', 'no-accepted-share', 'inefficient', 'power-range', 'losing-money']),
  'device-missing': new Set<RuleKind>(['low-hash', 'power-range']),
  'restart-loop': new Set<RuleKind>(['low-hash', 'no-accepted-share', 'rejected-shares']),
  'pool-changed': new Set<RuleKind>(['no-accepted-share', 'rejected-shares']),
}

/** What nobody may overlook, whatever else is wrong with the rig. */
const NEVER_INHIBITED_BY_A_RIG: ReadonlySet<RuleKind> = new Set<RuleKind>(['overheat', 'pool-changed'])

/**
 * Whether an open incident is why another one is not told by itself: this server sees nobody ⟶ agents, sites, rigs; an
 * agent gone or a site dark ⟶ its rigs; a rig offline or frozen ⟶ its other troubles; and within a rig the cause before
 * its effects. Good news and the server's own troubles are always told.
 */
export function inhibits(cause: OpenIncident, other: OpenIncident): boolean {
  if (cause.id === other.id) return false
  switch (cause.kind) {
    case 'nobody-seen':
      return other.kind === 'agent-gone' || other.kind === 'site-dark' || isRigTrouble(other)
    case 'agent-gone':
      if (cause.agentId === undefined || cause.agentId !== other.agentId) return false
      // Of an agent and the only site it reports, the one told first stands for both.
      return isRigTrouble(other) || (other.kind === 'site-dark' && isFirst(cause, other))
    case 'site-dark':
      if (cause.siteId === undefined || cause.siteId !== other.siteId) return false
      return isRigTrouble(other) || (other.kind === 'agent-gone' && isFirst(cause, other))
    case 'offline':
    case 'frozen':
      return (
        isSameRig(cause, other) &&
        isRigTrouble(other) &&
        !NEVER_INHIBITED_BY_A_RIG.has(other.kind) &&
        isDeeper(cause, other)
      )
    default:
      return isSameRig(cause, other) && CAUSES[cause.kind]?.has(other.kind) === true
  }
}

/** Open incidents by what they can be a cause for, so that a thousand rigs are asked one by one in no time. */
export type Causes = {
  rigs: ReadonlyMap<number, readonly OpenIncident[]>
  agents: ReadonlyMap<string, readonly OpenIncident[]>
  sites: ReadonlyMap<number, readonly OpenIncident[]>
  server: readonly OpenIncident[]
}

export function causesAmong(open: Iterable<OpenIncident>): Causes {
  const rigs = new Map<number, OpenIncident[]>()
  const agents = new Map<string, OpenIncident[]>()
  const sites = new Map<number, OpenIncident[]>()
  const server: OpenIncident[] = []
  for (const incident of open) {
    const { subject, kind } = incident
    if (kind === 'nobody-seen') server.push(incident)
    else if (kind === 'agent-gone' && incident.agentId !== undefined) add(agents, incident.agentId, incident)
    else if (kind === 'site-dark' && incident.siteId !== undefined) add(sites, incident.siteId, incident)
    else if (subject.kind === 'rig') add(rigs, subject.rigId, incident)
  }
  return { rigs, agents, sites, server }
}

/** The incident that stands for this one, if any: the widest cause first. */
export function inhibitorOf(other: OpenIncident, { rigs, agents, sites, server }: Causes): OpenIncident | undefined {
  return (
    among(server, other) ??
    among(other.agentId === undefined ? undefined : agents.get(other.agentId), other) ??
    among(other.siteId === undefined ? undefined : sites.get(other.siteId), other) ??
    among(other.rigId === undefined ? undefined : rigs.get(other.rigId), other)
  )
}

function among(causes: readonly OpenIncident[] | undefined, other: OpenIncident): OpenIncident | undefined {
  return causes?.find((cause) => inhibits(cause, other))
}

function add<Key>(index: Map<Key, OpenIncident[]>, key: Key, incident: OpenIncident): void {
  const known = index.get(key)
  if (known) known.push(incident)
  else index.set(key, [incident])
}

const GOOD: ReadonlySet<RuleKind> = new Set<RuleKind>(['block-found', 'best-difficulty', 'break-even'])

function isRigTrouble({ subject, kind }: OpenIncident): boolean {
  return subject.kind === 'rig' && !GOOD.has(kind)
}

function isSameRig(one: OpenIncident, other: OpenIncident): boolean {
  return one.rigId !== undefined && one.rigId === other.rigId
}

function isFirst(one: OpenIncident, other: OpenIncident): boolean {
  return one.firedAtMs < other.firedAtMs || (one.firedAtMs === other.firedAtMs && one.id < other.id)
}

/** Offline outranks frozen, so that neither stands for the other. */
function isDeeper(cause: OpenIncident, other: OpenIncident): boolean {
  return other.kind !== 'offline' && (cause.kind === 'offline' || other.kind !== 'frozen')
}
