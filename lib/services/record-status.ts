import { describeIssues, targetStatusesSchema } from '#lib/wire/agent-schema'
import type { ReportingAgent } from './authenticate-agent.ts'
import type { RunningServer } from './running-server.ts'

export type StatusAnswer = { ok: true; serverAtMs: number } | { ok: false; reason: string; serverAtMs: number }

/** Keeps how an agent's targets fare, for the pages of its rigs. Rows are written later, by `AgentPresence.flush`. */
export function recordStatus(
  context: Pick<RunningServer, 'fleet'>,
  agent: ReportingAgent,
  message: unknown,
  nowMs: number,
): StatusAnswer {
  const parsed = targetStatusesSchema.safeParse(message)
  if (!parsed.success) return { ok: false, reason: describeIssues(parsed.error, 'status'), serverAtMs: nowMs }
  context.fleet.agents.reported(agent.id, parsed.data, nowMs)
  return { ok: true, serverAtMs: nowMs }
}
