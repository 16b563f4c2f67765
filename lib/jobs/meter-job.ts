import { MeterReading } from '#lib/services/meters/read-meters'
import type { RunningServer } from '#lib/services/running-server'
import type { Job } from './scheduler.ts'

/** Reads the sites' meters; `close` hangs up. */
export function meterJob(server: RunningServer): { job: Job; close(): Promise<void> } {
  const reading = new MeterReading(server)
  const run = async () => {
    // Two processes would count everything twice.
    if (server.lease.fenceAt(Date.now()) === undefined) await reading.close()
    else await reading.run()
  }
  return { job: { name: 'read-meters', everyMs: 5_000, run }, close: () => reading.close() }
}
