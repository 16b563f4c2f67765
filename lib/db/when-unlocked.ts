import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'

const GIVE_UP_AFTER_MS = 10_000
const LONGEST_PAUSE_MS = 50

// As Prisma's adapter reports SQLITE_BUSY.
const busyError = z.object({ cause: z.object({ originalCode: z.string().startsWith('SQLITE_BUSY') }) })

/**
 * Runs a statement again while another connection holds the write lock. SQLite's own waiting would stand still on the
 * event loop, for seconds while the readings' writer is busy; here everybody else goes on meanwhile. Rejects with the
 * lock's error after ten seconds.
 */
export async function whenUnlocked<Result>(run: () => Promise<Result>): Promise<Result> {
  const startedMs = performance.now()
  for (;;) {
    try {
      return await run()
    } catch (error) {
      if (!busyError.safeParse(error).success || performance.now() - startedMs > GIVE_UP_AFTER_MS) throw error
      // At random, so as not to meet the other's commits in step.
      await pause(1 + Math.random() * LONGEST_PAUSE_MS)
    }
  }
}
