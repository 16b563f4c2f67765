import type Sqlite from 'better-sqlite3'
import { blockRows } from './block-rows.ts'
import type { DamagedSpan } from './damaged-spans.ts'
import { blockMoments } from './reading-block.ts'

/** What the store takes on disk. */
export type StoreSize = {
  /** Of the whole database, without its log. */
  databaseBytes: number
  /** Of that, free for what comes next. */
  reusableBytes: number
  /** Of a packed reading, measured on some of the newest blocks; undefined before anything is packed. */
  bytesPerReading?: number
  /** Readings of a rig in a day, on the same blocks. */
  readingsPerRigDay?: number
  /** What could not be packed, because it or the block beside it is damaged. */
  damaged?: DamagedSpan[]
}

const BLOCKS_MEASURED = 40
// What a row and its page cost beside the bytes in it, measured on full tables.
const PAGE_OVERHEAD = 1.08
const SPANS_PER_DAY = 8

/** Measures by looking at a few blocks: bounded, however large the database is. */
export function storeSize(connection: Sqlite.Database): StoreSize {
  const pages = (name: string) => Number(connection.pragma(name, { simple: true }))
  const pageBytes = pages('page_size')
  const sizes = { databaseBytes: pages('page_count') * pageBytes, reusableBytes: pages('freelist_count') * pageBytes }
  const blocks = blockRows(connection)
  const newestMs = blocks.spanBefore(Number.MAX_SAFE_INTEGER)
  if (newestMs === undefined) return sizes
  // The newest span may still be packed; the one before it is whole.
  const spanMs = blocks.spanBefore(newestMs) ?? newestMs
  let readings = 0
  let bytes = 0
  let rigs = 0
  for (const rigId of blocks.rigsIn(spanMs)) {
    const block = blocks.bytesOf(spanMs, rigId)
    const held = block === undefined ? 0 : readingsIn(block)
    if (block === undefined || held === 0) continue
    readings += held
    bytes += block.length
    rigs += 1
    if (rigs === BLOCKS_MEASURED) break
  }
  if (rigs === 0) return sizes
  return {
    ...sizes,
    bytesPerReading: (bytes * PAGE_OVERHEAD) / readings,
    readingsPerRigDay: (readings / rigs) * SPANS_PER_DAY,
  }
}

/** None in a damaged block: what the others take is told all the same. */
function readingsIn(block: Uint8Array): number {
  try {
    return blockMoments(block).length
  } catch {
    return 0
  }
}
