import type { NewMessage } from '#lib/db/alert-commit'
import type { IncidentRecord } from '#lib/db/incidents'
import {
  type Decision,
  decide,
  FLAPS_WITHIN_MS,
  GROUP_FROM_RIGS,
  type ScopeSubject,
  type ToldIncident,
} from '#lib/domain/alerts'
import { SECOND_MS } from '#lib/domain/units'
import type { LiveFleet } from '../live-fleet.ts'
import type { Alerting } from './alerting.ts'
import { messagesFor, type Telling } from './compose-message.ts'
import { farmSize } from './farm-size.ts'
import { type IncidentBook, isFlapping } from './incident-book.ts'
import { mayBeToldNow, quietNow } from './may-be-told.ts'
import { channelsReached, othersOf, say, type TellContext } from './say.ts'
import { subjectOf } from './subject-text.ts'
import { tellAgain } from './tell-again.ts'

type People = {
  book: IncidentBook
  alerting: Alerting
  fleet: LiveFleet
  scopeOf(incident: IncidentRecord): ScopeSubject
  publicUrl?: string
  nowMs: number
}

/** Where enough rigs stand to make a group, a rig's trouble waits a moment for the others'. */
const GATHER_MS = 6 * SECOND_MS
/** A cause that is over still stands for what it explained, until that had time to be over, too. */
const RELEASED_AFTER_MS = 300 * SECOND_MS

/**
 * Decides what is told to whom, writes it down on the incidents, and answers with the messages. It looks at what was told
 * of each incident and what has become of it, not at what just happened: so whatever could not be told at once (silenced,
 * at night, explained by another) is told when it can be, once, across restarts.
 */
export function tellPeople(people: People): NewMessage[] {
  const { book, alerting, fleet, scopeOf, nowMs } = people
  release(book, nowMs)
  const now = { book, alerting, quiet: quietNow(alerting, nowMs), scopeOf, nowMs }
  const fresh = tellFresh({ ...now, groups: new Map() }, fleet)
  const context: TellContext = { ...now, groups: groupsAmong(book) }
  const tellings = [
    ...[...book.goodNews()].flatMap((incident) => tellGoodNews(incident, context)),
    ...fresh,
    ...[...book.open()].flatMap((incident) => tellAgain(incident, context)),
    ...[...book.ended()].flatMap((incident) => tellEnd(incident, context)),
  ]
  return tellings.flatMap((telling) => messagesOf(telling, people))
}

/** Those that were told in one message, open or ended. */
function groupsAmong(book: IncidentBook): Map<number, IncidentRecord[]> {
  const groups = new Map<number, IncidentRecord[]>()
  for (const incidents of [book.open(), book.ended()]) {
    for (const incident of incidents) {
      const { groupedWithId } = incident
      if (groupedWithId === undefined) continue
      const group = groups.get(groupedWithId)
      if (group) group.push(incident)
      else groups.set(groupedWithId, [incident])
    }
  }
  return groups
}

function tellFresh(context: TellContext, fleet: LiveFleet): Telling[] {
  const { book, alerting, nowMs } = context
  const open = [...book.open()].filter(hasFired)
  const fresh = open.filter((incident) => isFresh(incident) && mayBeToldNow(incident, context))
  if (fresh.length === 0) return []
  const farm = farmSize(fleet, alerting, nowMs)
  const waits = ({ rigId, siteId = 0, firedAtMs = 0 }: IncidentRecord) =>
    rigId !== undefined && (farm.siteRigs.get(siteId) ?? 0) >= GROUP_FROM_RIGS && nowMs - firedAtMs < GATHER_MS
  const due = fresh.filter((incident) => book.heldUntilMs(incident) <= nowMs && !waits(incident))
  const decisions = decide(due.map(toldIncident), open.map(toldIncident), farm, nowMs)
  return decisions.flatMap((decision) => apply(decision, context))
}

function apply(decision: Decision, context: TellContext): Telling[] {
  const { book, nowMs } = context
  const incident = book.find(decision.incidentId)
  if (!incident) return []
  switch (decision.do) {
    case 'hold':
      book.hold(incident, decision.untilMs)
      return []
    case 'worklist':
      incident.worklist = true
      book.event(incident, nowMs, 'worklist')
      return []
    case 'inhibit':
      incident.inhibitedById = decision.byId
      book.event(incident, nowMs, 'inhibited', { by: decision.byId })
      return []
    case 'say':
      return say(incident, 'fired', context)
    case 'say-group': {
      const members = decision.incidentIds.flatMap((id) => book.find(id) ?? [])
      for (const member of members) member.groupedWithId = incident.id
      const others = members.filter(({ id }) => id !== incident.id)
      return say(incident, 'group', context, { others, othersCount: decision.count - 1 })
    }
  }
}

/** It is over: whoever was told is told so; a group when the last of it is over; what flaps when it has lasted. */
function tellEnd(incident: IncidentRecord, context: TellContext): Telling[] {
  const { book, nowMs, groups } = context
  const { saidSeverity, resolvedAtMs = nowMs, groupedWithId } = incident
  if (saidSeverity === undefined) return []
  if (isFlapping(incident) && nowMs - resolvedAtMs < FLAPS_WITHIN_MS) return []
  const group = groupedWithId === undefined ? [] : (groups.get(groupedWithId) ?? [])
  if (group.some((member) => member.resolvedAtMs === undefined)) return []
  if (!mayBeToldNow(incident, context, 'end')) return []
  for (const told of [incident, ...group]) {
    told.saidSeverity = undefined
    book.change(told)
  }
  const others = group.filter(({ id }) => id !== incident.id)
  // A channel that was added meanwhile never heard of it.
  const channelIds = channelsReached(incident, context).filter((channelId) => {
    const channel = context.alerting.channels.find(({ id }) => id === channelId)
    return (channel?.createdAtMs ?? 0) <= (incident.firstSaidAtMs ?? nowMs)
  })
  return [{ incident, kind: 'resolved', channelIds, ...othersOf(others) }]
}

function tellGoodNews(incident: IncidentRecord, context: TellContext): Telling[] {
  if (incident.saidAtMs !== undefined || !mayBeToldNow(incident, context)) return []
  incident.saidAtMs = context.nowMs
  context.book.change(incident)
  return [{ incident, kind: 'good-news', channelIds: channelsReached(incident, context) }]
}

function messagesOf(telling: Telling, { fleet, publicUrl, nowMs }: People): NewMessage[] {
  const site = telling.incident.siteId === undefined ? undefined : fleet.sites.get(telling.incident.siteId)
  return messagesFor(telling, {
    ...(site ? { siteName: site.name, timeZone: site.timeZone } : {}),
    currency: fleet.rates.currency,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    nowMs,
  })
}

/** What another one explained, and still lasts some minutes after that is over, stands for itself. */
function release(book: IncidentBook, nowMs: number): void {
  for (const incident of book.open()) {
    const { inhibitedById } = incident
    if (inhibitedById === undefined || book.find(inhibitedById)) continue
    const overMs = book.findEnded(inhibitedById)?.resolvedAtMs ?? 0
    if (nowMs - overMs < RELEASED_AFTER_MS) continue
    incident.inhibitedById = undefined
    book.event(incident, nowMs, 'released')
  }
}

function isFresh({ saidSeverity, worklist, severity, inhibitedById }: IncidentRecord): boolean {
  return saidSeverity === undefined && inhibitedById === undefined && !(worklist && severity !== 'critical')
}

function hasFired({ firedAtMs }: IncidentRecord): boolean {
  return firedAtMs !== undefined
}

function toldIncident(incident: IncidentRecord): ToldIncident {
  const { id, kind, severity, subject, rigId, siteId, agentId, firedAtMs = 0, saidAtMs, groupedWithId } = incident
  return {
    id,
    kind,
    severity,
    subject: subjectOf(subject),
    firedAtMs,
    ...(rigId === undefined ? {} : { rigId }),
    ...(siteId === undefined ? {} : { siteId }),
    ...(agentId === undefined ? {} : { agentId }),
    ...(saidAtMs === undefined ? {} : { toldAtMs: saidAtMs }),
    ...(saidAtMs === undefined || groupedWithId === undefined ? {} : { groupToldAtMs: saidAtMs }),
  }
}
