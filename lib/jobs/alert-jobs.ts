import { SECOND_MS } from '#lib/domain/units'
import { LEASE_RENEWED_EVERY_MS } from '#lib/services/hold-lease'
import type { RunningServer } from '#lib/services/running-server'
import type { Job } from './scheduler.ts'

const EVALUATED_EVERY_MS = 2 * SECOND_MS

/** The lease, and the evaluator of rules under it. */
export function alertJobs({ lease, alerts }: Pick<RunningServer, 'lease' | 'alerts'>): Job[] {
  return [
    { name: 'keep-lease', everyMs: LEASE_RENEWED_EVERY_MS, run: () => lease.keep() },
    { name: 'evaluate-alerts', everyMs: EVALUATED_EVERY_MS, run: () => alerts.run() },
  ]
}
