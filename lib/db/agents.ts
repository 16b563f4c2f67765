import { givenRows } from './dialect.ts'
import type { Rows } from './rows.ts'

/** Our program beside the miners, or anybody's that speaks its protocol. Moments in epoch ms. */
export type StoredAgent = {
  id: string
  name: string
  version?: string
  tokenId?: number
  builtIn: boolean
  createdAtMs: number
  seenAtMs?: number
  address?: string
  /** JSON of the last `status` it sent. */
  status: string
}

/** All agents by name. */
export async function listAgents(rows: Rows): Promise<StoredAgent[]> {
  const found = await rows.agent.findMany({ orderBy: { name: 'asc' } })
  return found.map((row) => ({
    id: row.id,
    name: row.name,
    version: row.version ?? undefined,
    tokenId: row.tokenId ?? undefined,
    builtIn: row.builtIn,
    createdAtMs: Number(row.createdAtMs),
    seenAtMs: row.seenAtMs === null ? undefined : Number(row.seenAtMs),
    address: row.address ?? undefined,
    status: row.status,
  }))
}

/** The token an agent was last let in with, and the site that token belongs to; undefined when it was never seen. */
export async function findAgentBinding(
  rows: Rows,
  agentId: string,
): Promise<{ builtIn: boolean; tokenId?: number; siteId?: number } | undefined> {
  const row = await rows.agent.findUnique({ where: { id: agentId }, include: { token: true } })
  if (!row) return undefined
  const { builtIn, token } = row
  return token ? { builtIn, tokenId: token.id, siteId: token.siteId } : { builtIn }
}

/** Notes that an agent connected; the first time, it is added. */
export async function saveAgentSeen(
  rows: Rows,
  agent: { id: string; name: string; version?: string; tokenId: number; address?: string; seenAtMs: number },
): Promise<void> {
  const seen = {
    name: agent.name,
    version: agent.version ?? null,
    tokenId: agent.tokenId,
    address: agent.address ?? null,
    seenAtMs: BigInt(agent.seenAtMs),
  }
  await rows.agent.upsert({
    where: { id: agent.id },
    create: { id: agent.id, createdAtMs: BigInt(agent.seenAtMs), ...seen },
    update: seen,
  })
}

/**
 * Keeps when agents were last heard, and their last status where given. One statement, whatever their number: each
 * commit of its own would wait for the readings' writer, and hold up the event loop meanwhile.
 */
export async function updateAgents(
  rows: Rows,
  changes: { id: string; seenAtMs: number; status?: string }[],
): Promise<void> {
  if (changes.length === 0) return
  await rows.$executeRaw`
    UPDATE "Agent" SET "seenAtMs" = change."seenAtMs", "status" = COALESCE(change."status", "Agent"."status")
    FROM ${givenRows(rows, changes, { id: 'text', seenAtMs: 'whole', status: 'text' })} AS change
    WHERE "Agent"."id" = change."id"`
}
