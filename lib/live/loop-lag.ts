const LOOK_EVERY_MS = 50

/**
 * How far this process is behind with what has reached it: a timer that is due comes late by what was before it. Known in the midst of a
 * long turn of the event loop, too, which is when a flood of messages is read.
 */
export class LoopLag {
  readonly #now: () => number
  #lookedAtMs: number
  #lastLagMs = 0
  readonly #timer: NodeJS.Timeout

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#lookedAtMs = now()
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS).unref()
  }

  /** Milliseconds that a message waits at present, about; 0 where the process keeps up. */
  get behindMs(): number {
    return Math.max(this.#lastLagMs, this.#now() - this.#lookedAtMs - LOOK_EVERY_MS, 0)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    const nowMs = this.#now()
    this.#lastLagMs = Math.max(0, nowMs - this.#lookedAtMs - LOOK_EVERY_MS)
    this.#lookedAtMs = nowMs
  }
}
