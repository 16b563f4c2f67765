import { listScans } from '#lib/db/discovery-scans'
import { DAY_MS } from '#lib/domain/units'
import type { RunningServer } from '../running-server.ts'
import { startDiscovery } from './start-discovery.ts'

/**
 * Has every agent that looked through its networks once look again a day after it last began: what is new and what vanished
 * stands on the page then. Stock logins are not tried; nobody asked for it this time.
 */
export async function rescanDaily(
  server: Pick<RunningServer, 'database' | 'fleet' | 'publish'>,
  nowMs = Date.now(),
): Promise<number> {
  let begun = 0
  for (const { agentId, startedAtMs } of await listScans(server.database)) {
    // Of several nodes, the one that has the agent asks it.
    if (nowMs - startedAtMs < DAY_MS || !server.fleet.agents.isHere(agentId)) continue
    // An agent that is away, or may no longer, is asked again at the next run.
    const started = await startDiscovery(server, { agentId, stockLogins: false }, nowMs)
    if (!started.ok) continue
    server.publish(started.changes)
    begun += 1
  }
  return begun
}
