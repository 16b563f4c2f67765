import { MINUTE_MS } from '#lib/domain/units'
import type { RunningServer } from '#lib/services/running-server'
import type { Job } from './scheduler.ts'

/**
 * Packs readings whose span is over and removes what is too old, on the node that holds the lease; the others look again at the
 * disk and at how long readings are kept, by which they judge what comes.
 */
export function storageJob(server: Pick<RunningServer, 'keeper' | 'lease' | 'log'>): Job & { stop(): void } {
  let stopped = false
  return {
    name: 'tidy-readings',
    everyMs: MINUTE_MS,
    stop: () => {
      stopped = true
    },
    run: async () => {
      const { keeper, lease, log } = server
      if (lease.fenceAt(Date.now()) === undefined) return keeper.refresh()
      const isWanted = () => !stopped && lease.fenceAt(Date.now()) !== undefined
      const { sealed } = await keeper.tidy(Date.now(), isWanted)
      if (sealed > 0) log.info({ readings: sealed }, 'readings were packed')
    },
  }
}
