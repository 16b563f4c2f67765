import type { IncidentRecord } from '#lib/db/incidents'
import { dueSteps, GROUP_WITHIN_MS, nextReminderMs } from '#lib/domain/alerts'
import type { Telling } from './compose-message.ts'
import { mayBeToldNow } from './may-be-told.ts'
import { othersOf, say, type TellContext } from './say.ts'
import { channelsFor, isAtLeast, policyOf } from './whom-to-tell.ts'

/**
 * What is told of an incident that was told before: that it is worse, whom the policy names next, that a snooze ended,
 * reminders. Rigs that were told in one message are told so again.
 */
export function tellAgain(incident: IncidentRecord, context: TellContext): Telling[] {
  if (!mayBeToldAgain(incident, context)) return []
  if (isWorse(incident)) return tellWorse(incident, context)
  if (incident.phase !== 'firing') return []
  const steps = dueStepsOf(incident, context)
  if (steps.length > 0) return tellNext(incident, Math.max(...steps) + 1, context)
  if (snoozeEnded(incident, context)) {
    return say(incident, 'reminder', context, { others: alike(incident, context, snoozeEnded) })
  }
  if (!isReminderDue(incident, context)) return []
  const others = alike(incident, context, isReminderDue)
  for (const each of [incident, ...others]) each.reminders += 1
  const reminder = { number: incident.reminders, of: context.alerting.settings.reminders.most }
  return say(incident, 'reminder', context, { others, reminder })
}

function mayBeToldAgain(incident: IncidentRecord, context: TellContext): boolean {
  const { saidSeverity, saidAtMs, inhibitedById, resolvedAtMs } = incident
  if (saidSeverity === undefined || saidAtMs === undefined || resolvedAtMs !== undefined) return false
  return inhibitedById === undefined && saidAtMs !== context.nowMs && mayBeToldNow(incident, context)
}

/** The first of a group that got worse is told at once; those who follow wait for each other. */
function tellWorse(incident: IncidentRecord, context: TellContext): Telling[] {
  const { severity, groupedWithId } = incident
  const group = groupedWithId === undefined ? [] : (context.groups.get(groupedWithId) ?? [])
  const isAsBad = ({ saidSeverity }: IncidentRecord) => saidSeverity !== undefined && isAtLeast(saidSeverity, severity)
  const saidMs = group.filter(isAsBad).reduce((last, { saidAtMs = 0 }) => Math.max(last, saidAtMs), 0)
  if (context.nowMs - saidMs < GROUP_WITHIN_MS) return []
  return say(incident, 'escalated', context, { others: alike(incident, context, isWorse) })
}

/** Only those who are next: the others know. */
function tellNext(incident: IncidentRecord, toStep: number, context: TellContext): Telling[] {
  const { book, nowMs, alerting, scopeOf } = context
  const fromStep = incident.escalationStep
  const others = alike(incident, context, (other) => dueStepsOf(other, context).length > 0)
  for (const each of [incident, ...others]) {
    each.escalationStep = toStep
    book.event(each, nowMs, 'next-told', { step: toStep })
  }
  const channelIds = channelsFor(incident, scopeOf(incident), alerting, { fromStep, toStep })
  return [{ incident, kind: 'fired', channelIds, ...othersOf(others) }]
}

/** The others of its group of which the same is to be told now. */
function alike(
  incident: IncidentRecord,
  context: TellContext,
  isDue: (other: IncidentRecord, context: TellContext) => boolean,
): IncidentRecord[] {
  if (incident.groupedWithId === undefined) return []
  const group = context.groups.get(incident.groupedWithId) ?? []
  return group.filter((other) => other.id !== incident.id && mayBeToldAgain(other, context) && isDue(other, context))
}

function isWorse({ saidSeverity, severity }: IncidentRecord): boolean {
  return saidSeverity !== undefined && !isAtLeast(saidSeverity, severity)
}

function dueStepsOf(incident: IncidentRecord, { alerting, scopeOf, nowMs }: TellContext): number[] {
  const { phase, snoozedUntilMs, firedAtMs, firstSaidAtMs = firedAtMs, escalationStep } = incident
  const policy = policyOf(incident, scopeOf(incident), alerting)
  if (!policy) return []
  const taken = new Set(Array.from({ length: escalationStep }, (_, at) => at))
  return dueSteps(policy.steps, { phase, snoozedUntilMs, toldAtMs: firstSaidAtMs }, taken, nowMs)
}

function snoozeEnded({ phase, snoozedUntilMs, saidAtMs = 0 }: IncidentRecord, { nowMs }: TellContext): boolean {
  return phase === 'firing' && snoozedUntilMs !== undefined && saidAtMs < snoozedUntilMs && nowMs >= snoozedUntilMs
}

function isReminderDue(incident: IncidentRecord, { alerting, nowMs }: TellContext): boolean {
  const { saidAtMs } = incident
  const told = { ...incident, toldAtMs: saidAtMs, lastReminderMs: saidAtMs }
  const dueMs = nextReminderMs(told, alerting.settings.reminders)
  return dueMs !== undefined && nowMs >= dueMs
}
