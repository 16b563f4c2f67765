/** Hours of rigs that readings changed after the fact, until the job that mends hours takes them. */
export class LateReadings {
  readonly #rigIdsByHour = new Map<number, Set<number>>()

  mark(rigId: number, hourMs: number): void {
    const rigIds = this.#rigIdsByHour.get(hourMs)
    if (rigIds) rigIds.add(rigId)
    else this.#rigIdsByHour.set(hourMs, new Set([rigId]))
  }

  /** All that is marked, oldest hour first; nothing is marked afterwards. */
  take(): { hourMs: number; rigIds: number[] }[] {
    const taken = [...this.#rigIdsByHour].map(([hourMs, rigIds]) => ({ hourMs, rigIds: [...rigIds] }))
    this.#rigIdsByHour.clear()
    return taken.sort((one, other) => one.hourMs - other.hourMs)
  }

  isMarked(rigId: number, hourMs: number): boolean {
    return this.#rigIdsByHour.get(hourMs)?.has(rigId) ?? false
  }
}
