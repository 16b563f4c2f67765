import { saveAgentSeen } from '#lib/db/agents'
import { AGENT_PROTOCOL } from '#lib/wire/agent-events'
import { agentHandshakeSchema, describeIssues } from '#lib/wire/agent-schema'
import { findToken, noteTokenUse } from './find-token.ts'
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
  if (protocol !== AGENT_PROTOCOL) {
    const remedy = protocol > AGENT_PROTOCOL ? 'update the server' : 'update the agent'
    return {
      ok: false,
      cause: 'protocol',
      reason: `protocol ${protocol} is not spoken here, only ${AGENT_PROTOCOL}: ${remedy}`,
    }
  }
  const token = await findToken(context.database, secret)
  if (!token) return { ok: false, cause: 'token', reason: 'the token is not known here, or was revoked' }
  const agent: ReportingAgent = {
    id: given?.id?.toLowerCase() ?? `token-${token.id}`,
    name: given?.name ?? token.name,
    tokenId: token.id,
    siteId: token.siteId,
  }
  await saveAgentSeen(context.database, { ...agent, version: given?.version, address, seenAtMs: nowMs })
  await noteTokenUse(context.database, token.id, nowMs)
  context.fleet.agents.learn({ id: agent.id, name: agent.name, seenAtMs: nowMs })
  return { ok: true, agent }
}
