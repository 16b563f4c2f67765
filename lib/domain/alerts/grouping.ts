import { GOOD_NEWS, type RuleKind } from '#lib/domain/alert-types'
import { type Causes, causesAmong, inhibitorOf, type OpenIncident } from '#lib/domain/alerts/inhibition'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#lib/domain/units'

/** So many rigs of a site in the same trouble within this span make one message. */
export const GROUP_FROM_RIGS = 5
export const GROUP_WITHIN_MS = 5 * MINUTE_MS
/** In a large farm some are always down: a group is so large a part of its site at least. */
const GROUP_FROM_PART = 0.02
/** Who follows a group within this span belongs to it, however few follow. */
const GROUP_LASTS_MS = HOUR_MS
/** An agent that is gone waits so long for the others: perhaps this server sees nobody. */
export const AGENT_WAIT_MS = 20 * SECOND_MS
/** It fired so often within this span: it flaps. */
export const FLAPS = 3
export const FLAPS_WITHIN_MS = HOUR_MS

/** What to do with an incident that fired. */
export type Decision =
  | { do: 'say'; incidentId: number }
  /** One message for all of them: the incident is of the first of `incidentIds`. */
  | { do: 'say-group'; incidentId: number; incidentIds: number[]; kind: RuleKind; siteId: number; count: number }
  /** Ask again at that moment. */
  | { do: 'hold'; incidentId: number; untilMs: number; because: 'group' | 'more-agents' }
  | { do: 'worklist'; incidentId: number }
  | { do: 'inhibit'; incidentId: number; byId: number }

/** An incident that is open, and how far it was told. */
export type ToldIncident = OpenIncident & {
  /** Told alone or in a group. */
  toldAtMs?: number
  /** Of the message that told of a group it was in. */
  groupToldAtMs?: number
}

export type FarmSize = {
  rigs: number
  agents: number
  /** Beyond so many rigs, warnings about single ones go to the worklist. */
  worklistAboveRigs: number
  /** Rigs by site. */
  siteRigs?: ReadonlyMap<number, number>
}

/**
 * One cause, one message. `fresh` are incidents that fired and were not told, inhibited or put on the worklist yet (held
 * ones among them); `open` are all that are open, `fresh` included or not. One decision for each, in order.
 */
export function decide(
  fresh: readonly OpenIncident[],
  open: readonly ToldIncident[],
  farm: FarmSize,
  nowMs: number,
): Decision[] {
  const known = new Set(open.map(({ id }) => id))
  const all: ToldIncident[] = [...open, ...fresh.filter(({ id }) => !known.has(id))]
  const causes = causesAmong(all)
  const waiting = new Set(fresh.map(({ id }) => id))
  const crowds = crowdsAmong(all, waiting, causes, nowMs)
  const decisions: Decision[] = []
  for (const incident of fresh) {
    const { id, kind } = incident
    if (!waiting.has(id)) continue
    if (GOOD_NEWS.has(kind)) {
      decisions.push({ do: 'say', incidentId: id })
      continue
    }
    const cause = inhibitorOf(incident, causes)
    if (cause) decisions.push({ do: 'inhibit', incidentId: id, byId: cause.id })
    else if (kind === 'agent-gone' && farm.agents > 1 && nowMs - incident.firedAtMs < AGENT_WAIT_MS) {
      const untilMs = incident.firedAtMs + AGENT_WAIT_MS
      decisions.push({ do: 'hold', incidentId: id, untilMs, because: 'more-agents' })
    } else decisions.push(decideOne(incident, crowds, waiting, farm, nowMs))
  }
  return decisions
}

/**
 * Whether an incident that fires now is one that flaps: `firedMs` are the moments at which the same rule fired for the
 * same subject before. It is the same incident then, told once; its end is told when it has lasted.
 */
export function flaps(firedMs: readonly number[], nowMs: number): boolean {
  return firedMs.filter((atMs) => nowMs - atMs < FLAPS_WITHIN_MS).length + 1 >= FLAPS
}

/** Rigs of a site in the same trouble, which began for all of them within the span. */
type Crowd = { members: ToldIncident[]; groupToldAtMs?: number }

function crowdsAmong(
  all: readonly ToldIncident[],
  waiting: ReadonlySet<number>,
  causes: Causes,
  nowMs: number,
): Map<string, Crowd> {
  const crowds = new Map<string, Crowd>()
  for (const incident of all) {
    const { id, siteId, subject, firedAtMs, groupToldAtMs } = incident
    if (subject.kind !== 'rig' || siteId === undefined) continue
    const isPast = !waiting.has(id) && nowMs - firedAtMs >= GROUP_WITHIN_MS
    if (isPast && nowMs - (groupToldAtMs ?? Number.NEGATIVE_INFINITY) >= GROUP_LASTS_MS) continue
    if (inhibitorOf(incident, causes)) continue
    const key = crowdKey(incident)
    const crowd = crowds.get(key) ?? { members: [] }
    crowds.set(key, crowd)
    if (!isPast) crowd.members.push(incident)
    if (groupToldAtMs !== undefined) crowd.groupToldAtMs = Math.max(crowd.groupToldAtMs ?? 0, groupToldAtMs)
  }
  return crowds
}

function crowdKey({ kind, siteId }: OpenIncident): string {
  return `${kind} ${siteId}`
}

/** The first group is told at once, and those who follow in one more message when the span is over. */
function decideOne(
  incident: OpenIncident,
  crowds: ReadonlyMap<string, Crowd>,
  waiting: Set<number>,
  farm: FarmSize,
  nowMs: number,
): Decision {
  const { id, kind, siteId, subject, severity } = incident
  if (subject.kind !== 'rig') return { do: 'say', incidentId: id }
  const crowd = crowds.get(crowdKey(incident))
  if (crowd && siteId !== undefined) {
    const { members, groupToldAtMs } = crowd
    const least = Math.max(GROUP_FROM_RIGS, Math.ceil((farm.siteRigs?.get(siteId) ?? 0) * GROUP_FROM_PART))
    const untilMs = (groupToldAtMs ?? Number.NEGATIVE_INFINITY) + GROUP_WITHIN_MS
    if (nowMs < untilMs) return { do: 'hold', incidentId: id, untilMs, because: 'group' }
    const untold = members.filter((member) => waiting.has(member.id))
    if (members.length >= least || (groupToldAtMs !== undefined && untold.length > 1)) {
      for (const member of untold) waiting.delete(member.id)
      const incidentIds = [id, ...untold.flatMap((member) => (member.id === id ? [] : [member.id]))]
      return { do: 'say-group', incidentId: id, incidentIds, kind, siteId, count: members.length }
    }
  }
  const isSmall = severity !== 'critical' && farm.rigs > farm.worklistAboveRigs
  return { do: isSmall ? 'worklist' : 'say', incidentId: id }
}
