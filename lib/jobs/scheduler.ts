import type { Logger } from 'pino'
import { runEvery } from '#lib/services/run-every'

/** What runs on a clock. A run that fails is logged and tried again at the next tick; a job never runs twice at once. */
export type Job = { name: string; everyMs: number; run: () => Promise<unknown> }

/** Starts the jobs, each with a first run at once. `stop` settles when runs in progress have ended. */
export function runJobs(jobs: Job[], log: Logger): { stop(): Promise<void> } {
  const stops = jobs.map(({ name, everyMs, run }) =>
    runEvery(
      everyMs,
      async () => {
        await run()
      },
      (error) => log.error({ err: error, job: name }, 'a job failed'),
      true,
    ),
  )
  return {
    async stop() {
      await Promise.all(stops.map((stop) => stop()))
    },
  }
}
