import { decodeBlock, encodeBlock, type NamesOfFrame } from './reading-block.ts'
import type { ReadingRow } from './reading-rows.ts'
import { united } from './unite-rows.ts'

/** A rig's readings of a span, ascending, and the block that holds them. */
export type PackedSpan = { rows: ReadingRow[]; bytes: Uint8Array }

/**
 * Packs readings, ascending, together with those of the block that lay beside them; of one moment the block's stays. The new
 * block is unpacked again and compared: throws where it would not come back exactly, and where something is damaged. Pure.
 */
export function packSpan(
  rigId: number,
  previous: Uint8Array | undefined,
  came: ReadingRow[],
  namesOf: NamesOfFrame,
): PackedSpan {
  const rows = previous === undefined ? came : [...united(decodeBlock(previous, rigId, namesOf), came)]
  const bytes = encodeBlock(rows, namesOf)
  if (!sameRows(decodeBlock(bytes, rigId, namesOf), rows)) {
    throw new Error(
      `Readings of rig ${rigId} would not come back from their block as they are; they stay as they came.`,
    )
  }
  return { rows, bytes }
}

function sameRows(some: ReadingRow[], others: ReadingRow[]): boolean {
  return (
    some.length === others.length &&
    some.every((row, index) => {
      const other = others[index]
      return (
        other !== undefined &&
        row.atMs === other.atMs &&
        row.receivedAtMs === other.receivedAtMs &&
        row.frameId === other.frameId &&
        Buffer.compare(row.figures, other.figures) === 0
      )
    })
  )
}
