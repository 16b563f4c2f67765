import { z } from 'zod'
import { targetRows } from '#lib/db/targets'
import type { AssignedTarget } from '#lib/wire/agent-events'
import type { RunningServer } from './running-server.ts'

const credentialsSchema = z.object({
  user: z.string().optional(),
  password: z.string().optional(),
  token: z.string().optional(),
})

/**
 * What an agent is to poll, credentials opened: for that agent's connection alone, never for a page. Credentials of
 * another installation's secret cannot be opened; the target is then polled without.
 */
export async function assignedTargets(
  { database, secrets }: Pick<RunningServer, 'database' | 'secrets'>,
  agentId: string,
): Promise<AssignedTarget[]> {
  const targets = await targetRows(database, agentId)
  return targets.map(({ id, address, miner, intervalSeconds, credentials }) => {
    const opened = credentials === undefined ? undefined : secrets.decrypt(credentials)
    const known = opened === undefined ? {} : credentialsSchema.parse(JSON.parse(opened))
    return { id, address, miner, intervalSeconds, ...known }
  })
}
