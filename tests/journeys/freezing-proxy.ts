import { connect, createServer, type Socket } from 'node:net'

/**
 * Stands between an agent and its server and can freeze: nothing is forwarded and nothing is closed, as when a cable is
 * pulled somewhere between two switches. What was under way is delivered after the thaw, as TCP does.
 */
export class FreezingProxy {
  readonly #server = createServer((near) => this.#join(near))
  readonly #sockets = new Set<Socket>()
  readonly #toPort: number
  #frozen = false

  constructor(toPort: number) {
    this.#toPort = toPort
  }

  /** Starts to listen on loopback; gives its address. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port')
    return `http://127.0.0.1:${address.port}`
  }

  freeze(): void {
    this.#frozen = true
    for (const socket of this.#sockets) socket.pause()
  }

  thaw(): void {
    this.#frozen = false
    for (const socket of this.#sockets) socket.resume()
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #join(near: Socket): void {
    const far = connect(this.#toPort, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from)
      from.on('data', (bytes) => to.write(bytes))
      // A paused socket tells of its end only after the thaw, so an end passes no sooner than the bytes before it.
      from.on('end', () => to.end())
      from.on('error', () => to.destroy())
      from.on('close', () => {
        this.#sockets.delete(from)
        to.destroy()
      })
      if (this.#frozen) from.pause()
    }
  }
}
