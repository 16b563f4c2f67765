import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { endCutLine, lineLength, readLines, type SpooledReading } from './spool-lines'
import { type Position, readPosition, writePosition } from './spool-position'

export type { SpooledReading } from './spool-lines'

export type SpoolBatch = { readings: SpooledReading[]; end: Position }

const HOUR_MS = 3_600_000

/**
 * Readings on disk until the server has answered for them: one file an hour (of writing; more when an hour fills half of
 * the spool), a line a reading, and one file that says how far the answers have come. Survives `kill -9` at any moment: a line cut short is dropped at the next start,
 * and a position not yet written means readings sent twice, which the server stores once.
 */
export class Spool {
  readonly #folder: string
  readonly #maximumBytes: number
  readonly #onDropped: (hourMs: number, bytes: number) => void
  #hours: { hourMs: number; bytes: number }[]
  /** Hears of each line that is longer than any message. */
  onTooLong: ((bytes: number) => void) | undefined
  /** Lines dropped for that since the start. */
  tooLong = 0
  #toldTooLong: Position = { hourMs: 0, offsetBytes: 0 }
  #position: Position
  #writer: { hourMs: number; descriptor: number } | undefined

  /** `onDropped` hears of each whole hour given up because the spool was full. */
  constructor(folder: string, maximumBytes: number, onDropped: (hourMs: number, bytes: number) => void) {
    this.#folder = folder
    this.#maximumBytes = maximumBytes
    this.#onDropped = onDropped
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#hours = readdirSync(folder)
      .flatMap((name) => (/^\d+\.jsonl$/.test(name) ? [Number.parseInt(name, 10)] : []))
      .sort((a, b) => a - b)
      .map((hourMs) => ({ hourMs, bytes: statSync(this.#file(hourMs)).size }))
    this.#position = readPosition(folder)
    const newest = this.#hours.at(-1)
    if (newest) newest.bytes += endCutLine(this.#file(newest.hourMs), newest.bytes)
  }

  /** Bytes on disk not yet answered for. */
  get pendingBytes(): number {
    let bytes = 0
    for (const hour of this.#hours) {
      if (hour.hourMs > this.#position.hourMs) bytes += hour.bytes
      else if (hour.hourMs === this.#position.hourMs) bytes += Math.max(0, hour.bytes - this.#position.offsetBytes)
    }
    return bytes
  }

  /**
   * Writes readings behind all others and syncs them to disk. Throws what the file system says when the disk does not
   * take them; the spool is then as it was before.
   */
  append(readings: SpooledReading[], nowMs: number): void {
    if (readings.length === 0) return
    const lines = Buffer.from(readings.map((reading) => `${JSON.stringify(reading)}\n`).join(''))
    const newest = this.#hours.at(-1)
    const hourMs = this.#hourToWrite(newest, nowMs)
    const hour = newest?.hourMs === hourMs ? newest : { hourMs, bytes: 0 }
    const descriptor = this.#openForWriting(hourMs)
    if (hour !== newest) this.#hours.push(hour)
    try {
      for (let written = 0; written < lines.length; ) written += writeSync(descriptor, lines, written)
      fdatasyncSync(descriptor)
    } catch (error) {
      this.#cutBack(descriptor, hour.bytes)
      throw error
    }
    hour.bytes += lines.length
    this.#dropOldestWhileFull()
  }

  /** Half a line must not stand before the next one. */
  #cutBack(descriptor: number, bytes: number): void {
    try {
      ftruncateSync(descriptor, bytes)
    } catch {
      // The disk takes no change at all; the file is as long as it was.
    }
  }

  #hourToWrite(newest: { hourMs: number; bytes: number } | undefined, nowMs: number): number {
    const nowHourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
    // A clock set back must not write before what was already sent.
    if (!newest || newest.hourMs < nowHourMs) return nowHourMs
    // Only what lies in a file of its own can be dropped, and one hour of a large farm may be more than the spool holds.
    return newest.bytes < this.#maximumBytes / 2 ? newest.hourMs : newest.hourMs + 1
  }

  /** The oldest readings without an answer, in order, within both limits; undefined when all are answered. */
  next(maximumReadings: number, maximumBytes: number): SpoolBatch | undefined {
    for (const hour of this.#hours) {
      if (hour.hourMs < this.#position.hourMs) continue
      const offset = hour.hourMs === this.#position.hourMs ? this.#position.offsetBytes : 0
      if (offset >= hour.bytes) continue
      return this.#readFrom(hour, offset, maximumReadings, maximumBytes)
    }
    return undefined
  }

  /** The server answered for a batch: it and all before it are forgotten. */
  answered(batch: SpoolBatch): void {
    this.#position = batch.end
    writePosition(this.#folder, batch.end)
    while (this.#hours[0] && this.#hours[0].hourMs < this.#position.hourMs) this.#removeOldest()
  }

  close(): void {
    if (this.#writer) closeSync(this.#writer.descriptor)
    this.#writer = undefined
  }

  #readFrom(
    hour: { hourMs: number; bytes: number },
    offset: number,
    maximumReadings: number,
    maximumBytes: number,
  ): SpoolBatch {
    const { hourMs, bytes: end } = hour
    const file = this.#file(hourMs)
    const { readings, used } = readLines(file, { offset, end, maximumReadings, maximumBytes })
    if (used > 0) return { readings, end: { hourMs, offsetBytes: offset + used } }
    // A single line over the limit can never be sent: step over it instead of standing still for ever.
    const tooLong = lineLength(file, offset, end)
    this.#tellTooLong({ hourMs, offsetBytes: offset }, tooLong)
    return { readings, end: { hourMs, offsetBytes: offset + tooLong } }
  }

  /** Once, however often the batch is asked for before it is answered. */
  #tellTooLong(at: Position, bytes: number): void {
    if (at.hourMs === this.#toldTooLong.hourMs && at.offsetBytes === this.#toldTooLong.offsetBytes) return
    this.#toldTooLong = at
    this.tooLong += 1
    this.onTooLong?.(bytes)
  }

  #openForWriting(hourMs: number): number {
    if (this.#writer?.hourMs === hourMs) return this.#writer.descriptor
    this.close()
    const descriptor = openSync(this.#file(hourMs), 'a', 0o600)
    this.#writer = { hourMs, descriptor }
    return descriptor
  }

  #dropOldestWhileFull(): void {
    let total = this.#hours.reduce((sum, hour) => sum + hour.bytes, 0)
    while (total > this.#maximumBytes && this.#hours.length > 1) {
      const oldest = this.#hours[0]
      if (!oldest) return
      total -= oldest.bytes
      const answeredBytes = oldest.hourMs === this.#position.hourMs ? this.#position.offsetBytes : 0
      const unanswered = oldest.hourMs >= this.#position.hourMs && answeredBytes < oldest.bytes
      this.#removeOldest()
      if (unanswered) this.#onDropped(oldest.hourMs, oldest.bytes)
    }
  }

  #removeOldest(): void {
    const oldest = this.#hours.shift()
    if (oldest) rmSync(this.#file(oldest.hourMs), { force: true })
  }

  #file(hourMs: number): string {
    return join(this.#folder, `${hourMs}.jsonl`)
  }
}
