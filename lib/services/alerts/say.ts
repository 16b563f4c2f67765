import type { IncidentRecord } from '#lib/db/incidents'
import type { Telling } from './compose-message.ts'
import type { IncidentBook } from './incident-book.ts'
import type { TellingNow } from './may-be-told.ts'
import { channelsFor, policyOf } from './whom-to-tell.ts'

export type TellContext = TellingNow & {
  book: IncidentBook
  /** Those that were told in one message, by the one it was of. */
  groups: ReadonlyMap<number, readonly IncidentRecord[]>
}

/**
 * One message of an incident, that also speaks for `others`; written down at all of them. `othersCount` counts those, too,
 * that were told a moment before.
 */
export function say(
  incident: IncidentRecord,
  kind: Telling['kind'],
  context: TellContext,
  more: { others?: readonly IncidentRecord[]; othersCount?: number; reminder?: Telling['reminder'] } = {},
): Telling[] {
  const { book, nowMs, alerting, scopeOf } = context
  const { others = [], othersCount = others.length, reminder } = more
  if (incident.escalationStep === 0) {
    const steps = policyOf(incident, scopeOf(incident), alerting)?.steps ?? []
    incident.escalationStep = steps.filter(({ afterMs }) => afterMs <= 0).length
  }
  for (const each of [incident, ...others]) {
    each.saidSeverity = each.severity
    each.saidAtMs = nowMs
    each.firstSaidAtMs ??= nowMs
    each.worklist = false
    each.escalationStep = Math.max(each.escalationStep, incident.escalationStep)
    book.event(each, nowMs, kind === 'reminder' ? 'reminded' : 'told', { kind })
  }
  const channelIds = channelsReached(incident, context)
  return [{ incident, kind, channelIds, ...othersOf(others, othersCount), ...(reminder ? { reminder } : {}) }]
}

/** Without a policy everybody; with one, those of the steps taken so far. */
export function channelsReached(incident: IncidentRecord, { alerting, scopeOf }: TellContext): number[] {
  return channelsFor(incident, scopeOf(incident), alerting, { fromStep: 0, toStep: incident.escalationStep })
}

/** `count` may be more than those that are named. */
export function othersOf(others: readonly IncidentRecord[], count = others.length): Pick<Telling, 'others'> {
  if (count === 0) return {}
  return { others: { count, names: others.map(({ subjectName }) => subjectName) } }
}
