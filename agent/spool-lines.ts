import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import type { Reading } from '#lib/domain/reading'

/** A reading on its way to the server, with the key of its rig. */
export type SpooledReading = Reading & { rigKey: string }

/** Whole lines of a file from `offset` on, as many as `maximumReadings` and `maximumBytes` allow; `used` bytes were read. */
export function readLines(
  file: string,
  {
    offset,
    end,
    maximumReadings,
    maximumBytes,
  }: { offset: number; end: number; maximumReadings: number; maximumBytes: number },
): { readings: SpooledReading[]; used: number } {
  const buffer = readAt(file, offset, Math.min(maximumBytes, end - offset))
  const readings: SpooledReading[] = []
  let used = 0
  while (readings.length < maximumReadings) {
    const lineEnd = buffer.indexOf(0x0a, used)
    if (lineEnd < 0) break
    const reading = parseLine(buffer.subarray(used, lineEnd).toString('utf8'))
    if (reading) readings.push(reading)
    used = lineEnd + 1
  }
  return { readings, used }
}

/** Bytes of the line that begins at `offset`, its end included. */
export function lineLength(file: string, offset: number, end: number): number {
  const lineEnd = readAt(file, offset, end - offset).indexOf(0x0a)
  return lineEnd < 0 ? end - offset : lineEnd + 1
}

/** After a kill in the middle of a line, the next reading begins a line of its own. Answers with the bytes added. */
export function endCutLine(file: string, bytes: number): number {
  if (bytes === 0 || readAt(file, bytes - 1, 1)[0] === 0x0a) return 0
  const writer = openSync(file, 'a')
  writeSync(writer, '\n')
  closeSync(writer)
  return 1
}

function readAt(file: string, offset: number, size: number): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    const buffer = Buffer.alloc(size)
    return buffer.subarray(0, readSync(descriptor, buffer, 0, size, offset))
  } finally {
    closeSync(descriptor)
  }
}

/** A line of our own writing; one cut short by a kill is nothing. */
function parseLine(line: string): SpooledReading | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
