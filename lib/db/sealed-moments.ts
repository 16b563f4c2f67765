import type Sqlite from 'better-sqlite3'
import { blockRows } from './block-rows.ts'
import { spanOf } from './block-span.ts'

const BLOCKS_REMEMBERED = 512

/**
 * Whether a rig's reading lies in a block already: it must not be stored a second time. What is recent costs nothing to
 * ask. Call `refresh` at the beginning of each transaction.
 */
export class SealedMoments {
  readonly #blocks
  readonly #remembered = new Map<string, Float64Array>()
  readonly #version
  #seenVersion: unknown
  #endMs = Number.MIN_SAFE_INTEGER

  constructor(connection: Sqlite.Database) {
    this.#blocks = blockRows(connection)
    this.#version = () => connection.pragma('data_version', { simple: true })
  }

  refresh(): void {
    this.#endMs = this.#blocks.endMs()
    // Another process has written, and may have packed what is remembered otherwise.
    const version = this.#version()
    if (version !== this.#seenVersion) this.#remembered.clear()
    this.#seenVersion = version
  }

  /** Must be called when blocks were changed by this connection. */
  forget(): void {
    this.#remembered.clear()
  }

  has(rigId: number, atMs: number): boolean {
    if (atMs >= this.#endMs) return false
    const moments = this.#momentsOf(spanOf(atMs), rigId)
    let low = 0
    let high = moments.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((moments[middle] ?? 0) < atMs) low = middle + 1
      else high = middle
    }
    return moments[low] === atMs
  }

  #momentsOf(spanMs: number, rigId: number): Float64Array {
    const key = `${spanMs}/${rigId}`
    const known = this.#remembered.get(key)
    if (known !== undefined) return known
    if (this.#remembered.size >= BLOCKS_REMEMBERED) this.#remembered.clear()
    const moments = this.#readable(spanMs, rigId)
    this.#remembered.set(key, moments)
    return moments
  }

  /** A damaged block must not keep a rig's other readings, nor those of a whole batch, from being stored: none of it is known. */
  #readable(spanMs: number, rigId: number): Float64Array {
    try {
      return this.#blocks.momentsOf(spanMs, rigId)
    } catch {
      return new Float64Array()
    }
  }
}
