import { crc32 } from 'node:zlib'
import { BitDecoder, BitEncoder } from '#lib/domain/blocks/bit-coder'
import { ColumnCoder } from '#lib/domain/blocks/column-coder'
import { FigureBytes, FigureReader } from './figure-bytes.ts'
import type { ReadingRow } from './reading-rows.ts'

// A version in one byte, then CRC-32 of what follows and the number of readings, four bytes each, then the columns.
const VERSION = 1
const HEAD_BYTES = 9
const CRC_FROM = 5

/** Names of a frame's figures, in their order. Throws when the rig has no such frame. */
export type NamesOfFrame = (frameId: number) => string[]

/** Packs a rig's readings, in ascending order of their moments, column by column. Exact. Pure. */
export function encodeBlock(rows: ReadingRow[], namesOf: NamesOfFrame): Uint8Array {
  const encoder = new BitEncoder()
  const coder = new ColumnCoder(encoder, 'write')
  const ats = Float64Array.from(rows, (row) => row.atMs)
  coder.column('at', ats)
  coder.column(
    'received',
    Float64Array.from(rows, (row) => row.receivedAtMs - row.atMs),
  )
  const frameIds = [...new Set(rows.map((row) => row.frameId))]
  coder.integer(frameIds.length)
  for (const frameId of frameIds) coder.integer(frameId)
  coder.column(
    'frame',
    Float64Array.from(rows, (row) => frameIds.indexOf(row.frameId)),
  )
  for (const frameId of frameIds) {
    const framed = rows.filter((row) => row.frameId === frameId)
    const names = namesOf(frameId)
    const columns = names.map(() => new Float64Array(framed.length))
    for (const [index, { figures, atMs }] of framed.entries()) {
      const reader = new FigureReader(figures, atMs)
      for (const column of columns) column[index] = reader.read()
      if (!reader.done) throw new Error('A stored reading has more figures than its frame asks for.')
    }
    const moments = Float64Array.from(framed, (row) => row.atMs)
    codeFigures(coder, names, columns, moments)
  }
  return sealed(encoder.finish(), rows.length)
}

function sealed(columns: Uint8Array, count: number): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + columns.length)
  const view = new DataView(bytes.buffer)
  bytes.set(columns, HEAD_BYTES)
  view.setUint8(0, VERSION)
  view.setUint32(CRC_FROM, count)
  view.setUint32(1, crc32(bytes.subarray(CRC_FROM)))
  return bytes
}

/** The readings of a rig's block, ascending. Throws when the block is damaged or of a later version of the program. */
export function decodeBlock(bytes: Uint8Array, rigId: number, namesOf: NamesOfFrame): ReadingRow[] {
  const { coder, ats, received, frameIds } = outlined(bytes)
  const count = ats.length
  const frameIndexes = new Float64Array(count)
  coder.column('frame', frameIndexes)
  const rows: ReadingRow[] = Array.from({ length: count })
  const figures = new FigureBytes(64 * 1024)
  for (const [frameIndex, frameId] of frameIds.entries()) {
    const places = [...frameIndexes.keys()].filter((row) => frameIndexes[row] === frameIndex)
    const moments = Float64Array.from(places, (row) => ats[row] ?? 0)
    const names = namesOf(frameId)
    const columns = names.map(() => new Float64Array(places.length))
    codeFigures(coder, names, columns, moments)
    for (const [index, place] of places.entries()) {
      const atMs = moments[index] ?? 0
      const start = figures.length
      for (const column of columns) figures.write(column[index] ?? 0, atMs)
      const own = figures.bytes.slice(start, figures.length)
      rows[place] = { rigId, atMs, receivedAtMs: atMs + (received[place] ?? 0), frameId, figures: own }
    }
    figures.length = 0
  }
  return rows
}

// Many miners tell a total and its parts: where it is their sum, it is not written.
const TOTALS = new Map([
  ['.work.hashesPerSecond', '.devices.work.hashesPerSecond'],
  ['.powerWatts', '.devices.powerWatts'],
])

function codeFigures(coder: ColumnCoder, names: string[], columns: Float64Array[], moments: Float64Array): void {
  const isTotal = (name: string) => TOTALS.has(name)
  for (const [index, column] of columns.entries()) {
    const name = names[index] ?? ''
    if (!isTotal(name)) coder.column(name, column, moments)
  }
  for (const [index, column] of columns.entries()) {
    const name = names[index] ?? ''
    if (!isTotal(name)) continue
    const sums = sumsOf(columns.filter((_, part) => names[part] === TOTALS.get(name)))
    const isSum = sums !== undefined && column.every((figure, row) => Object.is(figure, sums[row]))
    if (coder.integer(isSum ? 1 : 0) === 0) coder.column(name, column, moments)
    else if (sums !== undefined) column.set(sums)
  }
}

// In the order of the parts, as they were summed when they were told: floating point remembers it.
function sumsOf(parts: Float64Array[]): Float64Array | undefined {
  const [first, ...others] = parts
  if (first === undefined) return undefined
  const sums = first.slice()
  for (const part of others) {
    for (let row = 0; row < sums.length; row++) sums[row] = (sums[row] ?? 0) + (part[row] ?? 0)
  }
  return sums
}

/** The moments of a block's readings, ascending, without unpacking the rest. Throws as {@link decodeBlock}. */
export function blockMoments(bytes: Uint8Array): Float64Array {
  return opened(bytes).ats
}

/** When a block's readings were taken and came, ascending by the former, and the frames it needs. Throws as {@link decodeBlock}. */
export function blockOutline(bytes: Uint8Array): {
  atMs: Float64Array
  receivedAtMs: Float64Array
  frameIds: number[]
} {
  const { ats, received, frameIds } = outlined(bytes)
  return { atMs: ats, receivedAtMs: received.map((delay, row) => (ats[row] ?? 0) + delay), frameIds }
}

/** What a block says its checksum is: two blocks with the same one are the same. */
export function blockChecksum(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(1)
}

function outlined(bytes: Uint8Array) {
  const { coder, ats } = opened(bytes)
  const received = new Float64Array(ats.length)
  coder.column('received', received)
  const frameIds = Array.from({ length: coder.integer() }, () => coder.integer())
  return { coder, ats, received, frameIds }
}

function opened(bytes: Uint8Array): { coder: ColumnCoder; ats: Float64Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = bytes.length < HEAD_BYTES ? undefined : view.getUint8(0)
  if (version !== VERSION) throw new Error(`A block of readings has the version ${version}; ${VERSION} can be read.`)
  if (blockChecksum(bytes) !== crc32(bytes.subarray(CRC_FROM))) {
    throw new Error('A block of readings is damaged: its checksum does not fit. Restore it from a backup.')
  }
  const coder = new ColumnCoder(new BitDecoder(bytes.subarray(HEAD_BYTES)), 'read')
  const ats = new Float64Array(view.getUint32(CRC_FROM))
  coder.column('at', ats)
  return { coder, ats }
}
