import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FigureBytes, FigureReader } from '#lib/db/figure-bytes'
import { decodeReading, encodeReading, ReadingEncoder } from '#lib/db/reading-codec'
import { anyReading, gpuReading, MIDNIGHT } from './some-readings.ts'

test('any reading comes back exactly as it went in', () => {
  fc.assert(
    fc.property(anyReading, (reading) => {
      const { frame, figures } = encodeReading(reading)
      expect(decodeReading(frame.text, reading.at, figures)).toStrictEqual(reading)
    }),
    { numRuns: 500 },
  )
})

test('readings of one rig in a row come back exactly, whatever changes between them', () => {
  fc.assert(
    fc.property(fc.array(anyReading, { minLength: 2, maxLength: 6 }), (readings) => {
      const encoder = new ReadingEncoder()
      for (const reading of [...readings, ...readings]) {
        const bytes = new FigureBytes(4)
        const frame = encoder.encode(7, reading, bytes)
        expect(decodeReading(frame.text, reading.at, bytes.bytes.slice(0, bytes.length))).toStrictEqual(reading)
      }
    }),
    { numRuns: 200 },
  )
})

test.each([
  0,
  -0,
  1,
  7,
  8,
  999,
  1000,
  -1,
  0.1,
  0.001,
  1.0005,
  953.1,
  97_450_000,
  104.26e12,
  -40.5,
  2 ** 53,
  -(2 ** 53),
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  MIDNIGHT,
  MIDNIGHT - 2 ** 36,
  MIDNIGHT + 2 ** 36,
  2 ** 40,
  2 ** 49 * 1000,
  0.1 + 0.2,
])('the figure %d is kept to the last bit', (figure) => {
  const bytes = new FigureBytes(1)
  bytes.write(figure, MIDNIGHT)
  bytes.write(42, MIDNIGHT)
  const reader = new FigureReader(bytes.bytes, MIDNIGHT, 0, bytes.length)
  expect(Object.is(reader.read(), figure)).toBe(true)
  expect(reader.read()).toBe(42)
  expect(reader.done).toBe(true)
})

test('a rig that goes on mining keeps its frame, and a reading of eight GPUs takes about 150 bytes', () => {
  const encoder = new ReadingEncoder()
  const bytes = new FigureBytes(64)
  const first = encoder.encode(1, gpuReading(MIDNIGHT), bytes)
  const length = bytes.length
  const second = encoder.encode(1, gpuReading(MIDNIGHT + 10_000, 780_100_008), bytes)
  expect(second).toBe(first)
  expect(length).toBeLessThan(160)
  expect(JSON.stringify(gpuReading(MIDNIGHT)).length / length).toBeGreaterThan(10)
})

test('a word that changes makes another frame, and coming back to the first needs no third', () => {
  const encoder = new ReadingEncoder()
  const bytes = new FigureBytes(64)
  const hashing = encoder.encode(1, gpuReading(MIDNIGHT), bytes)
  const paused = encoder.encode(1, { ...gpuReading(MIDNIGHT + 1), state: 'paused' }, bytes)
  expect(paused.id).not.toBe(hashing.id)
  expect(encoder.encode(1, gpuReading(MIDNIGHT + 2), bytes)).toBe(hashing)
})

test('fields in another order are the same frame', () => {
  const encoder = new ReadingEncoder()
  const bytes = new FigureBytes(64)
  const reading = gpuReading(MIDNIGHT)
  const turned = Object.assign({ devices: reading.devices, powerWatts: 1 }, { ...reading, powerWatts: 1 })
  expect(Object.keys(turned)).not.toEqual(Object.keys(reading))
  expect(encoder.encode(1, turned, bytes)).toBe(encoder.encode(1, reading, bytes))
})

test('fields in another order, at any depth, are told by the same frame as exactly', () => {
  fc.assert(
    fc.property(anyReading, (reading) => {
      const encoder = new ReadingEncoder()
      const frame = encoder.encode(1, reading, new FigureBytes(64))
      const bytes = new FigureBytes(64)
      expect(encoder.encode(1, turnedAround(reading), bytes)).toBe(frame)
      expect(decodeReading(frame.text, reading.at, bytes.bytes.slice(0, bytes.length))).toStrictEqual(reading)
    }),
    { numRuns: 200 },
  )
})

test('figures that do not belong to their frame are refused instead of misread', () => {
  const { frame, figures } = encodeReading(gpuReading(MIDNIGHT))
  expect(() => decodeReading(frame.text, MIDNIGHT, figures.slice(0, -1))).toThrow('fewer figures')
  expect(() => decodeReading(frame.text, MIDNIGHT, Uint8Array.of(...figures, 0))).toThrow('more figures')
})

/** The same value with the fields of each object in the opposite order. */
function turnedAround<Value>(value: Value): Value
function turnedAround(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => turnedAround(item))
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([key, field]): [string, unknown] => [key, turnedAround(field)])
  return Object.fromEntries(fields.reverse())
}
