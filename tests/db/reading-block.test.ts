import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockMoments, decodeBlock, encodeBlock } from '#lib/db/reading-block'
import { encodeReading } from '#lib/db/reading-codec'
import { figureNames, frameFromText } from '#lib/db/reading-frame'
import type { ReadingRow } from '#lib/db/reading-rows'
import type { Reading } from '#lib/domain/reading'
import { anyReading, gpuReading, MIDNIGHT } from './some-readings.ts'

function rowsOf(readings: Reading[]) {
  const texts = new Map<number, string>()
  const rows = readings.map((reading, index): ReadingRow => {
    const { frame, figures } = encodeReading(reading)
    texts.set(frame.id, frame.text)
    return { rigId: 7, atMs: reading.at, receivedAtMs: reading.at + 300 + (index % 9), frameId: frame.id, figures }
  })
  const namesOf = (frameId: number) => figureNames(frameFromText(texts.get(frameId) ?? ''))
  return { rows, namesOf }
}

test('any readings come back exactly as they lay there, in whatever frames', () => {
  const readings = fc.uniqueArray(anyReading, { maxLength: 12, selector: ({ at }) => at })
  fc.assert(
    fc.property(readings, fc.array(fc.nat(11), { maxLength: 12 }), (some, again) => {
      const repeated = again.flatMap((index) => some.slice(index, index + 1))
      const moments = new Map([...some, ...repeated].map((reading, place) => [reading.at + place, reading]))
      const sorted = [...moments].sort(([one], [other]) => one - other).map(([at, reading]) => ({ ...reading, at }))
      const { rows, namesOf } = rowsOf(sorted)
      const block = encodeBlock(rows, namesOf)
      expect(decodeBlock(block, 7, namesOf)).toStrictEqual(rows)
      expect([...blockMoments(block)]).toEqual(rows.map((row) => row.atMs))
    }),
    { numRuns: 300 },
  )
})

const HOUR_OF_READINGS = rowsOf(Array.from({ length: 60 }, (_, minute) => gpuReading(MIDNIGHT + minute * 60_000)))

test('a block in which any bit has flipped is not read', () => {
  const { rows, namesOf } = HOUR_OF_READINGS
  const block = encodeBlock(rows, namesOf)
  fc.assert(
    fc.property(fc.nat(block.length * 8 - 1), (bit) => {
      const damaged = block.slice()
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => decodeBlock(damaged, 7, namesOf)).toThrow(/damaged|version/)
      expect(() => blockMoments(damaged)).toThrow(/damaged|version/)
    }),
  )
})

test('a block cut short is not read, and says what to do', () => {
  const { rows, namesOf } = HOUR_OF_READINGS
  expect(() => decodeBlock(encodeBlock(rows, namesOf).slice(0, -1), 7, namesOf)).toThrow(/damaged.*backup/)
})

test('a total that is the sum of its parts takes nothing, and one that is not comes back all the same', () => {
  const readings = Array.from({ length: 60 }, (_, minute) => {
    const reading = gpuReading(MIDNIGHT + minute * 60_000)
    for (const device of reading.devices ?? []) device.powerWatts = 200.1 + ((minute * 37) % 23) + device.index
    return reading
  })
  const watts = (reading: Reading) =>
    (reading.devices ?? []).reduce((sum, { powerWatts }) => sum + (powerWatts ?? 0), 0)
  const sizes = [
    readings.map((reading) => ({ ...reading, powerWatts: watts(reading) })),
    readings.map((reading, minute) => ({ ...reading, powerWatts: watts(reading) + (minute % 7) })),
  ].map((told) => {
    const { rows, namesOf } = rowsOf(told)
    const block = encodeBlock(rows, namesOf)
    expect(decodeBlock(block, 7, namesOf)).toStrictEqual(rows)
    return block.length
  })
  expect(sizes[0]).toBeLessThan((sizes[1] ?? 0) - 60)
})
