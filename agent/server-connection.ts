import { io, type Socket } from 'socket.io-client'
import {
  AGENT_PROTOCOL,
  type AgentClientEvents,
  type AgentHandshake,
  type AgentServerEvents,
} from '#lib/wire/agent-events'
import { connectionReason } from './connection-reason'
import type { Log } from './log'
import { farewell } from './server-messages'

export type ServerSocket = Socket<AgentServerEvents, AgentClientEvents>

/** How the agent stands with its server, since when, and the last reason it heard. */
export type ConnectionState = {
  state: 'connecting' | 'connected' | 'refused' | 'revoked'
  sinceMs: number
  problem?: string
}

export type ServerConnectionOptions = { server: string; handshake: AgentHandshake; log: Log }

/** The connection to the server: comes back for ever with a jittered back-off, except with a token that was revoked. */
export class ServerConnection {
  readonly socket: ServerSocket
  readonly #log: Log
  /** Why the server is about to end the connection. */
  #farewell: string | undefined
  #closed = false
  #state: ConnectionState = { state: 'connecting', sinceMs: Date.now() }

  /** `onConnect` hears of every connection, the first and those after. */
  constructor({ server, handshake, log }: ServerConnectionOptions, onConnect: () => void) {
    this.#log = log
    this.socket = io(new URL('/agents', server).href, {
      transports: ['websocket'],
      auth: { ...handshake, protocol: AGENT_PROTOCOL },
      reconnectionDelay: 1_000,
      reconnectionDelayMax: 30_000,
      randomizationFactor: 0.5,
    })
    this.socket.on('connect', () => {
      log('info', `connected to ${server}`)
      this.#become('connected')
      onConnect()
    })
    this.socket.on('disconnect', (reason) => {
      log('warn', `disconnected from ${server} (${reason}); readings are kept on disk`)
      this.#become('connecting', reason)
      // The server closing the connection on purpose ends the library's own attempts.
      if (reason === 'io server disconnect') this.#comeBack()
    })
    this.socket.on('connect_error', (error) => {
      const reason = connectionReason(error)
      log('warn', `cannot connect to ${server} (readings are kept on disk): ${reason}`)
      this.#become(this.socket.active ? 'connecting' : 'refused', reason)
      // Refused, not unreachable: trying again at once would change nothing.
      if (!this.socket.active) this.#connectLater(60_000)
    })
    this.socket.on('closing', (why) => {
      const parsed = farewell.safeParse(why)
      if (!parsed.success) return
      this.#farewell = parsed.data.code
      log('warn', `the server closes the connection: ${parsed.data.reason}`)
    })
  }

  get state(): ConnectionState {
    return this.#state
  }

  #become(state: ConnectionState['state'], problem?: string): void {
    const sinceMs = state === this.#state.state ? this.#state.sinceMs : Date.now()
    this.#state = { state, sinceMs, ...(problem === undefined ? {} : { problem }) }
  }

  close(): void {
    this.#closed = true
    this.socket.disconnect()
  }

  /** After the server ended the connection: at once where it restarts, slower after flooding, never with a dead token. */
  #comeBack(): void {
    const why = this.#farewell
    this.#farewell = undefined
    if (why === 'revoked') {
      this.#become('revoked')
      this.#log('error', 'the token was revoked: join again with a new one. Readings are kept on disk until then')
      return
    }
    this.#connectLater(why === 'stopping' ? 2_000 : 60_000)
  }

  #connectLater(afterMs: number): void {
    setTimeout(() => !this.#closed && this.socket.connect(), afterMs * (1 + Math.random())).unref()
  }
}
