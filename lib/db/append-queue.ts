import { setTimeout } from 'node:timers/promises'
import { FigureBytes } from './figure-bytes.ts'
import { type PackedFrame, type PackedReadings, type PackedRow, RowNumbers } from './packed-readings.ts'
import { ReadingEncoder } from './reading-codec.ts'
import type { Frame } from './reading-frame.ts'
import { type Appended, type ReceivedReading, takenAtMs } from './reading-store.ts'

// While one batch is on its way to the disk, the next is being received: small ones keep both busy and answers flowing.
// Where a sync is slow, a batch is larger, so that what it costs is spread over more readings.
const BATCH_READINGS = { least: 250, most: 2_000, perCommitMs: 25 }
const BATCH_BYTES = 1024 * 1024
const PATIENCE_MS = 1_000

type Encoded = { frame: Frame; row: PackedRow }
type Waiting = { count: number; resolve: (appended: Appended[]) => void; reject: (error: Error) => void }

class Batch {
  readonly figures = new FigureBytes(64 * 1024)
  readonly rows = new RowNumbers(256)
  readonly frames: { frame: Frame; packed: PackedFrame }[] = []
  readonly waiting: Waiting[] = []
  frameBytes = 0

  get bytes(): number {
    return this.figures.length + this.frameBytes
  }

  isFull(readings: number): boolean {
    return this.rows.count >= readings || this.bytes >= BATCH_BYTES
  }

  packed(): PackedReadings {
    const figures = this.figures.bytes.slice(0, this.figures.length)
    return { rows: this.rows.take(), figures, frames: this.frames.map(({ packed }) => packed) }
  }
}

/** What stores one batch: an entry per row, 1 stored, 0 there already. */
type Store = (packed: PackedReadings) => Promise<Uint8Array>

/**
 * Groups readings into commits without a timer: while one commit runs, everything that comes in gathers for the next.
 * So an idle store answers after one sync, and a busy one makes its commits larger rather than more frequent.
 */
export class AppendQueue {
  readonly #encoder = new ReadingEncoder()
  /** Frames that are on disk, so that their text is not sent again. */
  readonly #known = new WeakSet<Frame>()
  readonly #batches: Batch[] = []
  readonly #inFlight = { readings: 0, bytes: 0 }
  #running: Promise<void> | undefined
  #batchReadings = BATCH_READINGS.least

  constructor(readonly store: Store) {}

  /** Resolves when all are on disk; rejects when they are not. */
  append(readings: ReceivedReading[]): Promise<Appended[]> {
    if (readings.length === 0) return Promise.resolve([])
    const last = this.#batches.at(-1)
    const batch = last === undefined || last.isFull(this.#batchReadings) ? new Batch() : last
    // All or none: a reading that cannot be encoded must leave no row behind for which nobody waits.
    const encoded = readings.map((received) => this.#encode(batch, received))
    for (const one of encoded) this.#add(batch, one)
    if (batch !== last) this.#batches.push(batch)
    return new Promise((resolve, reject) => {
      batch.waiting.push({ count: readings.length, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  pending(): { readings: number; bytes: number } {
    const pending = { ...this.#inFlight }
    for (const batch of this.#batches) {
      pending.readings += batch.rows.count
      pending.bytes += batch.bytes
    }
    return pending
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    while (this.#running !== undefined) await this.#running
  }

  /** Resolves when nothing waits, or after a second of waiting: a store that is never idle must be tidied up too. */
  async quiet(): Promise<void> {
    if (this.#running === undefined) return
    const enough = new AbortController()
    await Promise.race([this.drained(), setTimeout(PATIENCE_MS, undefined, { signal: enough.signal }).catch(() => {})])
    enough.abort()
  }

  /** Must be called when a rig's frames are removed from the database. */
  forget(rigId: number): void {
    this.#encoder.forget(rigId)
  }

  #encode(batch: Batch, received: ReceivedReading): Encoded {
    const { rigId, receivedAtMs } = received
    const start = batch.figures.length
    const frame = this.#encoder.encodeReceived(received, batch.figures)
    const end = batch.figures.length
    return { frame, row: { rigId, atMs: takenAtMs(received), receivedAtMs, frameId: frame.id, start, end } }
  }

  #add(batch: Batch, { frame, row }: Encoded): void {
    batch.rows.push(row)
    if (this.#known.has(frame)) return
    // Sent along until a commit has kept it, at most once in a batch.
    if (batch.frames.some((sent) => sent.frame === frame)) return
    batch.frames.push({ frame, packed: { rigId: row.rigId, frameId: frame.id, text: frame.text } })
    batch.frameBytes += frame.text.length
  }

  async #run(): Promise<void> {
    // What else arrives in this turn of the event loop still goes into the first commit.
    await new Promise((resolve) => setImmediate(resolve))
    for (let batch = this.#batches.shift(); batch !== undefined; batch = this.#batches.shift()) {
      this.#inFlight.readings = batch.rows.count
      this.#inFlight.bytes = batch.bytes
      const startedMs = performance.now()
      await this.#commit(batch)
      this.#batchReadings = batchFor(performance.now() - startedMs)
      this.#inFlight.readings = 0
      this.#inFlight.bytes = 0
    }
    this.#running = undefined
  }

  async #commit(batch: Batch): Promise<void> {
    try {
      const stored = await this.store(batch.packed())
      for (const { frame } of batch.frames) this.#known.add(frame)
      let row = 0
      for (const { count, resolve } of batch.waiting) {
        resolve(Array.from(stored.subarray(row, row + count), (one) => (one === 1 ? 'stored' : 'duplicate')))
        row += count
      }
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error))
      for (const { reject } of batch.waiting) reject(reason)
    }
  }
}

function batchFor(lastCommitMs: number): number {
  const { least, most, perCommitMs } = BATCH_READINGS
  return Math.min(most, Math.max(least, Math.round(lastCommitMs * perCommitMs)))
}
