import { findAgentBinding, saveAgentSeen } from '#lib/db/agents'
import type { Database } from '#lib/db/database'
import { protocolProblem } from '#lib/domain/protocol-problem'
import { AGENT_PROTOCOL, OLDEST_AGENT_PROTOCOL } from '#lib/wire/agent-events'
import { agentHandshakeSchema, describeIssues } from '#lib/wire/agent-schema'
import { type AgentTokenIdentity, findToken, noteTokenUse } from './find-token.ts'
import type { RunningServer } from './running-server.ts'

/** An agent that was let in: who it is, and the site its new rigs stand at. */
export type ReportingAgent = { id: string; name: string; tokenId: number; siteId: number }

export type AgentAdmission = { ok: true; agent: ReportingAgent } | { ok: false; cause: string; reason: string }

/**
 * Lets an agent in by its token. A client that gives no id of its own is known by its token, so that the shortest
 * client possible still is one and the same agent after each reconnection.
 */
export async function authenticateAgent(
  context: Pick<RunningServer, 'database' | 'fleet'>,
  handshake: unknown,
  address: string | undefined,
  nowMs: number,
): Promise<AgentAdmission> {
  const parsed = agentHandshakeSchema.safeParse(handshake)
  if (!parsed.success) return { ok: false, cause: 'handshake', reason: describeIssues(parsed.error, 'auth') }
  const { token: secret, protocol = AGENT_PROTOCOL, agent: given } = parsed.data
  const token = await findToken(context.database, secret)
  if (!token) return { ok: false, cause: 'token', reason: 'the token is not known here, or was revoked' }
  const agent: ReportingAgent = {
    id: given?.id?.toLowerCase() ?? `token-${token.id}`,
    name: given?.name ?? token.name,
    tokenId: token.id,
    siteId: token.siteId,
  }
  const foreign = await refusalOfForeign(context.database, agent.id, token)
  if (foreign) return { ok: false, cause: 'agent', reason: foreign }
  await saveAgentSeen(context.database, { ...agent, version: given?.version, address, seenAtMs: nowMs })
  await noteTokenUse(context.database, token.id, nowMs)
  const known = context.fleet.agents.learn({ id: agent.id, name: agent.name, seenAtMs: nowMs })
  // Only now: whoever owns it should see on the page why it is away.
  known.refusal = protocolProblem(protocol, { oldest: OLDEST_AGENT_PROTOCOL, newest: AGENT_PROTOCOL })
  if (known.refusal !== undefined) return { ok: false, cause: 'protocol', reason: known.refusal }
  return { ok: true, agent }
}

/**
 * Why a token may not speak for an agent: its targets' credentials go to whoever is let in under its id, so that an id
 * stays with the site it was first seen at, and the built-in agent's with the token the server made for it.
 */
async function refusalOfForeign(
  database: Database,
  agentId: string,
  token: AgentTokenIdentity,
): Promise<string | undefined> {
  const bound = await findAgentBinding(database, agentId)
  if (!bound) return undefined
  if (bound.builtIn) {
    return bound.tokenId === token.id
      ? undefined
      : "agent.id is the built-in agent's, which has a token of its own: use another id"
  }
  if (bound.siteId === undefined || bound.siteId === token.siteId) return undefined
  return 'agent.id was first seen with a token of another site: use a token of that site, or another id'
}
