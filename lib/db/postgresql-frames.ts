import type pg from 'pg'
import type { Reading } from '#lib/domain/reading'
import type { FigureReader } from './figure-bytes.ts'
import { asArray } from './postgresql-bulk.ts'
import { figureNames, frameFromText } from './reading-frame.ts'
import { moldFromText, type ReadingMold, readingFrom } from './reading-mold.ts'

type FrameKey = { rigId: number; frameId: number }
type Frame = { text: string; names?: string[]; mold?: ReadingMold }

/** The frames that some readings need: wanted first, then read in one statement, then asked for. */
export class FrameTexts {
  readonly #wanted = new Map<string, FrameKey>()
  readonly #frames = new Map<string, Frame>()

  want(rigId: number, frameId: number): void {
    this.#wanted.set(`${rigId}/${frameId}`, { rigId, frameId })
  }

  async read(pool: pg.Pool | pg.ClientBase): Promise<void> {
    const keys = [...this.#wanted].filter(([key]) => !this.#frames.has(key)).map(([, frame]) => frame)
    if (keys.length === 0) return
    const found = await pool.query<FrameKey & { frame: string }>(
      `SELECT "rigId", "frameId", "frame" FROM unnest($1::int[], $2::bigint[]) AS wanted(rig, id)
       JOIN "ReadingFrame" ON "rigId" = rig AND "frameId" = id`,
      [asArray(keys.map(({ rigId }) => rigId)), asArray(keys.map(({ frameId }) => frameId))],
    )
    for (const { rigId, frameId, frame } of found.rows) this.#frames.set(`${rigId}/${frameId}`, { text: frame })
  }

  /** The texts of a rig's frames that were found. */
  textsOf(rigId: number): Map<number, string> {
    const texts = new Map<number, string>()
    for (const [key, frame] of this.#wanted) {
      const text = frame.rigId === rigId ? this.#frames.get(key)?.text : undefined
      if (text !== undefined) texts.set(frame.frameId, text)
    }
    return texts
  }

  /** Names of the figures in a frame. Throws where the rig has no such frame. */
  namesOf(rigId: number, frameId: number): string[] {
    const frame = this.#frameOf(rigId, frameId)
    frame.names ??= figureNames(frameFromText(frame.text))
    return frame.names
  }

  /** Throws where the rig has no such frame, and where the figures are not its. */
  readingFrom(rigId: number, frameId: number, atMs: number, figures: FigureReader): Reading {
    const frame = this.#frameOf(rigId, frameId)
    frame.mold ??= moldFromText(frame.text)
    return readingFrom(frame.mold, atMs, figures)
  }

  #frameOf(rigId: number, frameId: number): Frame {
    const frame = this.#frames.get(`${rigId}/${frameId}`)
    if (frame === undefined) throw new Error(`The frame ${frameId} of rig ${rigId} is missing.`)
    return frame
  }
}
