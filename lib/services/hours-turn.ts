import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '#lib/db/database'
import { jobLease, LEASE_RENEWED_EVERY_MS } from './hold-lease.ts'
import { runEvery } from './run-every.ts'
import { Turn } from './turn.ts'

const LOOKED_EVERY_MS = 100
/** Longer than another process takes to look whether it is its turn. */
const LEFT_TO_OTHERS_MS = 3 * LOOKED_EVERY_MS

/**
 * Lets hours be closed, mended and recomputed one at a time, by all processes on a database: each would write over what another has
 * just read. Whose turn it is stands in a lease: that of a process that died ends within ten seconds, at once on the same machine,
 * and what it left half done is remembered elsewhere.
 */
export class HoursTurn {
  readonly #here = new Turn()
  readonly #lease

  constructor(database: Database) {
    this.#lease = jobLease(database, 'hours')
  }

  /** Waits until no other process has its turn; rejects when the database cannot be asked, or with what `work` rejects with. */
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#here.take(async () => {
      while ((await this.#lease.keep()) === undefined) await pause(LOOKED_EVERY_MS)
      // One that fails is tried again before the lease ends; where it keeps failing, so does the work.
      const stopRenewing = runEvery(
        LEASE_RENEWED_EVERY_MS,
        () => this.#renew(),
        () => {},
      )
      try {
        return await work()
      } finally {
        await stopRenewing()
        await this.#lease.release()
      }
    })
  }

  /** For what others cannot see, such as hours in memory: in turn with this process's own work alone. */
  takeHere<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#here.take(work)
  }

  /** Between two turns of long work: whoever waits comes first. */
  async letOthers(): Promise<void> {
    await pause(LEFT_TO_OTHERS_MS)
  }

  async #renew(): Promise<void> {
    await this.#lease.keep()
  }
}
