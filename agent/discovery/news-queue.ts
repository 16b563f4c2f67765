import { type DiscoveryNews, MOST_FOUND_IN_A_MESSAGE } from '#lib/wire/discovery'
import type { ServerSocket } from '../server-connection'

const ANSWER_TIMEOUT_MS = 20_000
const TRY_AGAIN_MS = 2_000

/** News of a scan in their order, each kept until the server has answered for it, through lost connections. */
export class NewsQueue {
  readonly #socket: ServerSocket
  #waiting: DiscoveryNews[] = []
  #sending = false

  constructor(socket: ServerSocket) {
    this.#socket = socket
  }

  /** Progress that waits is brought up to date instead of told twice. */
  add(news: DiscoveryNews): void {
    const first = this.#sending ? 1 : 0
    const last = this.#waiting.length > first ? this.#waiting.at(-1) : undefined
    const mayJoin =
      news.kind === 'progress' &&
      last?.kind === 'progress' &&
      last.scanId === news.scanId &&
      last.machines.length + news.machines.length <= MOST_FOUND_IN_A_MESSAGE
    if (mayJoin) this.#waiting[this.#waiting.length - 1] = { ...news, machines: [...last.machines, ...news.machines] }
    else this.#waiting.push(...parts(news))
    this.send()
  }

  /** Sends what waits, unless that is under way or there is no connection. */
  send(): void {
    if (this.#sending || !this.#socket.connected) return
    void this.#sendAll()
  }

  async #sendAll(): Promise<void> {
    this.#sending = true
    for (let news = this.#waiting[0]; news && this.#socket.connected; news = this.#waiting[0]) {
      try {
        await this.#socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck('discovery', news)
        this.#waiting.shift()
      } catch {
        // Unanswered: the connection went, which sends again when it is back, or the server is busy.
        await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS).unref())
      }
    }
    this.#sending = false
  }
}

/** A message holds only so many machines. */
function parts(news: DiscoveryNews): DiscoveryNews[] {
  if (news.kind !== 'progress' || news.machines.length <= MOST_FOUND_IN_A_MESSAGE) return [news]
  const machines = news.machines.slice(0, MOST_FOUND_IN_A_MESSAGE)
  return [{ ...news, machines }, ...parts({ ...news, machines: news.machines.slice(MOST_FOUND_IN_A_MESSAGE) })]
}
