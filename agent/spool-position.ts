import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the server's answers have come to: everything before it may be forgotten. */
export type Position = { hourMs: number; offsetBytes: number }

/** The position on disk; the beginning where there is none. */
export function readPosition(folder: string): Position {
  try {
    const written: unknown = JSON.parse(readFileSync(join(folder, 'position.json'), 'utf8'))
    if (
      typeof written === 'object' &&
      written !== null &&
      'hourMs' in written &&
      'offsetBytes' in written &&
      typeof written.hourMs === 'number' &&
      typeof written.offsetBytes === 'number'
    ) {
      return { hourMs: written.hourMs, offsetBytes: written.offsetBytes }
    }
  } catch {
    // No answers yet, or the file was lost: the server recognises what it already has.
  }
  return { hourMs: 0, offsetBytes: 0 }
}

/** One that the disk does not take costs nothing: after a restart readings are sent twice. */
export function writePosition(folder: string, position: Position): void {
  try {
    const temporary = join(folder, 'position.new')
    writeFileSync(temporary, JSON.stringify(position), { mode: 0o600 })
    renameSync(temporary, join(folder, 'position.json'))
  } catch {
    // The next answer writes it again.
  }
}
