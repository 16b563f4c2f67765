/**
 * The agent's clock corrected by the server's. Each answer tells the server's time somewhere between request and
 * answer; of the samples of the last ten minutes the one with the shortest round trip is the best.
 */
export class ServerClock {
  readonly #localNow: () => number
  #best: { offsetMs: number; roundTripMs: number; takenMs: number } | undefined

  constructor(localNow: () => number = Date.now) {
    this.#localNow = localNow
  }

  /** Server's time minus ours, in milliseconds; 0 until the server has answered once. */
  get offsetMs(): number {
    return this.#best?.offsetMs ?? 0
  }

  /** Now by the server's clock, in milliseconds since the Unix epoch. */
  now(): number {
    return Math.round(this.#localNow() + this.offsetMs)
  }

  /** Learns from an answer: when it was asked for by our clock, and what the server's clock showed. */
  learn(askedMs: number, serverAtMs: number): void {
    const answeredMs = this.#localNow()
    const roundTripMs = answeredMs - askedMs
    if (roundTripMs < 0) return
    const sample = { offsetMs: serverAtMs - (askedMs + roundTripMs / 2), roundTripMs, takenMs: answeredMs }
    const stale = !this.#best || Math.abs(answeredMs - this.#best.takenMs) > 600_000
    const jumped =
      this.#best !== undefined && Math.abs(sample.offsetMs - this.#best.offsetMs) > roundTripMs + this.#best.roundTripMs
    if (stale || jumped || (this.#best && roundTripMs <= this.#best.roundTripMs)) this.#best = sample
  }
}
