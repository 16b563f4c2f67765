import { MINUTE_MS } from '#lib/domain/units'
import { sendDueDigests } from '#lib/services/digest/send-due-digests'
import { type JobLease, LeaseLost } from '#lib/services/hold-lease'
import type { RunningServer } from '#lib/services/running-server'
import type { Job } from './scheduler.ts'

/** Looks twice a minute whether a digest is due, while this process holds the lease. */
export function digestJob(
  server: Pick<RunningServer, 'database' | 'fleet' | 'config' | 'log'>,
  lease: Pick<JobLease, 'fenceAt' | 'guard'>,
): Job {
  return {
    name: 'digest',
    everyMs: MINUTE_MS / 2,
    run: async () => {
      const nowMs = Date.now()
      const fence = lease.fenceAt(nowMs)
      if (fence === undefined) return
      try {
        const messages = await sendDueDigests(server, { nowMs, guard: (rows) => lease.guard(rows, fence) })
        if (messages > 0) server.log.info({ messages }, 'a digest was written')
      } catch (error) {
        // Another process sends it.
        if (!(error instanceof LeaseLost)) throw error
      }
    },
  }
}
