import { endScan, findScan } from '#lib/db/discovery-scans'
import type { RunningServer } from '../running-server.ts'

/** Notes that an agent did not begin a scan it was asked for, and why. */
export async function abandonDiscovery(
  { database, fleet }: Pick<RunningServer, 'database' | 'fleet'>,
  { agentId, scanId, reason }: { agentId: string; scanId: string; reason: string },
  nowMs = Date.now(),
): Promise<void> {
  const scan = await findScan(database, agentId)
  if (scan?.scanId !== scanId || scan.finishedAtMs !== undefined) return
  await endScan(database, scan, { networks: scan.networks, finishedAtMs: nowMs, problem: reason })
  const state = fleet.agents.find(agentId)?.discovery
  if (state?.allowed && state.scan?.scanId === scanId) delete state.scan
}
