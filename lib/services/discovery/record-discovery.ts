import { markVanished, saveMet } from '#lib/db/discovered-machines'
import { endScan, findScan } from '#lib/db/discovery-scans'
import { DAY_MS } from '#lib/domain/units'
import { isInNetwork } from '#lib/wire/address-in-network'
import { type DiscoveryNews, discoveryNewsSchema } from '#lib/wire/discovery'
import type { ReportingAgent } from '../authenticate-agent.ts'
import type { RunningServer } from '../running-server.ts'
import { abandonDiscovery } from './abandon-discovery.ts'

const FORGET_VANISHED_AFTER_MS = 30 * DAY_MS

/**
 * Keeps what an agent tells of its looking around. `ok: false` for what makes no sense, or belongs to a scan that nobody
 * asked for; there is no use in telling that again.
 */
export async function recordDiscovery(
  context: Pick<RunningServer, 'database' | 'fleet'>,
  agent: Pick<ReportingAgent, 'id'>,
  message: unknown,
  nowMs: number,
): Promise<{ ok: boolean }> {
  const parsed = discoveryNewsSchema.safeParse(message)
  const known = context.fleet.agents.find(agent.id)
  if (!parsed.success || !known) return { ok: false }
  const news = parsed.data
  if (news.kind === 'off') {
    known.discovery = { allowed: false }
    return { ok: true }
  }
  if (news.kind === 'ready') {
    const { networks, leftOut, scanId } = news
    const scan = scanId === undefined ? {} : { scan: { scanId, checked: 0, total: 0 } }
    const { unreached, unasked } = known.discovery?.allowed ? known.discovery : {}
    const before = { ...(unreached ? { unreached } : {}), ...(unasked ? { unasked } : {}) }
    known.discovery = { allowed: true, networks, leftOut, ...scan, ...before }
    if (scanId === undefined) await endForgotten(context, agent.id, nowMs)
    return { ok: true }
  }
  return { ok: await recordScan(context, agent.id, news, nowMs) }
}

/** An agent that was ended in the middle of a scan knows nothing of it; one that only waited to tell its end still does. */
async function endForgotten(
  context: Pick<RunningServer, 'database' | 'fleet'>,
  agentId: string,
  nowMs: number,
): Promise<void> {
  const scan = await findScan(context.database, agentId)
  if (!scan) return
  const reason = 'the agent ended before it had looked everywhere'
  await abandonDiscovery(context, { agentId, scanId: scan.scanId, reason }, nowMs)
}

async function recordScan(
  { database, fleet }: Pick<RunningServer, 'database' | 'fleet'>,
  agentId: string,
  news: Extract<DiscoveryNews, { kind: 'progress' | 'finished' }>,
  nowMs: number,
): Promise<boolean> {
  const scan = await findScan(database, agentId)
  if (scan?.scanId !== news.scanId) return false
  const state = fleet.agents.find(agentId)?.discovery
  const live = state?.allowed ? state : undefined
  if (news.kind === 'progress') {
    const { scanId, checked, total } = news
    await saveMet(
      database,
      agentId,
      news.machines.map((machine) => ({ ...machine, locked: machine.locked ?? false })),
      nowMs,
    )
    if (live && scan.finishedAtMs === undefined) live.scan = { scanId, checked, total }
    return true
  }
  const { networks, reached = networks, unasked = [], problem } = news
  // A scan that failed has not looked everywhere: what it did not meet may be there.
  if (problem === undefined) {
    const forgetBeforeMs = nowMs - FORGET_VANISHED_AFTER_MS
    const moments = { sinceMs: scan.startedAtMs, atMs: nowMs, forgetBeforeMs }
    const wasReached = (host: string) => reached.some((network) => isInNetwork(host, network))
    await markVanished(database, agentId, moments, wasReached)
    if (live) {
      live.unreached = networks.filter((network) => !isAnyWithin(reached, network) && !unasked.includes(network))
      live.unasked = unasked
    }
  }
  await endScan(database, scan, { networks, finishedAtMs: nowMs, ...(problem === undefined ? {} : { problem }) })
  if (live) delete live.scan
  return true
}

/** Whether somebody was reached in a network, were it in a part of it. */
function isAnyWithin(parts: string[], network: string): boolean {
  return parts.some((part) => isInNetwork(part.split('/')[0] ?? '', network))
}
