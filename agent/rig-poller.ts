import { POLL_INTERVAL_SECONDS, rigKind } from '#lib/domain/limits'
import type { Reading } from '#lib/domain/reading'
import type { TargetStatus } from '#lib/wire/agent-events'
import { mergeReadings } from './merge-readings'
import type { MinerReading } from './miners/miner-reader'
import type { PolledTarget } from './polled-target'

export type RigPollerOptions = {
  targets: PolledTarget[]
  intervalSeconds?: number
  /** Now by the server's clock. */
  now: () => number
  onReading: (reading: Reading) => void
  /** It is asked first at a random moment within this time. */
  spreadMs: number
}

/**
 * Asks all targets of one rig at once, at the rig's interval, and merges what they say into one reading. A target that
 * failed is absent from the reading and named in the status.
 */
export class RigPoller {
  readonly #options: RigPollerOptions
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  #family: string | undefined
  #lastAtMs = 0

  constructor(options: RigPollerOptions) {
    this.#options = options
    this.#timer = setTimeout(() => void this.#poll(), Math.random() * options.spreadMs)
  }

  get intervalSeconds(): number {
    const kind = this.#family === undefined ? 'computer' : rigKind(this.#family)
    return this.#options.intervalSeconds ?? POLL_INTERVAL_SECONDS[kind]
  }

  get status(): TargetStatus[] {
    return this.#options.targets.map((target) => target.status)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #poll(): Promise<void> {
    const startedMs = performance.now()
    const answers = await Promise.all(this.#options.targets.map((target) => target.read()))
    if (this.#stopped) return
    const parts = answers.filter((answer): answer is MinerReading => answer !== undefined)
    if (parts.length > 0) this.#report(mergeReadings(parts))
    const waitMs = Math.max(50, this.intervalSeconds * 1_000 - (performance.now() - startedMs))
    this.#timer = setTimeout(() => void this.#poll(), waitMs)
  }

  #report(merged: MinerReading): void {
    this.#family = merged.miner.name
    // Two readings never share a moment; a clock set back by more than a minute is believed.
    const nowMs = this.#options.now()
    const at = nowMs <= this.#lastAtMs && this.#lastAtMs - nowMs < 60_000 ? this.#lastAtMs + 1 : nowMs
    this.#lastAtMs = at
    this.#options.onReading({ at, intervalSeconds: this.intervalSeconds, ...merged })
  }
}
