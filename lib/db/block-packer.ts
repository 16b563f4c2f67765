import { packSpan } from './pack-span.ts'
import { figureNames, frameFromText } from './reading-frame.ts'
import type { ReadingRow } from './reading-rows.ts'

/** A rig's readings of a span, ascending, the block they lie beside, and the text of each frame that any of them needs. */
export type SpanToPack = {
  rigId: number
  previous: Uint8Array | undefined
  came: ReadingRow[]
  frames: Map<number, string>
}

/** The block and how many readings it holds; or why they cannot be packed. */
export type PackedOrDamaged = { bytes: Uint8Array; readings: number } | { why: string }

/** What the thread that packs does, where the store has no thread of its own: some milliseconds for a block, and no database. */
export function blockPacker() {
  return {
    pack: ({ rigId, previous, came, frames }: SpanToPack): PackedOrDamaged => {
      const namesOf = (frameId: number) => {
        const text = frames.get(frameId)
        if (text === undefined) throw new Error(`The frame ${frameId} of rig ${rigId} is missing.`)
        return figureNames(frameFromText(text))
      }
      try {
        const { rows, bytes } = packSpan(rigId, previous, came, namesOf)
        return { bytes, readings: rows.length }
      } catch (error) {
        return { why: error instanceof Error ? error.message : String(error) }
      }
    },
  }
}

export type BlockPacker = ReturnType<typeof blockPacker>
