import { createHash } from 'node:crypto'
import type { Reading } from '#lib/domain/reading'
import type { FigureBytes } from './figure-bytes.ts'

/** What JSON can hold. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export type Fields = { [key: string]: unknown }

type RecordPart = { kind: 'record'; keys: string[]; parts: Part[] }

type Part =
  | { kind: 'figure' }
  | { kind: 'constant'; value: string | boolean | null }
  | { kind: 'list'; parts: Part[] }
  | RecordPart

/** What stays the same between a rig's readings: their shape, words and switches; every number is a figure. */
export type Frame = {
  /** A hash of the text, in 48 bits with a sign: six bytes in SQLite, and never two frames of a rig in practice. */
  id: number
  /** The reading as JSON without `at`, each figure a 0. */
  text: string
  shape: Part
}

/** The frame of a reading. */
export function frameOf(reading: Reading): Frame {
  const { at: _, ...rest } = reading
  return frameFromText(JSON.stringify(blanked(rest)))
}

// A replacer handed to JSON.stringify does the same many times slower.
function blanked(value: unknown): unknown {
  if (typeof value === 'number') return 0
  if (Array.isArray(value)) return value.map(blanked)
  if (!isFields(value)) return value
  const blank: Fields = {}
  for (const key in value) blank[key] = blanked(value[key])
  return blank
}

/** A frame from its stored text. */
export function frameFromText(text: string): Frame {
  const hash = createHash('sha256').update(text).digest()
  return { id: hash.readIntBE(0, 6), text, shape: partOf(JSON.parse(text)) }
}

// Shared: with thousands of rigs, most of what is remembered would be these.
const FIGURE: Part = { kind: 'figure' }

function partOf(json: Json): Part {
  if (typeof json === 'number') return FIGURE
  if (Array.isArray(json)) return { kind: 'list', parts: json.map(partOf) }
  if (typeof json === 'object' && json !== null) {
    return { kind: 'record', keys: Object.keys(json), parts: Object.values(json).map(partOf) }
  }
  return { kind: 'constant', value: json }
}

/** The path of each figure in the frame's order, the same for every entry of a list: `.devices.temperatureCelsius`. */
export function figureNames(frame: Frame): string[] {
  const names: string[] = []
  addNames(frame.shape, '', names)
  return names
}

function addNames(part: Part, path: string, names: string[]): void {
  if (part.kind === 'figure') names.push(path)
  else if (part.kind === 'list') for (const item of part.parts) addNames(item, path, names)
  else if (part.kind === 'record') {
    for (const [index, field] of part.parts.entries()) addNames(field, `${path}.${part.keys[index]}`, names)
  }
}

/** Writes the reading's figures in the frame's order; false, with some written perhaps, when it has another frame. */
export function writeFigures(frame: Frame, reading: Reading, to: FigureBytes): boolean {
  return frame.shape.kind === 'record' && writeRecord(frame.shape, reading, 1, reading.at, to)
}

function writePart(part: Part, value: unknown, at: number, to: FigureBytes): boolean {
  switch (part.kind) {
    case 'figure':
      if (typeof value !== 'number') return false
      to.write(value, at)
      return true
    case 'constant':
      return part.value === value
    case 'list':
      return Array.isArray(value) && writeList(part.parts, value, at, to)
    case 'record':
      return isFields(value) && writeRecord(part, value, 0, at, to)
  }
}

function writeList(parts: Part[], values: unknown[], at: number, to: FigureBytes): boolean {
  if (parts.length !== values.length) return false
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]
    if (part === undefined || !writePart(part, values[index], at, to)) return false
  }
  return true
}

function writeRecord(part: RecordPart, fields: Fields, unframed: number, at: number, to: FigureBytes): boolean {
  const start = to.length
  const written = writeInOrder(part, fields, unframed, at, to)
  if (written !== undefined) return written
  to.length = start
  return writeByName(part, fields, unframed, at, to)
}

/** As nearly every time: the fields come as they did before. Undefined where they come in another order, or are others. */
function writeInOrder(
  { keys, parts }: RecordPart,
  fields: Fields,
  unframed: number,
  at: number,
  to: FigureBytes,
): boolean | undefined {
  let place = 0
  for (const key in fields) {
    const value = fields[key]
    if (value === undefined || (unframed === 1 && key === 'at')) continue
    const part = parts[place]
    if (part === undefined || key !== keys[place]) return undefined
    if (!writePart(part, value, at, to)) return false
    place++
  }
  return place === keys.length
}

function writeByName(
  { keys, parts }: RecordPart,
  fields: Fields,
  unframed: number,
  at: number,
  to: FigureBytes,
): boolean {
  let present = -unframed
  for (const key in fields) if (fields[key] !== undefined) present++
  if (present !== keys.length) return false
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]
    const field = parts[index]
    if (key === undefined || field === undefined || !writePart(field, fields[key], at, to)) return false
  }
  return true
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
