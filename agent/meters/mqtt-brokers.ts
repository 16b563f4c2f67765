import type { MqttClient } from 'mqtt'

const RECONNECT_MS = 5_000
const CONNECT_TIMEOUT_MS = 10_000
const MOST_BYTES = 100_000

export type BrokerSettings = { address: string; user?: string; password?: string }

/** The last message of a topic since it was subscribed to; `atMs` by `performance.now()`. */
export type HeardMessage = { text: string; atMs: number }

/** A topic that is listened to. */
export type HeardTopic = {
  /** Absent while none has come; with what is wrong with the broker, where something is. */
  last(): { message?: HeardMessage; problem?: string }
  close(): void
}

/**
 * Listens to topics, with one connection for all topics of a broker and login, made at the first of them and ended with the
 * last. It connects again by itself. A retained message is left out: when it was measured is not known.
 */
export class MqttBrokers {
  readonly #brokers = new Map<string, Broker>()

  listen(settings: BrokerSettings, topic: string): HeardTopic {
    const name = JSON.stringify([settings.address, settings.user, settings.password])
    const broker = this.#brokers.get(name) ?? new Broker(settings)
    this.#brokers.set(name, broker)
    return broker.listen(topic, () => {
      if (this.#brokers.get(name) === broker) this.#brokers.delete(name)
    })
  }
}

type Listener = { topic: string; message?: HeardMessage; problem?: string }

class Broker {
  readonly #listeners = new Set<Listener>()
  readonly #host: string
  #client: MqttClient | undefined
  #closed = false
  #problem: string | undefined

  constructor(settings: BrokerSettings) {
    this.#host = new URL(settings.address).host
    this.#problem = `the broker ${this.#host} has not answered yet`
    this.#connect(settings).catch((error: unknown) => {
      this.#problem = `MQTT cannot be spoken here: ${error instanceof Error ? error.message : error}`
    })
  }

  listen(topic: string, afterLast: () => void): HeardTopic {
    const listener: Listener = { topic }
    this.#listeners.add(listener)
    if (this.#client?.connected) this.#subscribe(listener)
    return {
      last: () => {
        const problem = this.#problem ?? listener.problem
        return {
          ...(listener.message ? { message: listener.message } : {}),
          ...(problem === undefined ? {} : { problem }),
        }
      },
      close: () => {
        this.#listeners.delete(listener)
        if (![...this.#listeners].some((other) => other.topic === topic)) this.#client?.unsubscribe(topic)
        if (this.#listeners.size > 0) return
        this.#closed = true
        this.#client?.end(true)
        afterLast()
      },
    }
  }

  async #connect(settings: BrokerSettings): Promise<void> {
    // Loaded when it is needed: most agents have no such meter.
    const { connect } = await import('mqtt')
    if (this.#closed) return
    const client = connect(settings.address, {
      reconnectPeriod: RECONNECT_MS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      resubscribe: false,
      ...(settings.user ? { username: settings.user } : {}),
      ...(settings.password ? { password: settings.password } : {}),
    })
    this.#client = client
    client.on('connect', () => {
      this.#problem = undefined
      for (const listener of this.#listeners) this.#subscribe(listener)
    })
    client.on('message', (topic, payload, { retain }) => {
      if (retain || payload.byteLength > MOST_BYTES) return
      const message = { text: payload.toString('utf8'), atMs: performance.now() }
      for (const listener of this.#listeners) if (listener.topic === topic) listener.message = message
    })
    client.on('error', (error) => {
      const refused = 'code' in error && (error.code === 4 || error.code === 5)
      this.#problem = `the broker ${this.#host} ${refused ? 'refused user or password' : 'cannot be reached'}`
    })
    client.on('close', () => {
      this.#problem ??= `the connection to the broker ${this.#host} broke`
    })
  }

  #subscribe(listener: Listener): void {
    this.#client?.subscribe(listener.topic, (error) => {
      listener.problem = error
        ? `the broker ${this.#host} does not let this agent listen to ${listener.topic}`
        : undefined
    })
  }
}
