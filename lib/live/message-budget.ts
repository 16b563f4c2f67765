/**
 * A token bucket: so many messages a second on average, twice as many in one burst. Who goes on sending when it is empty
 * is told to wait, and who ignores that for long is flooding.
 */
export class MessageBudget {
  readonly #perSecond: number
  #left: number
  #refilledAtMs: number
  #ignored = 0

  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond
    this.#left = perSecond * 2
    this.#refilledAtMs = nowMs
  }

  /** `wait`: over the limit, come back after `retryAfterMs`. `flood`: told so often enough, the connection ends. */
  take(nowMs: number): { verdict: 'ok' } | { verdict: 'wait'; retryAfterMs: number } | { verdict: 'flood' } {
    const elapsedMs = Math.max(0, nowMs - this.#refilledAtMs)
    this.#left = Math.min(this.#perSecond * 2, this.#left + (elapsedMs / 1000) * this.#perSecond)
    this.#ignored = Math.max(0, this.#ignored - (elapsedMs / 1000) * this.#perSecond)
    this.#refilledAtMs = nowMs
    if (this.#left >= 1) {
      this.#left -= 1
      return { verdict: 'ok' }
    }
    this.#ignored += 1
    if (this.#ignored > this.#perSecond * 2) return { verdict: 'flood' }
    return { verdict: 'wait', retryAfterMs: 1000 }
  }
}
