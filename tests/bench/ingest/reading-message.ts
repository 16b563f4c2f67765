import type { ReportedReading } from '#lib/wire/agent-events'
import { toldByOthers } from '../../../agent/told-by-others'

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
 * One message of one reading, or of several of one rig, as a websocket frame that is made once and only gets new digits, so that a reporting
 * program costs next to nothing: acknowledgement id, moment, uptime and accepted shares. Masked by zeros, as the
 * protocol allows.
 */
export class ReadingMessage {
  readonly frame: Buffer
  readonly #idAt: number
  readonly #atAt: number[]
  readonly #uptimeAt: number[]
  readonly #acceptedAt: number[]

  constructor(
    rigId: number,
    variation: number,
    readonly readings = 1,
  ) {
    const message = Array.from({ length: readings }, (_, index) => eightGpuReading(rigId, variation + index))
    const text = `42/agents,${FIRST_ID}${JSON.stringify(['readings', toldByOthers(message)])}`
    this.frame = maskedFrame(text)
    this.#idAt = this.frame.indexOf(String(FIRST_ID))
    this.#atAt = everyPlaceOf(AT_MARK, this.frame)
    this.#uptimeAt = everyPlaceOf(UPTIME_MARK, this.frame)
    this.#acceptedAt = everyPlaceOf(ACCEPTED_MARK, this.frame)
  }

  /** The acknowledgement id of message number `count` of its connection. */
  static idOf(count: number): number {
    return FIRST_ID + count
  }

  /** The frame as message number `count` of its connection; its readings are of `atMs` and `stepMs` after each other. */
  numbered(count: number, atMs: number, stepMs = 0): Buffer {
    writeDigits(this.frame, this.#idAt, ReadingMessage.idOf(count), ID_DIGITS)
    for (let index = 0; index < this.readings; index++) {
      const counter = FIRST_COUNT + count * this.readings + index
      writeDigits(this.frame, this.#atAt[index] ?? 0, atMs + index * stepMs, AT_DIGITS)
      writeDigits(this.frame, this.#uptimeAt[index] ?? 0, counter, COUNTER_DIGITS)
      writeDigits(this.frame, this.#acceptedAt[index] ?? 0, counter, COUNTER_DIGITS)
    }
    return this.frame
  }
}

/** A client's text frame, masked by zeros. */
export function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const lengthBytes = payload.length > 0xffff ? 8 : payload.length > 125 ? 2 : 0
  const frame = Buffer.alloc(6 + lengthBytes + payload.length)
  frame[0] = 0x81
  if (lengthBytes === 8) {
    frame[1] = 0x80 | 127
    frame.writeBigUInt64BE(BigInt(payload.length), 2)
  } else if (lengthBytes === 2) {
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(payload.length, 2)
  } else frame[1] = 0x80 | payload.length
  payload.copy(frame, frame.length - payload.length)
  return frame
}

/** Values of one such reading that a time-series database would keep: five of each GPU; rate, shares and power of the whole. */
export const SAMPLES_PER_READING = GPUS * 5 + 5

/** What the agent makes of a T-Rex with eight cards: every field that its reader fills. */
export function eightGpuReading(rigId: number, variation: number): ReportedReading {
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

function everyPlaceOf(mark: number, frame: Buffer): number[] {
  const text = String(mark)
  const places: number[] = []
  for (let at = frame.indexOf(text); at >= 0; at = frame.indexOf(text, at + text.length)) places.push(at)
  return places
}

function writeDigits(bytes: Buffer, start: number, value: number, digits: number): void {
  let rest = value
  for (let index = start + digits - 1; index >= start; index--) {
    bytes[index] = 48 + (rest % 10)
    rest = Math.floor(rest / 10)
  }
}
