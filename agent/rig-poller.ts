import { POLL_INTERVAL_SECONDS, rigKind } from '#lib/domain/limits'
import type { Reading } from '#lib/domain/reading'
import type { TargetStatus } from '#lib/wire/agent-events'
import { mergeReadings, withMeteredPower } from './merge-readings'
import type { RigMeter } from './meters/rig-meter'
import type { MinerReading } from './miners/miner-reader'
import type { PollGate } from './poll-gate'
import type { PolledTarget } from './polled-target'

export type RigPollerOptions = {
  targets: PolledTarget[]
  /** The rig's meter at present; one alone, without a miner that answers, makes no reading. */
  meter?: () => RigMeter | undefined
  intervalSeconds?: number
  /** Now by the server's clock. */
  now: () => number
  onReading: (reading: Reading) => void
  /** It is asked first at a random moment within this time. */
  spreadMs: number
  /** Shared by all rigs of an agent. */
  gate: PollGate
  /** Hears of each poll by how much it began after it was due. */
  onPoll?: (lateMs: number) => void
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
  /** By `performance.now()`. */
  #dueMs: number

  constructor(options: RigPollerOptions) {
    this.#options = options
    const firstMs = Math.random() * options.spreadMs
    this.#dueMs = performance.now() + firstMs
    this.#timer = setTimeout(() => void this.#poll(), firstMs)
  }

  get intervalSeconds(): number {
    const kind = this.#family === undefined ? 'computer' : rigKind(this.#family)
    return this.#options.intervalSeconds ?? POLL_INTERVAL_SECONDS[kind]
  }

  get status(): TargetStatus[] {
    const meter = this.#options.meter?.()
    return [...this.#options.targets.map((target) => target.status), ...(meter ? [meter.status] : [])]
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #poll(): Promise<void> {
    const leave = await this.#options.gate.enter()
    if (this.#stopped) {
      leave()
      return
    }
    this.#options.onPoll?.(Math.max(0, performance.now() - this.#dueMs))
    const [meteredWatts, ...answers] = await Promise.all([
      this.#options.meter?.()?.read(),
      ...this.#options.targets.map((target) => target.read()),
    ])
    leave()
    if (this.#stopped) return
    const parts = answers.filter((answer): answer is MinerReading => answer !== undefined)
    if (parts.length > 0) this.#report(withMeteredPower(mergeReadings(parts), meteredWatts))
    this.#timer = setTimeout(() => void this.#poll(), this.#untilNextMs())
  }

  /** A rig keeps its place in the interval, whatever a poll takes; intervals that have passed meanwhile are left out. */
  #untilNextMs(): number {
    const intervalMs = this.intervalSeconds * 1_000
    const nowMs = performance.now()
    this.#dueMs += intervalMs
    if (this.#dueMs < nowMs) this.#dueMs += Math.ceil((nowMs - this.#dueMs) / intervalMs) * intervalMs
    return this.#dueMs - nowMs
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
