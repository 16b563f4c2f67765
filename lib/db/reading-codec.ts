import type { Reading } from '#lib/domain/reading'
import { FigureBytes, FigureReader } from './figure-bytes.ts'
import { type Frame, frameOf, writeFigures } from './reading-frame.ts'
import { moldFromText, readingFrom } from './reading-mold.ts'
import type { ReceivedReading } from './reading-store.ts'

// A value that comes and goes makes a rig alternate between a few frames, and making one costs as much as ten readings.
const FRAMES_REMEMBERED = 3

/** Packs readings into frame and figures, remembering each rig's last frames: most of its readings share one. */
export class ReadingEncoder {
  readonly #frames = new Map<number, Frame[]>()
  /** What the last reading that was told by another one was told by; many follow that are told by the same. */
  #lastBase: { rigId: number; base: Reading; frame: Frame; isInOrder: boolean } | undefined

  /** As {@link encode}; the numbers of a reading that was told by another one are taken as they came. */
  encodeReceived(received: ReceivedReading, to: FigureBytes): Frame {
    const { rigId, like } = received
    if (like === undefined) return this.encode(rigId, received.reading, to)
    const { frame, isInOrder } = this.#frameOfBase(rigId, like.base, to)
    if (!isInOrder) return this.encode(rigId, received.reading, to)
    for (const figure of like.figures) to.write(figure, like.at)
    return frame
  }

  #frameOfBase(rigId: number, base: Reading, to: FigureBytes) {
    if (this.#lastBase?.rigId === rigId && this.#lastBase.base === base) return this.#lastBase
    const start = to.length
    const frame = this.encode(rigId, base, to)
    to.length = start
    // A rig's remembered frame may have the same fields in another order.
    this.#lastBase = { rigId, base, frame, isInOrder: frame.text === frameOf(base).text }
    return this.#lastBase
  }

  /** Appends the reading's figures to `to` and answers with the frame that they belong to. Exact: nothing is rounded. */
  encode(rigId: number, reading: Reading, to: FigureBytes): Frame {
    const start = to.length
    const frames = this.#frames.get(rigId) ?? []
    for (const frame of frames) {
      if (writeFigures(frame, reading, to)) return frame
      to.length = start
    }
    const frame = frameOf(reading)
    if (!writeFigures(frame, reading, to)) throw new Error('A reading holds what JSON cannot, and has no frame.')
    this.#frames.set(rigId, [frame, ...frames.slice(0, FRAMES_REMEMBERED - 1)])
    return frame
  }

  forget(rigId: number): void {
    this.#frames.delete(rigId)
    this.#lastBase = undefined
  }
}

const FIRST_CAPACITY_BYTES = 512

/** One reading as its frame and figures. */
export function encodeReading(reading: Reading): { frame: Frame; figures: Uint8Array } {
  const bytes = new FigureBytes(FIRST_CAPACITY_BYTES)
  const frame = new ReadingEncoder().encode(0, reading, bytes)
  return { frame, figures: bytes.bytes.slice(0, bytes.length) }
}

/** The reading that `figures` and the text of its frame were made from. */
export function decodeReading(frameText: string, at: number, figures: Uint8Array): Reading {
  return readingFrom(moldFromText(frameText), at, new FigureReader(figures, at))
}
