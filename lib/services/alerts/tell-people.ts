import type { NewMessage } from '#lib/db/alert-commit'
import type { IncidentRecord } from '#lib/db/incidents'
import {
  type Decision,
  decide,
  dueSteps,
  FLAPS_WITHIN_MS,
  GROUP_FROM_RIGS,
  nextReminderMs,
  type ScopeSubject,
  type ToldIncident,
} from '#lib/domain/alerts'
import { SECOND_MS } from '#lib/domain/units'
import type { LiveFleet } from '../live-fleet.ts'
import type { Alerting } from './alerting.ts'
import { messagesFor, type Telling } from './compose-message.ts'
import { farmSize } from './farm-size.ts'
import { type IncidentBook, isFlapping, type News } from './incident-book.ts'
import { mayBeToldNow } from './may-be-told.ts'
import { subjectOf } from './subject-text.ts'
import { channelsFor, isAtLeast, policyOf } from './whom-to-tell.ts'

export type TellContext = {
  news: News[]
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
export function tellPeople(context: TellContext): NewMessage[] {
  const { news, book, nowMs } = context
  release(book, nowMs)
  const tellings = [
    ...news.filter(({ kind }) => kind === 'happened').flatMap(({ incident }) => tellGoodNews(incident, context)),
    ...tellFresh(context),
    ...[...book.open()].flatMap((incident) => tellAgain(incident, context)),
    ...[...book.ended()].flatMap((incident) => tellEnd(incident, context)),
  ]
  return tellings.flatMap((telling) => messagesOf(telling, context))
}

function tellFresh(context: TellContext): Telling[] {
  const { book, alerting, fleet, nowMs } = context
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
      const names = members.filter(({ id }) => id !== incident.id).map(({ subjectName }) => subjectName)
      for (const member of members) {
        member.groupedWithId = incident.id
        member.worklist = false
        markTold(member, book, nowMs)
      }
      return say(incident, 'group', context, { others: { count: decision.count - 1, names } })
    }
  }
}

/** Worse than was told; reminders; whom the policy names next. */
function tellAgain(incident: IncidentRecord, context: TellContext): Telling[] {
  const { alerting, book, nowMs, scopeOf } = context
  const { saidSeverity, saidAtMs, phase, severity, reminders, snoozedUntilMs } = incident
  if (saidSeverity === undefined || saidAtMs === undefined) return []
  if (incident.inhibitedById !== undefined || saidAtMs === nowMs || !mayBeToldNow(incident, context)) return []
  if (!isAtLeast(saidSeverity, severity)) return say(incident, 'escalated', context)
  const told = { phase, severity, toldAtMs: saidAtMs, snoozedUntilMs }
  const policy = policyOf(incident, scopeOf(incident), alerting)
  const steps = Array.from({ length: incident.escalationStep }, (_, at) => at)
  const due = dueSteps(policy?.steps ?? [], { ...told, toldAtMs: incident.firedAtMs }, new Set(steps), nowMs)
  if (due.length > 0) {
    const fromStep = incident.escalationStep
    incident.escalationStep = Math.max(...due) + 1
    const channelIds = channelsFor(incident, scopeOf(incident), alerting, { fromStep, toStep: incident.escalationStep })
    book.event(incident, nowMs, 'next-told', { step: incident.escalationStep })
    return [{ incident, kind: 'fired', channelIds }]
  }
  const reminderMs = nextReminderMs({ ...told, reminders, lastReminderMs: saidAtMs }, alerting.settings.reminders)
  const snoozeEnded = snoozedUntilMs !== undefined && saidAtMs < snoozedUntilMs && nowMs >= snoozedUntilMs
  if (phase !== 'firing' || !(snoozeEnded || (reminderMs !== undefined && nowMs >= reminderMs))) return []
  if (!snoozeEnded) incident.reminders += 1
  const reminder = { number: incident.reminders, of: alerting.settings.reminders.most }
  return say(incident, 'reminder', context, snoozeEnded ? {} : { reminder })
}

/** It is over: whoever was told is told so; a group when the last of it is over; what flaps when it has lasted. */
function tellEnd(incident: IncidentRecord, context: TellContext): Telling[] {
  const { book, nowMs } = context
  const { saidSeverity, resolvedAtMs = nowMs, groupedWithId } = incident
  if (saidSeverity === undefined) return []
  if (isFlapping(incident) && nowMs - resolvedAtMs < FLAPS_WITHIN_MS) return []
  const group = groupedWithId === undefined ? [] : book.group(groupedWithId)
  if (group.some((member) => member.resolvedAtMs === undefined)) return []
  for (const member of group) forgetTold(member, book)
  forgetTold(incident, book)
  if (!mayBeToldNow(incident, context, 'end')) return []
  const names = group.filter(({ id }) => id !== incident.id).map(({ subjectName }) => subjectName)
  const others = names.length > 0 ? { others: { count: names.length, names } } : {}
  return [{ incident, kind: 'resolved', channelIds: channelsReached(incident, context), ...others }]
}

function tellGoodNews(incident: IncidentRecord, context: TellContext): Telling[] {
  if (!mayBeToldNow(incident, context)) return []
  return [{ incident, kind: 'good-news', channelIds: channelsReached(incident, context) }]
}

function say(
  incident: IncidentRecord,
  kind: Telling['kind'],
  context: TellContext,
  more: Pick<Telling, 'others' | 'reminder'> = {},
): Telling[] {
  const { book, nowMs, alerting, scopeOf } = context
  if (incident.escalationStep === 0) {
    const steps = policyOf(incident, scopeOf(incident), alerting)?.steps ?? []
    incident.escalationStep = steps.filter(({ afterMs }) => afterMs <= 0).length
  }
  markTold(incident, book, nowMs)
  book.event(incident, nowMs, kind === 'reminder' ? 'reminded' : 'told', { kind })
  return [{ incident, kind, channelIds: channelsReached(incident, context), ...more }]
}

/** Without a policy everybody; with one, those of the steps taken so far. */
function channelsReached(incident: IncidentRecord, { alerting, scopeOf }: Pick<TellContext, 'alerting' | 'scopeOf'>) {
  return channelsFor(incident, scopeOf(incident), alerting, { fromStep: 0, toStep: incident.escalationStep })
}

function messagesOf(telling: Telling, { fleet, publicUrl, nowMs }: TellContext): NewMessage[] {
  const site = telling.incident.siteId === undefined ? undefined : fleet.sites.get(telling.incident.siteId)
  return messagesFor(telling, {
    ...(site ? { siteName: site.name, timeZone: site.timeZone } : {}),
    currency: fleet.rates.currency,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    nowMs,
  })
}

function markTold(incident: IncidentRecord, book: IncidentBook, nowMs: number): void {
  incident.saidSeverity = incident.severity
  incident.saidAtMs = nowMs
  book.change(incident)
}

function forgetTold(incident: IncidentRecord, book: IncidentBook): void {
  incident.saidSeverity = undefined
  book.change(incident)
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
