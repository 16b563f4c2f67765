import { HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { runNightlyBackup } from '#lib/services/backup'
import { rescanDaily } from '#lib/services/discovery/rescan-daily'
import { refreshEnergyPrices } from '#lib/services/energy/refresh-energy-prices'
import { fillWantedHistory } from '#lib/services/historic-prices'
import { refreshIncome } from '#lib/services/income/refresh-income'
import { mendRememberedHours, mendSettledHours } from '#lib/services/mend-hours'
import { recomputePast, resumeRecompute } from '#lib/services/recompute-past'
import { FIAT_INTERVAL_MS, refreshFiatRates } from '#lib/services/refresh-fiat-rates'
import {
  MARKETPLACE_INTERVAL_MS,
  NETWORK_INTERVAL_MS,
  PRICE_INTERVAL_MS,
  type RefreshResult,
  refreshMarketplaces,
  refreshNetworks,
  refreshNextDifficulties,
  refreshPrices,
} from '#lib/services/refresh-rates'
import type { RunningServer } from '#lib/services/running-server'
import { alertJobs } from './alert-jobs.ts'
import { digestJob } from './digest-job.ts'
import { followingJobs, liveJobs } from './live-jobs.ts'
import { meterJob } from './meter-job.ts'
import { notifyJobs } from './notify-jobs.ts'
import { type Job, runJobs } from './scheduler.ts'
import { storageJob } from './storage-job.ts'
import { underLease } from './under-lease.ts'

/** Starts everything that runs on a clock. `stop` settles when runs in progress have ended. */
export function startJobs(server: RunningServer): { stop(): Promise<void> } {
  const notify = notifyJobs(server, { lease: server.lease, isEvaluating: (nowMs) => isEvaluating(server, nowMs) })
  const meters = meterJob(server)
  const storage = storageJob(server)
  // Of several processes on one database, one does these.
  const once = [
    mendOnce(server),
    ...liveJobs(server),
    ...marketJobs(server),
    incomeJob(server),
    energyJob(server),
    meters.job,
    backupJob(server),
  ]
  const jobs = [
    // Every process looks at its disk and at what is kept; the holder of the lease packs and removes.
    storage,
    // Each process asks the agents that are connected to it.
    { name: 'rescan-networks', everyMs: 10 * MINUTE_MS, run: () => rescanDaily(server) },
    ...alertJobs(server),
    ...followingJobs(server),
    ...once.map((job) => underLease(server.lease, job)),
    digestJob(server, server.lease),
    ...notify.jobs,
  ]
  const running = runJobs(jobs, server.log)
  return {
    async stop() {
      storage.stop()
      await Promise.all([notify.abort(), running.stop()])
      await meters.close()
      server.alerts.stop()
      await server.lease.release()
    },
  }
}

// A run every two seconds; a minute without one is no evaluating any more.
function isEvaluating({ alerts }: RunningServer, nowMs: number): boolean {
  const { active, lastRunAtMs } = alerts.state
  return active && lastRunAtMs !== undefined && nowMs - lastRunAtMs < MINUTE_MS
}

// What a killed server left half done, this one or another. On a single one nothing is remembered for long afterwards; of several, what
// another one remembered is looked at each minute.
function mendOnce(server: RunningServer): Job {
  let mendedUnder: number | undefined
  return {
    name: 'mend-remembered-hours',
    everyMs: MINUTE_MS,
    run: async () => {
      const fence = server.lease.fenceAt(Date.now())
      if (server.fleet.hours.isOneOfSeveral) await mendSettledHours(server)
      if (mendedUnder === fence) return
      if (!server.fleet.hours.isOneOfSeveral) await mendRememberedHours(server, server.fleet.hours.turn)
      await resumeRecompute(server)
      mendedUnder = fence
    },
  }
}

function marketJobs(server: RunningServer): Job[] {
  const published = (refresh: () => Promise<RefreshResult>) => async () => {
    const { changes, problems } = await refresh()
    for (const problem of problems) server.log.warn(problem)
    server.publish(changes)
  }
  return [
    { name: 'refresh-prices', everyMs: PRICE_INTERVAL_MS, run: published(() => refreshPrices(server)) },
    { name: 'refresh-networks', everyMs: NETWORK_INTERVAL_MS, run: published(() => refreshNetworks(server)) },
    {
      name: 'refresh-marketplaces',
      everyMs: MARKETPLACE_INTERVAL_MS,
      run: published(() => refreshMarketplaces(server)),
    },
    { name: 'refresh-fiat-rates', everyMs: FIAT_INTERVAL_MS, run: published(() => refreshFiatRates(server)) },
    { name: 'fill-historic-prices', everyMs: HOUR_MS, run: () => fillHistory(server) },
    {
      name: 'refresh-next-difficulties',
      everyMs: NETWORK_INTERVAL_MS,
      run: published(() => refreshNextDifficulties(server)),
    },
  ]
}

function incomeJob(server: RunningServer): Job {
  return {
    name: 'refresh-income',
    everyMs: MINUTE_MS,
    run: async () => {
      const { problems } = await refreshIncome(server)
      for (const problem of problems) server.log.warn(problem)
    },
  }
}

// Often, since a tariff that was just saved waits for it; what it asks of outside is at most hourly.
function energyJob(server: RunningServer): Job {
  return {
    name: 'refresh-energy-prices',
    everyMs: MINUTE_MS,
    run: async () => {
      const { changes, recomputes, problems } = await refreshEnergyPrices(server)
      for (const problem of problems) server.log.warn(problem)
      server.publish(changes)
      for (const recompute of recomputes) await recomputePast(server, recompute)
    },
  }
}

async function fillHistory(server: RunningServer): Promise<void> {
  const { changes, problems, recompute } = await fillWantedHistory(server)
  for (const problem of problems) server.log.warn(problem)
  if (recompute) await recomputePast(server, recompute)
  server.publish(changes)
}

function backupJob(server: RunningServer): Job {
  return { name: 'nightly-backup', everyMs: HOUR_MS, run: () => runNightlyBackup(server) }
}
