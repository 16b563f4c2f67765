import type { Scope, Severity } from '#lib/domain/alert-types'
import { severityOf } from './alert-words.ts'
import type { Rows } from './rows.ts'
import { storedJson } from './stored-json.ts'
import { storedScope } from './stored-scope.ts'

/** Who is told first, and after how long whom next. */
export type PolicyRecord = {
  id: number
  name: string
  steps: { afterMs: number; channelIds: number[] }[]
  scope: Scope
  leastSeverity: Severity
}

export async function listPolicyRecords(rows: Rows): Promise<PolicyRecord[]> {
  const found = await rows.notificationPolicy.findMany({ orderBy: { id: 'asc' } })
  return found.flatMap((row) => {
    const steps = storedJson(row.steps)
    const scope = storedScope(row.scope)
    // Without a policy every channel is told: a damaged one must keep nothing from anybody.
    if (!isSteps(steps) || !scope) return []
    return [{ id: row.id, name: row.name, steps, scope, leastSeverity: severityOf(row.leastSeverity) }]
  })
}

function isSteps(value: unknown): value is PolicyRecord['steps'] {
  const isStep = (step: unknown) =>
    typeof step === 'object' &&
    step !== null &&
    'afterMs' in step &&
    'channelIds' in step &&
    Array.isArray(step.channelIds)
  return Array.isArray(value) && value.every(isStep)
}

/** Adds a policy, or replaces the one of that id; answers with its id. */
export async function savePolicyRecord(
  rows: Rows,
  policy: Omit<PolicyRecord, 'id'> & { id?: number },
): Promise<number> {
  const columns = {
    name: policy.name,
    steps: JSON.stringify(policy.steps),
    reminders: '{}',
    scope: JSON.stringify(policy.scope),
    leastSeverity: policy.leastSeverity,
  }
  if (policy.id === undefined) return (await rows.notificationPolicy.create({ data: columns })).id
  await rows.notificationPolicy.updateMany({ where: { id: policy.id }, data: columns })
  return policy.id
}

export async function removePolicyRecord(rows: Rows, id: number): Promise<boolean> {
  return (await rows.notificationPolicy.deleteMany({ where: { id } })).count === 1
}

/** Messages about an incident with the name of their channel, oldest first. */
export async function messagesOf(
  rows: Rows,
  incidentId: number,
): Promise<{ channelName: string; kind: string; state: string; atMs: number; answer?: string }[]> {
  const found = await rows.outboxMessage.findMany({
    where: { incidentId },
    orderBy: { id: 'asc' },
    include: { channel: { select: { name: true } } },
  })
  return found.map((row) => ({
    channelName: row.channel.name,
    kind: row.kind,
    state: row.state,
    atMs: Number(row.deliveredAtMs ?? row.dueAtMs),
    ...(row.answer === null ? {} : { answer: row.answer }),
  }))
}

/** How many messages stand in each state, for /metrics. */
export async function messageCounts(rows: Rows): Promise<Map<string, number>> {
  const groups = await rows.outboxMessage.groupBy({ by: ['state'], _count: { _all: true } })
  return new Map(groups.map(({ state, _count }) => [state, _count._all]))
}
