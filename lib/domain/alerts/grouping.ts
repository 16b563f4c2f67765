import { GOOD_NEWS, type RuleKind } from '#lib/domain/alert-types'
import { inhibitorOf, type OpenIncident } from '#lib/domain/alerts/inhibition'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#lib/domain/units'

/** So many rigs of a site in the same trouble within this span make one message. */
export const GROUP_FROM_RIGS = 5
export const GROUP_WITHIN_MS = 5 * MINUTE_MS
/** In a large farm some are always down: a group is so large a part of its site at least. */
const GROUP_FROM_PART = 0.02
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
  const all = [...open, ...fresh.filter(({ id }) => !open.some((known) => known.id === id))]
  const decisions: Decision[] = []
  const grouped = new Set<number>()
  for (const incident of fresh) {
    const { id, kind } = incident
    if (grouped.has(id)) continue
    if (GOOD_NEWS.has(kind)) {
      decisions.push({ do: 'say', incidentId: id })
      continue
    }
    const cause = inhibitorOf(incident, all)
    if (cause) {
      decisions.push({ do: 'inhibit', incidentId: id, byId: cause.id })
      continue
    }
    if (kind === 'agent-gone' && farm.agents > 1 && nowMs - incident.firedAtMs < AGENT_WAIT_MS) {
      const untilMs = incident.firedAtMs + AGENT_WAIT_MS
      decisions.push({ do: 'hold', incidentId: id, untilMs, because: 'more-agents' })
      continue
    }
    decisions.push(decideRig(incident, fresh, all, farm, nowMs, grouped))
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

function decideRig(
  incident: OpenIncident,
  fresh: readonly OpenIncident[],
  all: readonly ToldIncident[],
  farm: FarmSize,
  nowMs: number,
  grouped: Set<number>,
): Decision {
  const { id, kind, siteId, subject } = incident
  if (subject.kind !== 'rig') return { do: 'say', incidentId: id }
  if (siteId !== undefined) {
    const alike = all.filter(
      (other) =>
        other.kind === kind &&
        other.siteId === siteId &&
        other.subject.kind === 'rig' &&
        nowMs - other.firedAtMs < GROUP_WITHIN_MS &&
        !inhibitorOf(other, all),
    )
    const least = Math.max(GROUP_FROM_RIGS, Math.ceil((farm.siteRigs?.get(siteId) ?? 0) * GROUP_FROM_PART))
    if (alike.length >= least) return decideGroup(incident, siteId, fresh, alike, nowMs, grouped)
  }
  const isSmall = incident.severity !== 'critical' && farm.rigs > farm.worklistAboveRigs
  return { do: isSmall ? 'worklist' : 'say', incidentId: id }
}

/** The first group is told at once, and those who follow in one more message when the span is over. */
function decideGroup(
  { id, kind }: OpenIncident,
  siteId: number,
  fresh: readonly OpenIncident[],
  alike: readonly ToldIncident[],
  nowMs: number,
  grouped: Set<number>,
): Decision {
  const lastToldMs = Math.max(...alike.map(({ groupToldAtMs = Number.NEGATIVE_INFINITY }) => groupToldAtMs))
  const untilMs = lastToldMs + GROUP_WITHIN_MS
  if (nowMs < untilMs) return { do: 'hold', incidentId: id, untilMs, because: 'group' }
  const members = alike
    .filter((one) => one.id === id || fresh.some((other) => other.id === one.id))
    .map((one) => one.id)
  for (const member of members) grouped.add(member)
  const incidentIds = [id, ...members.filter((member) => member !== id)]
  return { do: 'say-group', incidentId: id, incidentIds, kind, siteId, count: alike.length }
}
