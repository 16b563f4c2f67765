import { type AnnouncedChange, insertRig, updateAnnounced } from '#lib/db/rigs'
import { AGENT_PROTOCOL, type RigAnnouncement, type RigsAnswer } from '#lib/wire/agent-events'
import { AGENT_LIMITS } from '#lib/wire/agent-limits'
import { describeIssues, rigAnnouncementSchema, rigAnnouncementsSchema } from '#lib/wire/agent-schema'
import type { ReportingAgent } from './authenticate-agent.ts'
import type { RunningServer } from './running-server.ts'

type AnnounceContext = Pick<RunningServer, 'database' | 'fleet' | 'log'>

// Two agents that announce the same new key at once must not make two rigs.
let turn: Promise<unknown> = Promise.resolve()

/**
 * Takes the list of rigs that an agent reports. Unknown keys become rigs at the token's site; known ones get the agent
 * as their writer, unless another writes them.
 */
export function announceRigs(
  context: AnnounceContext,
  agent: ReportingAgent,
  message: unknown,
  nowMs: number,
): Promise<RigsAnswer> {
  const answer = turn.then(() => takeAnnouncement(context, agent, message, nowMs))
  turn = answer.catch(() => undefined)
  return answer
}

async function takeAnnouncement(
  context: AnnounceContext,
  agent: ReportingAgent,
  message: unknown,
  nowMs: number,
): Promise<RigsAnswer> {
  const list = rigAnnouncementsSchema.safeParse(message)
  if (!list.success) return { ok: false, reason: describeIssues(list.error, 'rigs'), serverAtMs: nowMs }
  const rigs: { key: string; id: number }[] = []
  const refused: { key: string; reason: string }[] = []
  const changedIds: number[] = []
  const changes: AnnouncedChange[] = []
  for (const [index, candidate] of list.data.entries()) {
    const parsed = rigAnnouncementSchema.safeParse(candidate)
    if (!parsed.success) {
      refused.push({ key: keyIn(candidate), reason: describeIssues(parsed.error, `rigs[${index}]`) })
      continue
    }
    const result = await takeRig(context, agent, parsed.data, nowMs)
    if (!result.ok) {
      refused.push({ key: parsed.data.key, reason: result.reason })
      continue
    }
    rigs.push({ key: parsed.data.key, id: result.rigId })
    if (result.isNew || result.change) changedIds.push(result.rigId)
    if (result.change) changes.push(result.change)
  }
  await updateAnnounced(context.database, changes)
  await context.fleet.reloadRigs(changedIds)
  context.fleet.tellRigs?.(changedIds)
  return {
    ok: true,
    rigs,
    refused,
    protocol: AGENT_PROTOCOL,
    serverAtMs: nowMs,
    limits: AGENT_LIMITS,
    accepts: ['like'],
  }
}

type Taken = { ok: true; rigId: number; isNew?: boolean; change?: AnnouncedChange } | { ok: false; reason: string }

async function takeRig(
  { database, fleet, log }: AnnounceContext,
  agent: ReportingAgent,
  { key, name, model, address }: RigAnnouncement,
  nowMs: number,
): Promise<Taken> {
  const knownId = fleet.writers.rigNamed(key)
  if (knownId === undefined) {
    const rigId = await insertRig(database, {
      key,
      name: name ?? key,
      model,
      address,
      siteId: agent.siteId,
      agentId: agent.id,
      createdAtMs: nowMs,
    })
    // The same announcement may name the key twice.
    fleet.writers.learn({ id: rigId, keys: [key], agentId: agent.id }, nowMs)
    log.info({ rigId, key, agent: agent.name }, 'a new rig')
    return { ok: true, rigId, isNew: true }
  }
  const claim = fleet.writers.claim(knownId, agent.id, nowMs)
  if (!claim.ok) return claim
  const known = fleet.rigSettings(knownId)
  const newModel = model !== undefined && model !== known?.model ? model : undefined
  const newAddress = address !== undefined && address !== known?.address ? address : undefined
  const changed = claim.changed || newModel !== undefined || newAddress !== undefined
  if (!changed) return { ok: true, rigId: knownId }
  if (claim.changed) log.info({ rigId: knownId, key, agent: agent.name }, 'a rig has a new writer')
  return { ok: true, rigId: knownId, change: { id: knownId, agentId: agent.id, model: newModel, address: newAddress } }
}

function keyIn(candidate: unknown): string {
  const key: unknown = candidate !== null && typeof candidate === 'object' ? Reflect.get(candidate, 'key') : undefined
  return typeof key === 'string' ? key.slice(0, 120) : ''
}
