import type { z } from 'zod'
import { formatDuration } from '#lib/domain/format'
import type { AgentHandshake, AgentLimits, AssignedTarget, RigAnnouncement, TargetStatus } from '#lib/wire/agent-events'
import type { AssignedMeter } from '#lib/wire/meter-schema'
import { AnnouncedRigs } from './announced-rigs'
import { fittingStatus } from './fitting-status'
import type { Log } from './log'
import type { RememberedRigs } from './remembered-rigs'
import type { ServerClock } from './server-clock'
import { type ConnectionState, ServerConnection, type ServerSocket } from './server-connection'
import { assignedMeters, assignedTargets, readingsAnswer, rigsAnswer } from './server-messages'
import type { Spool, SpoolBatch } from './spool'
import { toldByOthers } from './told-by-others'

const ANSWER_TIMEOUT_MS = 20_000
const RIGS_PER_MESSAGE = 500
/** An announcement costs the server the same for one rig as for a hundred, and holds up readings meanwhile. */
const GATHER_MS = 100
const LONGEST_WAIT_MS = 600_000
const FIRST_LIMITS: AgentLimits = {
  messageBytes: 256 * 1024,
  readingsPerMessage: 60,
  devicesPerReading: 256,
  messagesPerSecond: 10,
}

export type UplinkOptions = {
  server: string
  handshake: AgentHandshake
  spool: Spool
  /** For readings in the spool whose miners have not answered since the start. */
  remembered: RememberedRigs
  clock: ServerClock
  log: Log
  onTargets: (targets: AssignedTarget[]) => void
  /** The whole list of meters that the owner gave to rigs of this agent. */
  onMeters?: (meters: AssignedMeter[]) => void
}

/**
 * What goes to the server: announces rigs, then sends what the spool holds, oldest first, one message at a time,
 * and forgets a reading only after the server answered for it.
 */
export class Uplink {
  readonly #options: UplinkOptions
  readonly #connection: ServerConnection
  readonly #socket: ServerSocket
  readonly #rigs = new AnnouncedRigs()
  #gathering: NodeJS.Timeout | undefined
  #limits = FIRST_LIMITS
  #takesAlike = false
  #announcing = false
  #sending = false
  #closed = false
  /** While it runs nothing is sent: the server asked for a pause, or did not answer. */
  #pause: NodeJS.Timeout | undefined
  #toldOfSkew = false
  readonly counts = { stored: 0, duplicates: 0, rejected: 0, refused: 0 }

  constructor(options: UplinkOptions) {
    this.#options = options
    this.#connection = new ServerConnection(options, () => {
      this.#rigs.beginAgain()
      void this.#announce()
    })
    this.#socket = this.#connection.socket
    this.#socket.on('targets', (targets) => {
      const parsed = assignedTargets.safeParse(targets)
      if (parsed.success) options.onTargets(parsed.data)
      else options.log('warn', 'the server assigned targets in a form that this agent does not know: update the agent')
    })
    this.#socket.on('meters', (meters) => options.onMeters?.(assignedMeters(meters)))
  }

  /** For what else an agent and its server talk about. */
  get socket(): ServerSocket {
    return this.#socket
  }

  /**
   * Tells the server of a rig before its first reading, with others met at about the same time; when there is no
   * connection, at the next one. True when it is new or has changed.
   */
  announce(rig: RigAnnouncement): boolean {
    if (!this.#rigs.meet(rig)) return false
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined
      // A connection made meanwhile has announced them already.
      if (this.#rigs.waiting > 0) void this.#announce()
    }, GATHER_MS)
    return true
  }

  /** Sends what waits in the spool, unless that is already under way or has to wait. */
  async flush(): Promise<void> {
    if (this.#sending || this.#pause || !this.#canSend) return
    this.#sending = true
    try {
      for (;;) {
        const batch = this.#options.spool.next(
          this.#limits.readingsPerMessage,
          Math.floor(this.#limits.messageBytes * 0.8),
        )
        if (!batch) return
        await this.#announceStrangers(batch)
        if (!this.#canSend || !(await this.#send(batch))) return
      }
    } catch (error) {
      this.#options.log('error', `the spool cannot be read: ${error instanceof Error ? error.message : error}`)
      this.#flushLater(30_000)
    } finally {
      this.#sending = false
    }
  }

  /** Tells how each target fares; false while there is nobody to tell. */
  sendStatus(targets: TargetStatus[]): boolean {
    if (!this.#socket.connected) return false
    this.#socket.emit('status', fittingStatus(targets, this.#limits.messageBytes * 0.8))
    return true
  }

  /** How it stands with the server, and which rigs are announced. */
  get status(): { connection: ConnectionState; rigs: { key: string; name?: string; refused?: string }[] } {
    return { connection: this.#connection.state, rigs: this.#rigs.all() }
  }

  /** Asks again for the rigs that were refused: their other agent may have fallen silent. */
  askAgainForRefused(): void {
    this.#rigs.askAgainForRefused()
    void this.#announce()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#gathering)
    this.#connection.close()
  }

  /** Readings go only when every rig among them is known to the server. */
  get #canSend(): boolean {
    return this.#socket.connected && !this.#announcing && this.#rigs.waiting === 0
  }

  /** Readings from before the last start: the server may never have heard of their rigs. */
  async #announceStrangers(batch: SpoolBatch): Promise<void> {
    for (const { rigKey } of batch.readings) {
      if (!this.#rigs.has(rigKey)) this.#rigs.meet(this.#options.remembered.find(rigKey))
    }
    if (this.#rigs.waiting > 0) await this.#announce()
  }

  async #announce(): Promise<void> {
    if (this.#announcing || !this.#socket.connected) return
    this.#announcing = true
    try {
      // An empty announcement still fetches the limits and the server's clock.
      do {
        if (!(await this.#announceSome(this.#rigs.next(RIGS_PER_MESSAGE)))) return
      } while (this.#rigs.waiting > 0)
    } catch {
      if (this.#socket.connected) this.#options.log('warn', 'the server did not answer; trying again')
      this.#retryLater(() => void this.#announce(), 5_000)
      return
    } finally {
      this.#announcing = false
    }
    void this.flush()
  }

  async #announceSome(rigs: RigAnnouncement[]): Promise<boolean> {
    const asked = Date.now()
    const answer = rigsAnswer.parse(await this.#socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck('rigs', rigs))
    this.#learnClock(asked, answer.serverAtMs)
    if (!answer.ok) {
      this.#options.log('error', `the server refused this agent's rigs: ${answer.reason}`)
      this.#retryLater(() => void this.#announce(), 60_000)
      return false
    }
    this.#limits = answer.limits
    this.#takesAlike = answer.accepts.includes('like')
    for (const { key, reason } of this.#rigs.answered(rigs, answer.rigs, answer.refused)) {
      this.#options.log('warn', `the server refused rig ${key}: ${reason}`)
    }
    return true
  }

  /** False when the batch must be sent again later. */
  async #send(batch: SpoolBatch): Promise<boolean> {
    const { spool, log } = this.#options
    // Another agent writes a refused rig; holding its readings back would hold up all others.
    const sendable = batch.readings.filter(({ rigKey }) => !this.#rigs.isRefused(rigKey))
    this.counts.refused += batch.readings.length - sendable.length
    if (sendable.length > 0) {
      const asked = Date.now()
      const message = sendable.map(({ rigKey, ...reading }) => ({ rig: rigKey, ...reading }))
      let answer: z.infer<typeof readingsAnswer>
      try {
        const told = this.#takesAlike ? toldByOthers(message) : message
        answer = readingsAnswer.parse(await this.#socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck('readings', told))
      } catch {
        if (this.#socket.connected) this.#flushLater(1_000)
        return false
      }
      this.#learnClock(asked, answer.serverAtMs)
      if (!('stored' in answer)) {
        log('warn', `the server asks to wait: ${answer.reason}`)
        this.#flushLater(Math.min(answer.retryAfterMs, LONGEST_WAIT_MS))
        return false
      }
      this.counts.stored += answer.stored
      this.counts.duplicates += answer.duplicates
      this.counts.rejected += answer.rejected.length
      for (const { index, reason } of answer.rejected)
        log('warn', `the server rejected a reading of ${message[index]?.rig}: ${reason}`)
    }
    spool.answered(batch)
    return true
  }

  #learnClock(askedMs: number, serverAtMs: number): void {
    const { clock, log } = this.#options
    clock.learn(askedMs, serverAtMs)
    const skewed = Math.abs(clock.offsetMs) > 30_000
    if (skewed && !this.#toldOfSkew) {
      log(
        'warn',
        `this machine's clock is ${formatDuration(Math.abs(clock.offsetMs))} ${clock.offsetMs > 0 ? 'behind' : 'ahead of'} the server's; readings are stamped with the server's time. Set the clock (NTP).`,
      )
    }
    this.#toldOfSkew = skewed
  }

  #flushLater(afterMs: number): void {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => {
      this.#pause = undefined
      if (!this.#closed) void this.flush()
    }, afterMs).unref()
  }

  #retryLater(act: () => void, afterMs: number): void {
    if (!this.#closed) setTimeout(() => !this.#closed && act(), afterMs).unref()
  }
}
