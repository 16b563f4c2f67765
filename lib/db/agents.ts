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

/** Keeps when an agent was last heard, and its last status where given. */
export async function updateAgent(
  rows: Rows,
  agentId: string,
  change: { seenAtMs: number; status?: string },
): Promise<void> {
  await rows.agent.updateMany({
    where: { id: agentId },
    data: { seenAtMs: BigInt(change.seenAtMs), ...(change.status === undefined ? {} : { status: change.status }) },
  })
}

/** The token with this hash and the site it belongs to; undefined when there is none. */
export async function findTokenByHash(
  rows: Rows,
  hash: string,
): Promise<{ id: number; name: string; siteId: number; revoked: boolean } | undefined> {
  const row = await rows.agentToken.findUnique({ where: { hash } })
  return row ? { id: row.id, name: row.name, siteId: row.siteId, revoked: row.revokedAtMs !== null } : undefined
}

/** Of these tokens the ones that are still good: neither revoked nor removed. */
export async function goodTokens(rows: Rows, tokenIds: number[]): Promise<Set<number>> {
  const found = await rows.agentToken.findMany({
    where: { id: { in: tokenIds }, revokedAtMs: null },
    select: { id: true },
  })
  return new Set(found.map((row) => row.id))
}

/** Keeps when a token was last used. */
export async function updateTokenUsed(rows: Rows, tokenId: number, lastUsedAtMs: number): Promise<void> {
  await rows.agentToken.updateMany({ where: { id: tokenId }, data: { lastUsedAtMs: BigInt(lastUsedAtMs) } })
}
