import type { NewMessage } from '#lib/db/alert-commit'
import type { IncidentRecord } from '#lib/db/incidents'
import { figureWords, RULE_KINDS } from '#lib/domain/alerts'
import { fromNano } from '#lib/domain/money'
import { composeIncidentMessage, type IncidentMessage } from '#lib/notify/compose'
import type { IncidentCost } from '#lib/wire/alerts'

/** A turn of an incident that is told to somebody. */
export type Telling = {
  incident: IncidentRecord
  kind: IncidentMessage['kind']
  channelIds: number[]
  others?: { count: number; names: string[] }
  reminder?: { number: number; of: number }
}

export type Surroundings = {
  siteName?: string
  timeZone?: string
  currency: string
  publicUrl?: string
  nowMs: number
}

/** The messages of a telling, one a channel. The same turn told again has the same keys, and so is told once. */
export function messagesFor(telling: Telling, around: Surroundings): NewMessage[] {
  const { incident, kind, channelIds, others, reminder } = telling
  const { nowMs, currency, ...place } = around
  const cost = costOf(incident)
  const { id, severity, subject, subjectName, evidence, flaps, startedAtMs, resolvedAtMs } = incident
  const key = ['incident', id, kind, severity, flaps, reminder?.number ?? 0, turnMoment(telling)].join('/')
  // How long it lasted stands in a line of its own.
  const words = kind === 'resolved' && evidence.unit === 'milliseconds' ? '' : figureWords(evidence, currency)
  const payload = composeIncidentMessage({
    key,
    kind,
    incidentId: id,
    subject,
    subjectName,
    severity,
    what:
      flaps >= 2 && kind === 'fired'
        ? `${RULE_KINDS[incident.kind].label}, again and again`
        : RULE_KINDS[incident.kind].label,
    ...(words === '' ? {} : { evidence: words }),
    ...(evidence.detail === undefined ? {} : { detail: evidence.detail }),
    ...place,
    sinceMs: evidence.sinceMs ?? startedAtMs,
    ...(resolvedAtMs === undefined ? {} : { resolvedAtMs }),
    nowMs,
    ...(cost ? { cost } : {}),
    ...(others ? { others } : {}),
    ...(reminder ? { reminder } : {}),
  })
  return channelIds.map((channelId) => ({
    channelId,
    incidentId: id,
    key: `${key}/to/${channelId}`,
    kind,
    payload: { ...payload, id: `${key}/to/${channelId}` },
    createdAtMs: nowMs,
    dueAtMs: nowMs,
  }))
}

/** Tells turns of one kind apart that may come again. */
function turnMoment({ incident, kind, reminder }: Telling): number {
  if (kind === 'resolved') return incident.resolvedAtMs ?? 0
  return kind === 'reminder' && !reminder ? (incident.snoozedUntilMs ?? 0) : 0
}

/** What an incident cost so far, undefined where nothing of it is known. */
export function costOf({ lostNano, savedNano, costCurrency }: IncidentRecord): IncidentCost | undefined {
  if (costCurrency === undefined || lostNano === undefined) return undefined
  const lost = fromNano(lostNano)
  if (savedNano === undefined) return { currency: costCurrency, lost }
  return { currency: costCurrency, lost, saved: fromNano(savedNano), net: fromNano(lostNano - savedNano) }
}
