import { setTimeout as delay } from 'node:timers/promises'
import type { AgentConnection } from '../ingest/agent-connection.ts'

const TICK_MS = 10
/** What a client may have on its way: one that waits for every answer could not press a server. */
const MOST_IN_FLIGHT = 20
/** Stays below the server's limit for one connection, whose remedy is another one. */
const MOST_PER_SECOND = 150
const RAMP_MS = 1_000

/** Messages of one reading, since the ramp. */
export type Outcome = { due: number; sent: number; taken: number; putOff: number }

/**
 * Agents whose rigs tell so many readings a second together, whether or not the server keeps up; one that was asked to wait does. What
 * could not be sent stays with the agent and is sent when it may, as from a spool.
 */
export class OfferedLoad {
  readonly #agents: AgentConnection[]
  readonly #perSecond: number
  #due = 0
  #sent = 0
  readonly #total = { taken: 0, putOff: 0 }

  constructor(agents: AgentConnection[], perSecond: number) {
    this.#agents = agents
    this.#perSecond = perSecond
  }

  /** Offers for `ms` after a ramp, then waits for all answers; `total` counts everything. */
  async run(ms: number): Promise<{ measured: Outcome; seconds: number; total: { taken: number; putOff: number } }> {
    await this.#offerFor(RAMP_MS)
    this.#take()
    const before = { due: this.#due, sent: this.#sent, ...this.#total }
    const startedMs = performance.now()
    await this.#offerFor(ms)
    this.#take()
    const seconds = (performance.now() - startedMs) / 1000
    const measured = {
      due: this.#due - before.due,
      sent: this.#sent - before.sent,
      taken: this.#total.taken - before.taken,
      putOff: this.#total.putOff - before.putOff,
    }
    await Promise.all(this.#agents.map((agent) => agent.rest()))
    this.#take()
    return { measured, seconds, total: this.#total }
  }

  async #offerFor(ms: number): Promise<void> {
    const untilMs = performance.now() + ms
    let lastMs = performance.now()
    // What an agent still has to say; its first one is due at a moment of its own.
    const waiting = this.#agents.map((_, index) => index / this.#agents.length)
    while (performance.now() < untilMs) {
      await delay(TICK_MS)
      const seconds = (performance.now() - lastMs) / 1000
      lastMs = performance.now()
      const due = (seconds * this.#perSecond) / this.#agents.length
      const most = Math.max(1, Math.floor(seconds * MOST_PER_SECOND))
      for (const [index, agent] of this.#agents.entries()) {
        this.#due += due
        let left = (waiting[index] ?? 0) + due
        for (let sent = 0; sent < most && left >= 1 && agent.offer(MOST_IN_FLIGHT); sent++) {
          left -= 1
          this.#sent += 1
        }
        waiting[index] = left
      }
    }
  }

  #take(): void {
    for (const agent of this.#agents) {
      const { taken, putOff } = agent.takeCounts()
      this.#total.taken += taken
      this.#total.putOff += putOff
    }
  }
}
