import { SECOND_MS } from '#lib/domain/units'
import type { JobLease } from '#lib/services/hold-lease'
import type { Job } from './scheduler.ts'

/** How soon after getting the lease a job runs for the first time. */
const LOOK_EVERY_MS = SECOND_MS

/**
 * A job that only the holder of the lease runs, of all processes on one database: at once when it gets the lease, and
 * then as often as the job says.
 */
export function underLease(lease: Pick<JobLease, 'fenceAt'>, job: Job): Job {
  let ran: { fence: number; atMs: number } | undefined
  return {
    name: job.name,
    everyMs: Math.min(job.everyMs, LOOK_EVERY_MS),
    async run() {
      const nowMs = Date.now()
      const fence = lease.fenceAt(nowMs)
      // Half a look early rather than a whole one late. A clock that was put back must not stop it.
      const isDue =
        ran === undefined ||
        ran.fence !== fence ||
        nowMs < ran.atMs ||
        nowMs - ran.atMs >= job.everyMs - LOOK_EVERY_MS / 2
      if (fence === undefined || !isDue) return
      ran = { fence, atMs: nowMs }
      await job.run()
    },
  }
}
