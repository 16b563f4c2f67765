import type { ChannelRecord } from '#lib/db/channels'
import type { IncidentRecord } from '#lib/db/incidents'
import type { PolicyRecord } from '#lib/db/notification-targets'
import { GOOD_NEWS, type Severity } from '#lib/domain/alert-types'
import { inScope, type ScopeSubject } from '#lib/domain/alerts'
import type { Alerting } from './alerting.ts'

const RANKS: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 }

/** Whether a severity is at least another; nothing is less than info. */
export function isAtLeast(severity: Severity, least: Severity | undefined): boolean {
  return least === undefined || RANKS[severity] >= RANKS[least]
}

/** The policy that speaks for an incident: the first whose scope and severity fit. Undefined: every channel at once. */
export function policyOf(
  { severity }: IncidentRecord,
  subject: ScopeSubject,
  { policies }: Alerting,
): PolicyRecord | undefined {
  return policies.find(({ scope, leastSeverity, steps }) => {
    return steps.length > 0 && isAtLeast(severity, leastSeverity) && inScope(scope, subject)
  })
}

/**
 * The channels that hear of an incident once `steps` steps of its policy were taken: those named by them, or all without
 * a policy; of these, whoever wants such a severity and such a subject. A failing channel is told of through the others.
 */
export function channelsFor(
  incident: IncidentRecord,
  subject: ScopeSubject,
  alerting: Alerting,
  steps: { fromStep: number; toStep: number },
): number[] {
  const policy = GOOD_NEWS.has(incident.kind) ? undefined : policyOf(incident, subject, alerting)
  const named = policy?.steps.slice(steps.fromStep, steps.toStep).flatMap(({ channelIds }) => channelIds)
  return alerting.channels
    .filter((channel) => (named ? named.includes(channel.id) : steps.fromStep === 0))
    .filter((channel) => wants(channel, incident, subject))
    .map(({ id }) => id)
}

function wants(
  channel: ChannelRecord,
  { kind, severity, subject: about }: IncidentRecord,
  subject: ScopeSubject,
): boolean {
  if (!channel.enabled || about === `channel:${channel.id}`) return false
  if (!inScope(channel.scope, subject)) return false
  return GOOD_NEWS.has(kind) ? channel.goodNews : isAtLeast(severity, channel.leastSeverity)
}
