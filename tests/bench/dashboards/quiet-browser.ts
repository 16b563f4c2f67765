import { connect, type Socket } from 'node:net'
import { maskedFrame } from '../ingest/reading-message.ts'
import { upgradeRequest } from '../ingest/upgrade-request.ts'

const LONGEST_READ_BYTES = 1_000
const PONG = maskedFrame('3')
/** As Chromium and Firefox offer it. Only what is long comes compressed, and that is skipped. */
const OFFERED = { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' }

/**
 * A browser on the fleet's page that takes everything it is sent and looks at none of it, so that a hundred of them on one machine leave
 * the processor to the server.
 */
export class QuietBrowser {
  #rest: Buffer = Buffer.alloc(0)
  #toSkip = 0
  #onText: (text: string) => void = () => undefined

  private constructor(
    private readonly socket: Socket,
    private readonly onLongMessage: () => void,
  ) {
    socket.on('data', (bytes) => this.#read(bytes))
    socket.on('error', () => socket.destroy())
  }

  /** Connects, joins `/dashboards` and watches the fleet; `onLongMessage` hears of every message that is no mere sign of life. */
  static async open(port: number, cookie: string, onLongMessage: () => void): Promise<QuietBrowser> {
    const socket = connect(port, '127.0.0.1')
    const browser = new QuietBrowser(socket, onLongMessage)
    const joined = new Promise<void>((resolve, reject) => {
      socket.once('close', () => reject(new Error('the server closed the connection')))
      browser.#onText = (text) => {
        if (text === '2') socket.write(PONG)
        if (text.startsWith('0{')) socket.write(maskedFrame('40/dashboards,'))
        if (text.startsWith('40/dashboards')) {
          socket.write(maskedFrame(`42/dashboards,0${JSON.stringify(['watch', { page: 'fleet' }])}`))
          resolve()
        }
      }
    })
    socket.write(upgradeRequest(port, { Origin: `http://127.0.0.1:${port}`, Cookie: cookie, ...OFFERED }))
    await joined
    return browser
  }

  /** Reads nothing from now on, as a browser does whose machine fell asleep; the connection stays. */
  stall(): void {
    this.socket.pause()
  }

  close(): void {
    this.socket.removeAllListeners('close')
    this.socket.destroy()
  }

  #read(bytes: Buffer): void {
    let rest = bytes
    if (this.#toSkip > 0) {
      const skipped = Math.min(this.#toSkip, rest.length)
      this.#toSkip -= skipped
      rest = rest.subarray(skipped)
    }
    if (this.#rest.length > 0) rest = Buffer.concat([this.#rest, rest])
    this.#rest = Buffer.alloc(0)
    while (rest.length > 0) {
      // The answer to the upgrade comes before any frame.
      const upgradeEnds = rest[0] === 0x48 ? rest.indexOf('\r\n\r\n') : -1
      if (upgradeEnds >= 0) {
        rest = rest.subarray(upgradeEnds + 4)
        continue
      }
      const short = (rest[1] ?? 0) & 0x7f
      const start = short === 127 ? 10 : short === 126 ? 4 : 2
      if (rest.length < start) break
      const length = short === 127 ? Number(rest.readBigUInt64BE(2)) : short === 126 ? rest.readUInt16BE(2) : short
      if (length > LONGEST_READ_BYTES) {
        this.onLongMessage()
        this.#toSkip = Math.max(0, start + length - rest.length)
        rest = rest.subarray(start + length)
        continue
      }
      if (rest.length < start + length) break
      this.#onText(rest.toString('latin1', start, start + length))
      rest = rest.subarray(start + length)
    }
    this.#rest = rest
  }
}
