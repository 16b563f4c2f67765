import { findRuleRecord } from '#lib/db/alert-rules'
import { findIncidents } from '#lib/db/find-incidents'
import { eventsOf, findIncident, type IncidentRecord } from '#lib/db/incidents'
import { messagesOf } from '#lib/db/notification-targets'
import type { RuleKind } from '#lib/domain/alert-types'
import type { IncidentDetail, IncidentMessageRow } from '#lib/wire/alerts'
import { eventWords } from './event-words.ts'
import { type IncidentContext, incidentRows } from './incident-rows.ts'

const INHIBITED_SHOWN = 200

const METRICS: Partial<Record<RuleKind, NonNullable<IncidentDetail['chart']>['metric']>> = {
  overheat: 'temperature',
  'fan-stopped': 'temperature',
  'fan-pinned': 'temperature',
  offline: 'hashRate',
  'zero-hash': 'hashRate',
  'low-hash': 'hashRate',
  frozen: 'hashRate',
  'machine-error': 'hashRate',
  'device-missing': 'hashRate',
  'restart-loop': 'hashRate',
  'no-accepted-share': 'hashRate',
  'rejected-shares': 'hashRate',
  'power-range': 'power',
  inefficient: 'power',
}

/** Everything the page of an incident shows; undefined when there is none. */
export async function incidentDetail(
  context: IncidentContext,
  id: number,
  nowMs = Date.now(),
): Promise<IncidentDetail | undefined> {
  const { database, fleet } = context
  const record = await findIncident(database, id)
  if (!record) return undefined
  const [[row], events, messages, inhibited, rule] = await Promise.all([
    incidentRows(context, [record], nowMs),
    eventsOf(database, id),
    messagesOf(database, id),
    findIncidents(database, { state: 'all', inhibitedById: id }, { limit: INHIBITED_SHOWN }),
    record.ruleId === undefined ? undefined : findRuleRecord(database, record.ruleId),
  ])
  if (!row) return undefined
  const { currency } = fleet.rates
  return {
    ...row,
    events: events.map(({ atMs, kind, by, detail }) => ({ atMs, kind, by, words: eventWords(kind, detail, currency) })),
    messages: messages.map((message) => ({ ...message, state: stateOf(message.state) })),
    inhibited: await incidentRows(context, inhibited.incidents, nowMs),
    rule: rule && { id: rule.id, name: rule.name },
    timeZone: (record.siteId === undefined ? undefined : fleet.sites.get(record.siteId)?.timeZone) ?? 'UTC',
    // Of a rig that is gone there is none to be had.
    chart: record.rigId !== undefined && fleet.rigSettings(record.rigId) ? chartOf(record) : undefined,
  }
}

/** The figure that tells of it, where it is a rig's; the threshold where it is in the unit of that figure. */
function chartOf({ rigId, kind, evidence }: IncidentRecord): IncidentDetail['chart'] {
  const metric = rigId === undefined ? undefined : METRICS[kind]
  if (!metric) return undefined
  const { threshold, unit } = evidence
  const isSame =
    (metric === 'temperature' && unit === 'celsius') ||
    (metric === 'hashRate' && unit === 'hashesPerSecond') ||
    (metric === 'power' && unit === 'watts')
  return threshold !== undefined && isSame ? { metric, threshold } : { metric }
}

function stateOf(text: string): IncidentMessageRow['state'] {
  return text === 'delivered' || text === 'failed' || text === 'dropped' ? text : 'waiting'
}
