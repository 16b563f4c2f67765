import { type ReceivedReading, takenAtMs } from '#lib/db/reading-store'
import { MINUTE_MS } from '#lib/domain/units'

/** Windows of rules reach back so far, with some room. */
export const WINDOWS_REACH_MS = 61 * MINUTE_MS

/** More than a farm of 10,000 rigs sends in a minute and a half; who is that far behind reads the store instead. */
const MOST_WAITING = 100_000

/** Readings of one commit, as nodes tell each other. */
export type CommittedBatch = ReceivedReading[]

/**
 * Readings that were committed by the nodes and wait for the evaluator of rules, in the order of their commits. Nobody
 * is held up by it: when nobody listens nothing is kept, and what is too much is given up, and said so. Of a backlog little is kept:
 * what comes after something newer of its rig changes nothing any more, and what was older than any window when it came counts only as
 * the last that was heard of its rig.
 */
export class CommittedReadings {
  #waiting: ReceivedReading[] = []
  readonly #newestOld = new Map<number, ReceivedReading>()
  /** When the newest reading of a rig was taken that came since this listens. */
  readonly #newestMs = new Map<number, number>()
  #listening = false
  #overflowed = false

  /** Told of what this process committed, where other nodes follow it. */
  tell: ((batch: CommittedBatch) => void) | undefined

  /** Begins to keep what is committed from now on. */
  listen(): void {
    this.#drop()
    this.#newestMs.clear()
    this.#overflowed = false
    this.#listening = true
  }

  stop(): void {
    this.#listening = false
    this.#drop()
    this.#newestMs.clear()
  }

  /** Committed by this process. */
  push(batch: ReceivedReading[]): void {
    if (batch.length > 0) this.tell?.(batch)
    this.follow(batch)
  }

  /** Committed by another node. */
  follow(batch: ReceivedReading[]): void {
    if (!this.#listening || this.#overflowed) return
    for (const received of batch) {
      const { rigId, receivedAtMs } = received
      const atMs = takenAtMs(received)
      if (atMs <= (this.#newestMs.get(rigId) ?? Number.NEGATIVE_INFINITY)) continue
      this.#newestMs.set(rigId, atMs)
      if (receivedAtMs - atMs <= WINDOWS_REACH_MS) this.#waiting.push(received)
      else this.#newestOld.set(rigId, received)
    }
    if (this.#waiting.length <= MOST_WAITING) return
    this.#overflowed = true
    this.#drop()
  }

  /** Everything that waits, what is old first; undefined when some of it was given up, and the store must be read. */
  take(): ReceivedReading[] | undefined {
    if (this.#overflowed) return undefined
    const taken = [...this.#newestOld.values(), ...this.#waiting]
    this.#drop()
    return taken
  }

  #drop(): void {
    this.#waiting = []
    this.#newestOld.clear()
  }
}
