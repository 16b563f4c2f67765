import { HOUR_MS } from '#lib/domain/units'
import { runNightlyBackup } from '#lib/services/backup'
import type { RunningServer } from '#lib/services/running-server'
import type { Job } from './scheduler.ts'

/** Looks every hour whether last night's copy is there, so that a machine that sleeps at night has one too. */
export function backupJobs(server: Pick<RunningServer, 'config' | 'log'>): Job[] {
  return [{ name: 'nightly-backup', everyMs: HOUR_MS, run: () => runNightlyBackup(server) }]
}
