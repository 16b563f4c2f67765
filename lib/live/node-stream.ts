import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from '@redis/client'
import { z } from 'zod'

/** What nodes tell each other is kept so long that one that lost its connection for a while misses nothing. */
const MOST_KEPT = 20_000
const READ_AT_ONCE = 100
const WAIT_MS = 2000
const AGAIN_AFTER_MS = 500

const Entries = z.array(
  z.object({ id: z.string(), message: z.object({ node: z.string(), kind: z.string(), data: z.string() }) }),
)
const Read = z.array(z.object({ messages: Entries })).nullable()

export type NodeMessage = { node: string; kind: string; data: unknown }

/**
 * What the nodes of one installation tell each other, in order, through one Redis stream. A stream and no PUB/SUB, which
 * forgets what it says while nobody listens: after a lost connection a node goes on where it was.
 */
export class NodeStream {
  /** This run of this process. */
  readonly node = randomUUID()
  readonly #sender: ReturnType<typeof createClient>
  readonly #reader: ReturnType<typeof createClient>
  readonly #key: string
  #lastId = '0-0'
  #reading: Promise<void> | undefined
  #closed = false

  private constructor(url: string, key: string, reportError: (error: unknown) => void) {
    this.#key = key
    // What cannot be sent now is owed to the others as a whole (`link-nodes.ts`), not kept without a bound.
    this.#sender = createClient({ url, disableOfflineQueue: true })
    this.#reader = createClient({ url })
    let told = 0
    for (const client of [this.#sender, this.#reader]) {
      client.on('error', (error) => {
        if (Date.now() - told < 10_000) return
        told = Date.now()
        reportError(error)
      })
    }
  }

  /** Connects, and remembers where the stream ends: what is said from now on is read. Throws when Redis is not there. */
  static async open(url: string, key: string, reportError: (error: unknown) => void): Promise<NodeStream> {
    const stream = new NodeStream(url, key, reportError)
    const first = new Promise((_, reject) => stream.#sender.once('error', reject))
    await Promise.race([stream.#sender.connect(), first]).catch((error: unknown) => {
      stream.#sender.destroy()
      throw new Error(`Redis (REDIS_URL) cannot be reached: ${error instanceof Error ? error.message : error}`)
    })
    await stream.#reader.connect()
    const [last] = await stream.#reader.xRevRange(key, '+', '-', { COUNT: 1 })
    stream.#lastId = last?.id ?? '0-0'
    return stream
  }

  /** Resolves when Redis has it; rejects when it has not. */
  async send(kind: string, data: unknown): Promise<void> {
    const message = { node: this.node, kind, data: JSON.stringify(data) }
    const TRIM = { strategy: 'MAXLEN', strategyModifier: '~', threshold: MOST_KEPT } as const
    await this.#sender.xAdd(this.#key, '*', message, { TRIM })
  }

  /** Hands over what other nodes say, one message after another, until closed. */
  listen(hear: (message: NodeMessage) => Promise<void>, reportError: (error: unknown) => void): void {
    this.#reading ??= this.#readOn(hear, reportError)
  }

  async close(): Promise<void> {
    this.#closed = true
    // A read that waits ends with its connection.
    this.#reader.destroy()
    this.#sender.destroy()
    await this.#reading
  }

  async #readOn(hear: (message: NodeMessage) => Promise<void>, reportError: (error: unknown) => void): Promise<void> {
    while (!this.#closed) {
      try {
        const from = { key: this.#key, id: this.#lastId }
        const found = Read.parse(await this.#reader.xRead(from, { COUNT: READ_AT_ONCE, BLOCK: WAIT_MS }))
        for (const { id, message } of found?.flatMap(({ messages }) => messages) ?? []) {
          this.#lastId = id
          if (message.node === this.node) continue
          await hear({ ...message, data: JSON.parse(message.data) }).catch(reportError)
        }
      } catch (error) {
        if (this.#closed) return
        reportError(error)
        await pause(AGAIN_AFTER_MS)
      }
    }
  }
}
