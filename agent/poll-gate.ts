/**
 * Lets so many polls begin at a time, the others in their turn: after a machine slept, all its polls are due at once. A
 * place is held until the poll is done, for a second at most, so that machines which hang take places from nobody for long.
 */
export class PollGate {
  readonly #most: number
  readonly #longestMs: number
  readonly #waiting: (() => void)[] = []
  #inside = 0

  constructor(most = 64, longestMs = 1_000) {
    this.#most = most
    this.#longestMs = longestMs
  }

  /** Waits for a place and gives what leaves it; leaving twice is leaving once. */
  async enter(): Promise<() => void> {
    if (this.#inside >= this.#most) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#inside += 1
    let left = false
    const leave = () => {
      if (left) return
      left = true
      clearTimeout(timer)
      const next = this.#waiting.shift()
      // The place goes to the next one without being free in between.
      if (next) next()
      else this.#inside -= 1
    }
    const timer = setTimeout(leave, this.#longestMs)
    return leave
  }
}
