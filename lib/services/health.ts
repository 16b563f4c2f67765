import { MINUTE_MS } from '#lib/domain/units'
import type { RunningServer } from './running-server.ts'

/** An evaluator that has not committed for so long is stuck. */
const STUCK_AFTER_MS = 2 * MINUTE_MS

/**
 * `ok`; `disk-full` when no reading is taken until there is room again; or that the server does not do its work: readings cannot be stored, or rules have not been evaluated for two
 * minutes although this process should. In one word, because everybody may ask.
 */
export function healthOf(
  {
    store,
    alerts,
    lease,
    keeper,
    startedAtMs,
  }: Pick<RunningServer, 'store' | 'alerts' | 'lease' | 'keeper' | 'startedAtMs'>,
  nowMs = Date.now(),
): 'ok' | 'disk-full' | 'failing' {
  if (keeper.room?.state === 'full') return 'disk-full'
  if (store.stats().lastCommitFailed) return 'failing'
  // Nobody could say who evaluates: the database does not answer.
  if (nowMs - (lease.askedAtMs() ?? startedAtMs) > STUCK_AFTER_MS) return 'failing'
  if (lease.fenceAt(nowMs) === undefined) return 'ok'
  const ranAtMs = Math.max(startedAtMs, lease.heldSinceMs() ?? 0, alerts.state.lastRunAtMs ?? 0)
  return nowMs - ranAtMs > STUCK_AFTER_MS ? 'failing' : 'ok'
}
