import { setTimeout as delay } from 'node:timers/promises'

/** Resident bytes of this process after everything that nobody needs was collected. */
export async function memoryInUse(): Promise<{ residentBytes: number; heapBytes: number }> {
  for (let time = 0; time < 4; time++) {
    globalThis.gc?.()
    await delay(100)
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  return { residentBytes: rss, heapBytes: heapUsed + external }
}
