import { slotOf } from './reading-slot.ts'

/** Readings as they travel between threads: numbers in a fixed order per row, all figures end to end, new frames. */
export type PackedReadings = {
  rows: Float64Array
  figures: Uint8Array
  frames: PackedFrame[]
}

export type PackedFrame = { rigId: number; frameId: number; text: string }

export type PackedRow = {
  rigId: number
  atMs: number
  receivedAtMs: number
  frameId: number
  start: number
  end: number
}

const NUMBERS_PER_ROW = 6

/** A growing list of packed rows. */
export class RowNumbers {
  #numbers: Float64Array
  count = 0

  constructor(capacity: number) {
    this.#numbers = new Float64Array(capacity * NUMBERS_PER_ROW)
  }

  push(row: PackedRow): void {
    const offset = this.count * NUMBERS_PER_ROW
    if (offset === this.#numbers.length) {
      const larger = new Float64Array(Math.max(this.#numbers.length * 2, NUMBERS_PER_ROW))
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers[offset] = row.rigId
    this.#numbers[offset + 1] = row.atMs
    this.#numbers[offset + 2] = row.receivedAtMs
    this.#numbers[offset + 3] = row.frameId
    this.#numbers[offset + 4] = row.start
    this.#numbers[offset + 5] = row.end
    this.count += 1
  }

  /** Only the rows there are; their memory may be handed to another thread. */
  take(): Float64Array {
    return this.#numbers.slice(0, this.count * NUMBERS_PER_ROW)
  }
}

export function rowCount(packed: PackedReadings): number {
  return packed.rows.length / NUMBERS_PER_ROW
}

/** The row at `index`; NaN in each place when there is none. */
export function rowAt({ rows }: PackedReadings, index: number): PackedRow & { slotMs: number } {
  const offset = index * NUMBERS_PER_ROW
  const atMs = rows[offset + 1] ?? Number.NaN
  return {
    rigId: rows[offset] ?? Number.NaN,
    atMs,
    slotMs: slotOf(atMs),
    receivedAtMs: rows[offset + 2] ?? Number.NaN,
    frameId: rows[offset + 3] ?? Number.NaN,
    start: rows[offset + 4] ?? Number.NaN,
    end: rows[offset + 5] ?? Number.NaN,
  }
}

/** The buffers of packed readings, to be handed over instead of copied; none for anything else. */
export function transferOf(result: unknown): ArrayBuffer[] {
  if (typeof result !== 'object' || result === null || !('rows' in result) || !('figures' in result)) return []
  return [result.rows, result.figures].flatMap((numbers) =>
    ArrayBuffer.isView(numbers) && numbers.buffer instanceof ArrayBuffer ? [numbers.buffer] : [],
  )
}
