import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import type { AgentClientEvents, AgentServerEvents, ReportedReading } from '#lib/wire/agent-events'

/** Messages follow the answer to the one before, at this pace: far below the limit of messages a second. */
const PACE_MS = 20

/**
 * A client by the book that reports two rigs without end and notes every reading that the server has answered for. A
 * message without an answer is sent again, unchanged, on the next connection.
 */
export class RecordingAgent {
  readonly rigKeys: string[]
  /** By rig, the moments answered for. */
  readonly answered = new Map<string, number[]>()
  readonly rejections: string[] = []
  disconnections = 0
  readonly #socket: Socket<AgentServerEvents, AgentClientEvents>
  readonly #ended: Promise<void>
  #announced = false
  #stopping = false
  #lastAtMs = 0

  constructor(url: string, token: string, name: string) {
    this.rigKeys = [`${name}-left`, `${name}-right`]
    for (const key of this.rigKeys) this.answered.set(key, [])
    this.#socket = io(`${url}/agents`, {
      transports: ['websocket'],
      auth: { token, protocol: 1, agent: { id: randomUUID(), name } },
      forceNew: true,
      reconnectionDelay: 200,
      reconnectionDelayMax: 1_000,
    })
    this.#socket.on('disconnect', () => {
      this.#announced = false
      this.disconnections++
    })
    this.#ended = this.#report()
  }

  get answeredCount(): number {
    return [...this.answered.values()].reduce((sum, moments) => sum + moments.length, 0)
  }

  /** Sends no new reading, waits until the last message is answered, and disconnects. */
  async finish(): Promise<void> {
    this.#stopping = true
    await this.#ended
    this.#socket.disconnect()
  }

  async #report(): Promise<void> {
    let message = this.#nextMessage()
    for (;;) {
      if (await this.#send(message)) {
        if (this.#stopping) return
        message = this.#nextMessage()
      }
      await pause(PACE_MS)
    }
  }

  async #send(message: ReportedReading[]): Promise<boolean> {
    if (!this.#socket.connected) return false
    try {
      if (!this.#announced) {
        const told = await this.#socket.timeout(20_000).emitWithAck(
          'rigs',
          this.rigKeys.map((key) => ({ key, name: key })),
        )
        if (!told.ok || told.refused.length > 0) this.rejections.push(JSON.stringify(told))
        this.#announced = true
      }
      const answer = await this.#socket.timeout(20_000).emitWithAck('readings', message)
      if ('retryAfterMs' in answer) return false
      for (const { reason } of answer.rejected) this.rejections.push(reason)
      for (const { rig, at } of message) this.answered.get(String(rig))?.push(at)
      return true
    } catch {
      return false
    }
  }

  #nextMessage(): ReportedReading[] {
    return [0, 1].flatMap(() => {
      this.#lastAtMs = Math.max(this.#lastAtMs + 1, Date.now())
      const at = this.#lastAtMs
      return this.rigKeys.map((rig) => ({ rig, ...recordedReading(at) }))
    })
  }
}

/** What was reported at a moment follows from the moment, so that a reading read back can be compared whole. */
export function recordedReading(at: number) {
  return {
    at,
    state: 'hashing' as const,
    miner: { name: 'xmrig', version: '6.22.0' },
    work: [{ algorithm: 'randomx', hashesPerSecond: 900 + (at % 1000) / 10, shares: { accepted: at % 100_000 } }],
  }
}
