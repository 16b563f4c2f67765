import { SECOND_MS } from '#lib/domain/units'

/** An hour that was remembered longer ago is remembered again, so that its moment on disk says until when readings came for it. */
export const REMEMBERED_FOR_MS = 20 * SECOND_MS

/** Hours of rigs that readings changed after the fact, until the job that mends hours takes them. */
export class LateReadings {
  readonly #rigIdsByHour = new Map<number, Set<number>>()
  /** Hours that stand on disk as to be mended, or are being written there. */
  readonly #remembered = new Map<number, { atMs: number; written: Promise<void> }>()

  mark(rigId: number, hourMs: number): void {
    const rigIds = this.#rigIdsByHour.get(hourMs)
    if (rigIds) rigIds.add(rigId)
    else this.#rigIdsByHour.set(hourMs, new Set([rigId]))
  }

  get isEmpty(): boolean {
    return this.#rigIdsByHour.size === 0
  }

  isMarked(rigId: number, hourMs: number): boolean {
    return this.#rigIdsByHour.get(hourMs)?.has(rigId) ?? false
  }

  /**
   * Resolves when the hour stands on disk as one to be mended. Messages that come meanwhile wait for the same writing; one that
   * fails is tried again by the next message.
   */
  remember(hourMs: number, nowMs: number, write: () => Promise<void>): Promise<void> {
    const known = this.#remembered.get(hourMs)
    if (known && nowMs >= known.atMs && nowMs - known.atMs < REMEMBERED_FOR_MS) return known.written
    const remembered = { atMs: nowMs, written: write() }
    this.#remembered.set(hourMs, remembered)
    remembered.written.catch(() => {
      if (this.#remembered.get(hourMs) === remembered) this.#remembered.delete(hourMs)
    })
    return remembered.written
  }

  isRemembered(hourMs: number): boolean {
    return this.#remembered.has(hourMs)
  }

  /** All that is marked, oldest hour first; nothing is marked, nor held to be remembered, afterwards. */
  take(): { hourMs: number; rigIds: number[] }[] {
    const taken = [...this.#rigIdsByHour].map(([hourMs, rigIds]) => ({ hourMs, rigIds: [...rigIds] }))
    this.#rigIdsByHour.clear()
    for (const { hourMs } of taken) this.#remembered.delete(hourMs)
    return taken.sort((one, other) => one.hourMs - other.hourMs)
  }
}
