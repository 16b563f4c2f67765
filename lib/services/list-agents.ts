import { listAgents as agentRows } from '#lib/db/agents'
import type { Database } from '#lib/db/database'
import { targetRows } from '#lib/db/targets'

/** An agent with the addresses it was given in the app. Credentials stay closed. */
export type ListedAgent = {
  id: string
  name: string
  version?: string
  builtIn: boolean
  tokenId?: number
  createdAtMs: number
  seenAtMs?: number
  targets: { id: number; address: string; miner?: string; intervalSeconds?: number; hasCredentials: boolean }[]
}

/** All agents by name, the server's own one first. */
export async function listAgents(database: Database): Promise<ListedAgent[]> {
  const [agents, targets] = await Promise.all([agentRows(database), targetRows(database)])
  const listed = agents.map(({ id, name, version, builtIn, tokenId, createdAtMs, seenAtMs }) => ({
    ...{ id, name, version, builtIn, tokenId, createdAtMs, seenAtMs },
    targets: targets
      .filter(({ agentId }) => agentId === id)
      .map((target) => ({
        id: target.id,
        address: target.address,
        miner: target.miner,
        intervalSeconds: target.intervalSeconds,
        hasCredentials: target.credentials !== undefined,
      })),
  }))
  return listed.sort((one, other) => Number(other.builtIn) - Number(one.builtIn))
}
