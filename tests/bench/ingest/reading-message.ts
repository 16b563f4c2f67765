import type { ReportedReading } from '#lib/wire/agent-events'

const GPUS = 8

// Numbers of this many digits stand where the ones of each message will be written.
const ID_DIGITS = 7
const AT_DIGITS = 13
const COUNTER_DIGITS = 6
const FIRST_ID = 10 ** (ID_DIGITS - 1)
const FIRST_COUNT = 10 ** (COUNTER_DIGITS - 1)
const AT_MARK = 1_111_111_111_111
const ACCEPTED_MARK = 222_222
const UPTIME_MARK = 333_333

/**
 * One message of one reading as a websocket frame that is made once and only gets new digits, so that a reporting
 * program costs next to nothing: acknowledgement id, moment, uptime and accepted shares. Masked by zeros, as the
 * protocol allows.
 */
export class ReadingMessage {
  readonly frame: Buffer
  readonly #idAt: number
  readonly #atAt: number
  readonly #uptimeAt: number
  readonly #acceptedAt: number

  constructor(rigId: number, variation: number) {
    const reading = eightGpuReading(rigId, variation)
    const text = `42/agents,${FIRST_ID}${JSON.stringify(['readings', [reading]])}`
    this.frame = maskedFrame(text)
    const at = (mark: number) => this.frame.indexOf(String(mark))
    this.#idAt = at(FIRST_ID)
    this.#atAt = at(AT_MARK)
    this.#uptimeAt = at(UPTIME_MARK)
    this.#acceptedAt = at(ACCEPTED_MARK)
  }

  /** The frame as message number `count` of its connection, of the moment `atMs`. */
  numbered(count: number, atMs: number): Buffer {
    writeDigits(this.frame, this.#idAt, FIRST_ID + count, ID_DIGITS)
    writeDigits(this.frame, this.#atAt, atMs, AT_DIGITS)
    writeDigits(this.frame, this.#uptimeAt, FIRST_COUNT + count, COUNTER_DIGITS)
    writeDigits(this.frame, this.#acceptedAt, FIRST_COUNT + count, COUNTER_DIGITS)
    return this.frame
  }
}

/** A client's text frame, masked by zeros. */
export function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const long = payload.length > 125
  const frame = Buffer.alloc((long ? 8 : 6) + payload.length)
  frame[0] = 0x81
  if (long) {
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(payload.length, 2)
  } else frame[1] = 0x80 | payload.length
  payload.copy(frame, frame.length - payload.length)
  return frame
}

/** What the agent makes of a T-Rex with eight cards: every field that its reader fills. */
function eightGpuReading(rigId: number, variation: number): ReportedReading {
  const wobble = (index: number, width: number) => ((rigId * 31 + variation * 17 + index * 7) % (2 * width + 1)) - width
  const devices = Array.from({ length: GPUS }, (_, index) => ({
    index,
    kind: 'gpu' as const,
    name: 'NVIDIA GeForce RTX 3080',
    busId: `0${index + 1}:00.0`,
    work: [{ algorithm: 'etchash', hashesPerSecond: 97_450_000 + wobble(index, 40) * 1_213 }],
    temperatureCelsius: 61 + wobble(index, 3),
    memoryCelsius: 88 + wobble(index + 3, 4),
    fanPercent: 70 + wobble(index + 5, 6),
    powerWatts: 228 + wobble(index + 2, 5),
  }))
  return {
    rig: rigId,
    at: AT_MARK,
    intervalSeconds: 10,
    state: 'hashing',
    miner: { name: 'trex', version: '0.26.8', uptimeSeconds: UPTIME_MARK },
    work: [
      {
        algorithm: 'etchash',
        hashesPerSecond: devices.reduce((sum, { work }) => sum + (work[0]?.hashesPerSecond ?? 0), 0),
        shares: { accepted: ACCEPTED_MARK, rejected: 12, stale: 3 },
        pool: { url: 'stratum+tcp://etc.2miners.com:1010', user: 'wallet.worker', connected: true },
      },
    ],
    devices,
    powerWatts: devices.reduce((sum, { powerWatts }) => sum + powerWatts, 0),
    powerSource: 'output',
  }
}

function writeDigits(bytes: Buffer, start: number, value: number, digits: number): void {
  let rest = value
  for (let index = start + digits - 1; index >= start; index--) {
    bytes[index] = 48 + (rest % 10)
    rest = Math.floor(rest / 10)
  }
}
