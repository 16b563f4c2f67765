/** Hours of rigs that readings changed after the fact, until the job that mends hours takes them. */
export class LateReadings {
  readonly #rigIdsByHour = new Map<number, Set<number>>()
  readonly #remembered = new Set<number>()

  mark(rigId: number, hourMs: number): void {
    const rigIds = this.#rigIdsByHour.get(hourMs)
    if (rigIds) rigIds.add(rigId)
    else this.#rigIdsByHour.set(hourMs, new Set([rigId]))
  }

  isMarked(rigId: number, hourMs: number): boolean {
    return this.#rigIdsByHour.get(hourMs)?.has(rigId) ?? false
  }

  /** The hour stands on disk as one to be mended. */
  remember(hourMs: number): void {
    this.#remembered.add(hourMs)
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
