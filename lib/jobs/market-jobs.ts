import {
  NETWORK_INTERVAL_MS,
  PRICE_INTERVAL_MS,
  type RefreshResult,
  refreshNetworks,
  refreshPrices,
} from '#lib/services/refresh-rates'
import type { RunningServer } from '#lib/services/running-server'
import type { Job } from './scheduler.ts'

/** Fetches prices and difficulties; what could not be had is logged, and the last good rates stay. */
export function marketJobs(server: Pick<RunningServer, 'config' | 'database' | 'log' | 'publish'>): Job[] {
  const { config, database } = server
  const log = server.log.child({ part: 'market' })
  const follow = ({ changes, problems }: RefreshResult) => {
    for (const problem of problems) log.warn(problem)
    server.publish(changes)
  }
  return [
    { name: 'prices', everyMs: PRICE_INTERVAL_MS, run: async () => follow(await refreshPrices({ database, config })) },
    {
      name: 'networks',
      everyMs: NETWORK_INTERVAL_MS,
      run: async () => follow(await refreshNetworks({ database, config })),
    },
  ]
}
