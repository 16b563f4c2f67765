import { abandonDiscovery } from '#lib/services/discovery/abandon-discovery'
import { type DiscoverRequest, discoverAnswerSchema } from '#lib/wire/discovery'
import type { AgentNamespace, LiveContext } from './live-context.ts'

const ANSWER_TIMEOUT_MS = 10_000

/**
 * Passes the owner's wish to an agent's connections; when none takes it up, the page is told why. An agent that is
 * connected to another node alone is asked there.
 */
export async function askToDiscover(
  context: LiveContext,
  agents: ReturnType<AgentNamespace['to']>,
  { agentId, request }: { agentId: string; request: DiscoverRequest },
): Promise<void> {
  const known = context.fleet.agents.find(agentId)
  if (known && known.connections > 0 && !context.fleet.agents.isHere(agentId)) return
  // Asked for on another node, it is not known here yet.
  if (known?.discovery?.allowed) known.discovery.scan ??= { scanId: request.scanId, checked: 0, total: 0 }
  const answers: unknown[] = await agents
    .timeout(ANSWER_TIMEOUT_MS)
    .emitWithAck('discover', request)
    .catch(() => [])
  const understood = answers.flatMap((answer) => discoverAnswerSchema.safeParse(answer).data ?? [])
  if (understood.some(({ ok }) => ok)) return
  const [refusal] = understood
  const reason = refusal && !refusal.ok ? `the agent refused: ${refusal.reason}` : 'the agent did not answer'
  await abandonDiscovery(context, { agentId, scanId: request.scanId, reason })
}
