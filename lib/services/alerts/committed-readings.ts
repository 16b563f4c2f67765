import type { ReceivedReading } from '#lib/db/reading-store'

/** More than a farm of 10,000 rigs sends in a minute and a half; who is that far behind reads the store instead. */
const MOST_WAITING = 100_000

/** Readings of one commit, as nodes tell each other. */
export type CommittedBatch = ReceivedReading[]

/**
 * Readings that were committed by the nodes and wait for the evaluator of rules, in the order of their commits. Nobody
 * is held up by it: when nobody listens nothing is kept, and what is too much is given up, and said so.
 */
export class CommittedReadings {
  #batches: ReceivedReading[][] = []
  #waiting = 0
  #listening = false
  #overflowed = false

  /** Told of what this process committed, where other nodes follow it. */
  tell: ((batch: CommittedBatch) => void) | undefined

  get waiting(): number {
    return this.#waiting
  }

  /** Begins to keep what is committed from now on. */
  listen(): void {
    this.#batches = []
    this.#waiting = 0
    this.#overflowed = false
    this.#listening = true
  }

  stop(): void {
    this.#listening = false
    this.#batches = []
    this.#waiting = 0
  }

  /** Committed by this process. */
  push(batch: ReceivedReading[]): void {
    if (batch.length > 0) this.tell?.(batch)
    this.follow(batch)
  }

  /** Committed by another node. */
  follow(batch: ReceivedReading[]): void {
    if (!this.#listening || this.#overflowed || batch.length === 0) return
    this.#batches.push(batch)
    this.#waiting += batch.length
    if (this.#waiting <= MOST_WAITING) return
    this.#overflowed = true
    this.#batches = []
    this.#waiting = 0
  }

  /** Everything that waits; undefined when some of it was given up, and the store must be read. */
  take(): ReceivedReading[] | undefined {
    if (this.#overflowed) return undefined
    const taken = this.#batches
    this.#batches = []
    this.#waiting = 0
    return taken.flat()
  }
}
