import { randomUUID } from 'node:crypto'
import { beginScan } from '#lib/db/discovery-scans'
import type { RunningServer } from '../running-server.ts'
import { refused, type Saved } from '../saved.ts'

/**
 * Has an agent look through its own networks; which ones is the agent's to know. The agent hears of it by the change.
 * Stock logins are tried when asked for, this once.
 */
export async function startDiscovery(
  { database, fleet }: Pick<RunningServer, 'database' | 'fleet'>,
  { agentId, stockLogins }: { agentId: string; stockLogins: boolean },
  nowMs = Date.now(),
): Promise<Saved<{ scanId: string }>> {
  const agent = fleet.agents.find(agentId)
  if (!agent) return refused('form', 'This agent is gone')
  if (agent.connections === 0) return refused('form', 'This agent is not connected now: see what it says where it runs')
  const { discovery } = agent
  if (!discovery) return refused('form', 'This agent is too old to look for machines: update it')
  if (!discovery.allowed) {
    return refused('form', 'This agent may not look for machines: its configuration does not say "discovery": true')
  }
  if (discovery.scan) return refused('form', 'This agent is looking already')
  const scanId = randomUUID()
  await beginScan(database, { agentId, scanId, startedAtMs: nowMs })
  discovery.scan = { scanId, checked: 0, total: 0 }
  return { ok: true, changes: [{ kind: 'discover', agentId, request: { scanId, stockLogins } }], scanId }
}
