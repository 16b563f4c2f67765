import type { Readable } from 'node:stream'
import type { ImportedLine } from './import-readings.ts'

/** A line of text without its end, and its number from 1. */
type TextLine = { line: number; text: string }

// A reading of the most devices that are taken has less than a megabyte.
const LONGEST_LINE = 16 * 1024 * 1024

/** Lines of JSON, a reading each with its `rig`. */
export async function* readJsonLines(input: Readable): AsyncGenerator<ImportedLine> {
  try {
    for await (const { line, text } of textLines(input)) {
      if (text.trim() === '') continue
      yield asJson(line, text)
    }
  } catch (error) {
    yield { unusable: couldNotRead(error) }
  }
}

function asJson(line: number, text: string): ImportedLine {
  try {
    return { line, candidate: JSON.parse(text) }
  } catch {
    return { line, problem: 'is not JSON' }
  }
}

// Not node:readline, which says nothing when its input fails.
async function* textLines(input: Readable): AsyncGenerator<TextLine> {
  input.setEncoding('utf8')
  let [line, rest] = [1, '']
  for await (const chunk of input) {
    rest += chunk
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) yield { line: line++, text: withoutMark(text) }
    if (rest.length > LONGEST_LINE) throw new Error(`line ${line} has no end within ${LONGEST_LINE} characters`)
  }
  if (rest !== '') yield { line, text: withoutMark(rest) }
}

/** Without the byte-order mark that some programs begin a file with. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

/** Why a file cannot be read, or no further, with what to do. */
export function couldNotRead(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') return 'there is no such file: check its path'
  if (code === 'EISDIR') return 'it is a folder: name the file in it'
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it: change its permissions or owner'
  return `it cannot be read on: ${error instanceof Error ? error.message : String(error)}`
}
