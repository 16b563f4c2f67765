import type { ReceivedReading } from '#lib/db/reading-store'
import { FUTURE_AT_MOST_MS } from '#lib/domain/limits'
import { AGENT_LIMITS } from '#lib/wire/agent-limits'
import { AlikeReading, type AlikeReadings } from './alike-readings.ts'
import type { ReportingAgent } from './authenticate-agent.ts'
import type { RejectionKind } from './counters.ts'
import type { RunningServer } from './running-server.ts'

type Refused = { ok: false; kind: RejectionKind; reason: string }

/** Whether one reading of a message may be stored, and as what; else why not, in words for the agent's log. */
export function judgeReading(
  { fleet, keeper }: Pick<RunningServer, 'fleet' | 'keeper'>,
  agent: ReportingAgent,
  { candidate, index, alike }: { candidate: unknown; index: number; alike: AlikeReadings },
  receivedAtMs: number,
): { ok: true; received: ReceivedReading } | Refused {
  if (index >= AGENT_LIMITS.readingsPerMessage) {
    return refuse('over-limit', `a message holds at most ${AGENT_LIMITS.readingsPerMessage} readings`)
  }
  const admitted = alike.admit(candidate, index)
  if (!admitted.ok) return refuse('invalid', admitted.reason)
  const rigId = fleet.writers.rigNamed(admitted.rig)
  if (rigId === undefined) return refuse('unknown-rig', 'rig is not known here: announce it first')
  if (!fleet.writers.mayWrite(rigId, agent.id)) {
    return refuse('not-its-writer', 'this rig is not reported by this agent: announce it first')
  }
  const { at } = 'like' in admitted ? admitted.like : admitted.reading
  const aheadMs = at - receivedAtMs
  if (aheadMs > FUTURE_AT_MOST_MS) {
    return refuse('in-the-future', `at is ${Math.round(aheadMs / 1000)} s ahead of the server's clock`)
  }
  const tooOld = keeper.tooOld(at, receivedAtMs)
  if (tooOld !== undefined) return refuse('too-old', tooOld)
  const received =
    'like' in admitted
      ? new AlikeReading(rigId, receivedAtMs, admitted.like, admitted.mold)
      : { rigId, receivedAtMs, reading: admitted.reading }
  return { ok: true, received }
}

function refuse(kind: RejectionKind, reason: string): Refused {
  return { ok: false, kind, reason }
}
