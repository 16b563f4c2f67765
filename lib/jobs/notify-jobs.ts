import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#lib/domain/units'
import type { ChangeBus } from '#lib/services/change-bus'
import { type JobLease, LeaseLost } from '#lib/services/hold-lease'
import { deliverOutbox } from '#lib/services/notify/deliver-outbox'
import { beat } from '#lib/services/notify/heartbeat'
import type { NotifyContext } from '#lib/services/notify/notify-context'
import { pressButton } from '#lib/services/notify/press-button'
import { pruneOutbox } from '#lib/services/notify/prune-outbox'
import { telegramPoller } from '#lib/services/notify/telegram-updates'
import type { Job } from './scheduler.ts'

type NotifyJobsOptions = {
  lease: Pick<JobLease, 'fenceAt' | 'guard'>
  /** Whether the rules are being evaluated: a heartbeat says nothing else. */
  isEvaluating(nowMs: number): boolean
}

/**
 * The jobs that speak to the outside, all under the lease: delivering the outbox, answering Telegram's buttons, the
 * heartbeat. `abort` ends what waits for an answer, so that stopping the jobs does not.
 */
export function notifyJobs(
  server: NotifyContext & Pick<ChangeBus, 'publish'>,
  { lease, isEvaluating }: NotifyJobsOptions,
): { jobs: Job[]; abort(): Promise<void> } {
  const stopping = new AbortController()
  let poller: ReturnType<typeof telegramPoller> | undefined
  let lastProblem = ''

  async function deliver(): Promise<void> {
    const fence = lease.fenceAt(Date.now())
    if (fence === undefined) return
    try {
      const right = { fence, guard: lease.guard }
      const run = await deliverOutbox(server, { right, signal: stopping.signal })
      for (const problem of run.problems) server.log.warn(problem)
      if (run.changed) server.publish([{ kind: 'alert-settings' }])
      if (run.delivered > 0 || run.problems.length > 0) server.publish([{ kind: 'incidents' }])
    } catch (error) {
      // Another process sends from now on.
      if (!(error instanceof LeaseLost)) throw error
    }
  }

  async function pollTelegram(): Promise<void> {
    if (lease.fenceAt(Date.now()) !== undefined && !stopping.signal.aborted) {
      poller ??= telegramPoller(server, { press: (button, by) => pressButton(server, button, by) })
      await poller.tick()
    } else {
      await stopPolling()
    }
  }

  async function stopPolling(): Promise<void> {
    const stopped = poller
    poller = undefined
    await stopped?.stop()
  }

  async function sendHeartbeat(): Promise<void> {
    const nowMs = Date.now()
    if (lease.fenceAt(nowMs) === undefined || !isEvaluating(nowMs)) return
    const { problem = '' } = (await beat(server, nowMs)) ?? {}
    if (problem !== lastProblem) {
      if (problem) server.log.warn(`the heartbeat did not get through: ${problem}`)
      server.publish([{ kind: 'alert-settings' }])
    }
    lastProblem = problem
  }

  return {
    jobs: [
      { name: 'deliver-outbox', everyMs: SECOND_MS, run: deliver },
      { name: 'telegram-buttons', everyMs: SECOND_MS, run: pollTelegram },
      { name: 'heartbeat', everyMs: MINUTE_MS, run: sendHeartbeat },
      { name: 'prune-outbox', everyMs: HOUR_MS, run: () => pruneOutbox(server.database, Date.now()) },
    ],
    async abort() {
      stopping.abort()
      await stopPolling()
    },
  }
}
