import { randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import type { ReadingsAnswer, RigsAnswer } from '#lib/wire/agent-events'
import { maskedFrame, ReadingMessage } from './reading-message.ts'
import { upgradeRequest } from './upgrade-request.ts'

/** A rig that reports its past from `fromMs` on, in steps, so many readings a message (one, unless said). */
export type Past = { fromMs: number; stepMs: number; readingsPerMessage?: number }

/** Messages a rig alternates between, so that its figures move. */
const VARIATIONS = 8
/** Of each of many rigs on one connection. */
const VARIATIONS_OF_MANY = 2
const PONG = maskedFrame('3')

/**
 * An agent, with one rig as a rule, that speaks the protocol of docs/agent-protocol.md over a bare socket: a client as lean as this
 * leaves the processor to the server.
 */
export class AgentConnection {
  /** Readings answered as taken, and messages put off, since the last {@link takeCounts}. */
  #taken = 0
  #putOff = 0
  #sent = 0
  #inFlight = 0
  #lastAtMs = 0
  #waitsUntilMs = 0
  #driving = false
  #onIdle: (() => void) | undefined
  #onAcknowledged: (() => void) | undefined
  #received: Buffer = Buffer.alloc(0)
  #onText: (text: string) => void = () => undefined
  #failed: Error | undefined
  #messages: ReadingMessage[] = []
  /** Moments by acknowledgement id, while those that are acknowledged are remembered. */
  #sentMs: Map<number, number> | undefined
  /** Moments whose readings were acknowledged since {@link driveUntilCut}. */
  readonly acknowledgedMs: number[] = []
  rigId = 0

  private constructor(
    readonly socket: Socket,
    private readonly past: Past | undefined,
  ) {
    if (past) this.#lastAtMs = past.fromMs
    // What several answers call for leaves in one write.
    socket.on('data', (bytes) => {
      socket.cork()
      this.#read(bytes)
      socket.uncork()
    })
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  /** Connects, joins `/agents` and announces a rig, or so many in turn; rejects with the server's words. */
  static async open(port: number, token: string, key: string, past?: Past, rigs = 1): Promise<AgentConnection> {
    const socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    const agent = new AgentConnection(socket, past)
    await agent.#upgrade(port)
    const joined = agent.#next('40/agents,')
    agent.#write(`40/agents,${JSON.stringify({ token, protocol: 1, agent: { id: randomUUID(), name: key } })}`)
    await joined
    const announced = agent.#next('43/agents,0')
    const keys = Array.from({ length: rigs }, (_, index) => (index === 0 ? key : `${key}-${index + 1}`))
    const announcements = keys.map((one) => ({ key: one, name: one, model: '8 × RTX 3080' }))
    agent.#write(`42/agents,0${JSON.stringify(['rigs', announcements])}`)
    const [answer]: [RigsAnswer] = JSON.parse((await announced).slice('43/agents,0'.length))
    const ids = answer.ok ? answer.rigs.map(({ id }) => id) : []
    if (ids.length !== rigs) throw new Error(`rigs were refused: ${JSON.stringify(answer)}`)
    agent.rigId = ids[0] ?? 0
    // Rig by rig, and then again with other figures.
    agent.#messages = Array.from({ length: rigs === 1 ? VARIATIONS : VARIATIONS_OF_MANY }, (_, variation) =>
      ids.map((id) => new ReadingMessage(id, variation, past?.readingsPerMessage)),
    ).flat()
    agent.#onText = (text) => agent.#answered(text)
    return agent
  }

  /** Keeps `inFlight` messages on their way until {@link rest}. */
  drive(inFlight: number): void {
    if (this.#failed) throw this.#failed
    this.#driving = true
    while (this.#inFlight < inFlight) this.#send()
  }

  /** As {@link drive}, until the server is gone, which is no failure here; resolves with the first acknowledgement. */
  driveUntilCut(inFlight: number): Promise<void> {
    this.#sentMs = new Map()
    this.drive(inFlight)
    return new Promise((resolve) => {
      this.#onAcknowledged = resolve
    })
  }

  /** Sends nothing more; resolves when everything was answered. */
  rest(): Promise<void> {
    this.#driving = false
    if (this.#failed) return Promise.reject(this.#failed)
    if (this.#inFlight === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#onIdle = resolve
    })
  }

  /** Reports once and waits for the answer. */
  async reportOnce(): Promise<void> {
    this.#send()
    await this.rest()
  }

  /** Sends one more message, unless so many are on their way or the server asked to wait; whether it did. */
  offer(mostInFlight: number): boolean {
    if (this.#failed) throw this.#failed
    if (this.#inFlight >= mostInFlight || Date.now() < this.#waitsUntilMs) return false
    this.#send()
    return true
  }

  takeCounts(): { taken: number; putOff: number } {
    if (this.#failed) throw this.#failed
    const counts = { taken: this.#taken, putOff: this.#putOff }
    this.#taken = 0
    this.#putOff = 0
    return counts
  }

  get messageBytes(): number {
    return this.#messages[0]?.frame.length ?? 0
  }

  close(): void {
    this.socket.removeAllListeners('close')
    this.socket.destroy()
  }

  #send(): void {
    const message = this.#messages[this.#sent % this.#messages.length]
    if (message === undefined) throw new Error('The rig is not announced yet.')
    // A moment is a reading's identity: never the same twice.
    const stepMs = this.past?.stepMs ?? 0
    const atMs = this.past ? this.#lastAtMs + stepMs : Math.max(this.#lastAtMs + 1, Date.now())
    this.#lastAtMs = atMs + (message.readings - 1) * stepMs
    this.#sentMs?.set(ReadingMessage.idOf(this.#sent), atMs)
    this.socket.write(message.numbered(this.#sent, atMs, stepMs))
    this.#sent += 1
    this.#inFlight += 1
  }

  #answered(text: string): void {
    if (!text.startsWith('43/agents,')) return
    const [answer]: [ReadingsAnswer] = JSON.parse(text.slice(text.indexOf('[')))
    this.#inFlight -= 1
    if ('retryAfterMs' in answer) {
      this.#putOff += 1
      this.#waitsUntilMs = Date.now() + answer.retryAfterMs
    } else if (answer.rejected.length > 0) this.#fail(new Error(`rejected: ${answer.rejected[0]?.reason}`))
    else {
      this.#taken += 1
      const atMs = this.#sentMs?.get(Number.parseInt(text.slice('43/agents,'.length), 10))
      if (atMs !== undefined) {
        this.acknowledgedMs.push(atMs)
        this.#onAcknowledged?.()
      }
    }
    if (this.#driving) this.#send()
    else if (this.#inFlight === 0) this.#onIdle?.()
  }

  async #upgrade(port: number): Promise<void> {
    const opened = this.#next('0{')
    this.socket.write(upgradeRequest(port))
    await opened
  }

  #next(prefix: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#onText = (text) => {
        if (text.startsWith(prefix)) resolve(text)
        else if (text.startsWith('44/agents,')) reject(new Error(`refused: ${text}`))
      }
      this.socket.once('close', () => reject(this.#failed ?? new Error('the connection ended')))
    })
  }

  #write(text: string): void {
    this.socket.write(maskedFrame(text))
  }

  #fail(error: Error): void {
    this.#failed ??= error
  }

  #read(bytes: Buffer): void {
    let rest = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes])
    // The answer to the upgrade comes before any frame.
    if (rest[0] === 0x48) {
      const end = rest.indexOf('\r\n\r\n')
      if (end === -1) {
        this.#received = rest
        return
      }
      rest = rest.subarray(end + 4)
    }
    while (rest.length >= 2) {
      const short = (rest[1] ?? 0) & 0x7f
      if (short === 127) throw new Error('The server sent a frame of more than 64 KiB.')
      if (short === 126 && rest.length < 4) break
      const start = short === 126 ? 4 : 2
      const end = start + (short === 126 ? rest.readUInt16BE(2) : short)
      if (rest.length < end) break
      this.#take(rest.toString('latin1', start, end))
      rest = rest.subarray(end)
    }
    this.#received = rest
  }

  #take(text: string): void {
    if (text === '2') this.socket.write(PONG)
    else this.#onText(text)
  }
}
