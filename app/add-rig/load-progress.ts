import { listAgents } from '#lib/services/list-agents'
import { runningServer } from '#lib/services/running-server'
import type { AddingProgress } from './progress'

/** Agents with what they poll and how that fares: the database's word on targets, the live one on their state. */
export async function loadProgress(): Promise<AddingProgress> {
  const { database, fleet } = runningServer()
  const rigIdsOf = new Map<string, number[]>()
  for (const { id, settings } of fleet.liveRigs()) {
    if (settings.agentId) rigIdsOf.set(settings.agentId, [...(rigIdsOf.get(settings.agentId) ?? []), id])
  }
  const agents = await listAgents(database)
  return {
    agents: agents.map(({ id, name, builtIn, tokenId, targets }) => {
      const known = fleet.agents.find(id)
      const statuses = known?.targets ?? []
      return {
        ...{ id, name, builtIn, tokenId },
        connected: (known?.connections ?? 0) > 0,
        rigIds: rigIdsOf.get(id) ?? [],
        problems: statuses.flatMap(({ targetId, problem }) => (targetId === undefined && problem ? [problem] : [])),
        targets: targets.map((target) => {
          const status = statuses.find(({ targetId }) => targetId === target.id)
          return {
            id: target.id,
            address: target.address,
            miner: target.miner ?? status?.miner,
            rigKey: status?.rigKey,
            problem: status?.problem,
            succeeded: status?.lastSuccessAtMs !== undefined,
          }
        }),
      }
    }),
  }
}
