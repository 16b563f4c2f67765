import type { StatusAnswer, TargetStatus } from '#lib/wire/agent-events'
import { describeIssues, targetStatusesSchema, targetStatusSchema } from '#lib/wire/agent-schema'
import type { ReportingAgent } from './authenticate-agent.ts'
import type { RunningServer } from './running-server.ts'

/**
 * Keeps how an agent's targets fare, for the pages of its rigs; an entry that makes no sense costs itself alone. Rows are
 * written later, by `AgentPresence.flush`.
 */
export function recordStatus(
  context: Pick<RunningServer, 'fleet'>,
  agent: ReportingAgent,
  message: unknown,
  nowMs: number,
): StatusAnswer {
  const parsed = targetStatusesSchema.safeParse(message)
  if (!parsed.success) return { ok: false, reason: describeIssues(parsed.error, 'status'), serverAtMs: nowMs }
  const targets: TargetStatus[] = []
  const refused: { index: number; reason: string }[] = []
  for (const [index, candidate] of parsed.data.entries()) {
    const target = targetStatusSchema.safeParse(candidate)
    if (target.success) targets.push(target.data)
    else refused.push({ index, reason: describeIssues(target.error, `status[${index}]`) })
  }
  context.fleet.agents.reported(agent.id, targets, nowMs)
  return { ok: true, refused, serverAtMs: nowMs }
}
