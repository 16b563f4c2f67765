import type { FleetDelta } from '#lib/wire/dashboard-events'

// What a node committed and did not tell before it died is found by the others within half a minute.
const SEEN_WITHIN_MS = 60_000

/** Which readings a browser was told of, in the order in which it was. */
export class SeenReadings {
  /** Moments by rig; the same one again only after another. */
  readonly #moments = new Map<number, number[]>()
  readonly #waiting = new Map<number, { atMs: number; resolve: (seen: boolean) => void }>()
  #version: number | undefined
  deltas = 0
  /** Messages that did not follow the one before. */
  gaps = 0

  take(delta: FleetDelta): void {
    this.deltas += 1
    if (this.#version !== undefined && delta.follows !== this.#version) this.gaps += 1
    this.#version = delta.version
    for (const { id, seenAtMs } of delta.rigs) {
      if (seenAtMs === undefined) continue
      const moments = this.#moments.get(id) ?? []
      this.#moments.set(id, moments)
      // A rig is told of again when something else about it changed.
      if (moments.at(-1) !== seenAtMs) moments.push(seenAtMs)
      const waiting = this.#waiting.get(id)
      if (waiting?.atMs === seenAtMs) waiting.resolve(true)
    }
  }

  /** Resolves when the rig's reading was seen; false when it was not in a minute. */
  waitFor(rigId: number, atMs: number): Promise<boolean> {
    if (this.#moments.get(rigId)?.includes(atMs)) return Promise.resolve(true)
    return new Promise((resolve) => {
      const tooLate = setTimeout(() => resolve(false), SEEN_WITHIN_MS)
      this.#waiting.set(rigId, {
        atMs,
        resolve: (seen) => {
          clearTimeout(tooLate)
          resolve(seen)
        },
      })
    })
  }

  /** How many of a rig's readings were never seen, and how often one was seen again after another. */
  compare(rigId: number, sentMs: number[]): { lost: number; doubled: number } {
    const moments = this.#moments.get(rigId) ?? []
    const distinct = new Set(moments)
    return { lost: sentMs.filter((atMs) => !distinct.has(atMs)).length, doubled: moments.length - distinct.size }
  }
}
