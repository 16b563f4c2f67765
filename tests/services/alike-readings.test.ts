import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toldByOthers } from '#agent/told-by-others'
import { FigureBytes } from '#lib/db/figure-bytes'
import { ReadingEncoder } from '#lib/db/reading-codec'
import type { ReceivedReading } from '#lib/db/reading-store'
import type { Reading } from '#lib/domain/reading'
import { type Admitted, AlikeReading, AlikeReadings } from '#lib/services/alike-readings'
import type { ReportedReading } from '#lib/wire/agent-events'
import { anyReading, figure, gpuReading, MIDNIGHT } from '../db/some-readings'

/** As it comes out of the socket. */
function received(message: unknown): unknown[] {
  return JSON.parse(JSON.stringify(message))
}

function admitAll(message: unknown[]): Admitted[] {
  const alike = new AlikeReadings(message)
  return message.map((candidate, index) => alike.admit(candidate, index))
}

function asReceived(admitted: Admitted): ReceivedReading | undefined {
  if (!admitted.ok) return undefined
  return 'like' in admitted
    ? new AlikeReading(7, MIDNIGHT, admitted.like, admitted.mold)
    : { rigId: 7, receivedAtMs: MIDNIGHT, reading: admitted.reading }
}

/** Frame and bytes as one store would write them, in turn. */
function written(readings: (ReceivedReading | undefined)[]) {
  const encoder = new ReadingEncoder()
  return readings.map((one) => {
    const bytes = new FigureBytes(64)
    return one && { frame: encoder.encodeReceived(one, bytes).text, figures: [...bytes.bytes.slice(0, bytes.length)] }
  })
}

/** The same reading with other numbers, taken in turn from a list. */
function withNumbers<Value>(value: Value, numbers: number[]): Value {
  let next = 0
  return JSON.parse(
    JSON.stringify(value, (_, field) => (typeof field === 'number' ? numbers[next++ % numbers.length] : field)),
  )
}

/** Many that every field takes, and some that hardly any does. */
const numbers = fc.oneof(
  fc.array(fc.nat(100), { minLength: 1, maxLength: 12 }),
  fc.array(figure, { minLength: 1, maxLength: 12 }),
)

const message = fc
  .array(fc.tuple(fc.oneof(anyReading, fc.constant(gpuReading(MIDNIGHT))), fc.array(numbers, { maxLength: 4 })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((families) =>
    families.flatMap(([reading, others]) =>
      [reading, ...others.map((numbers) => ({ ...withNumbers(reading, numbers), at: reading.at }))].map(
        (one): ReportedReading => ({ rig: 7, ...one }),
      ),
    ),
  )

test('readings told by others are admitted, refused and written as if each had been told whole', () => {
  const ways = { byNumbersAlone: 0, closer: 0, refused: 0 }
  fc.assert(
    fc.property(message, (readings) => {
      const whole = admitAll(received(readings))
      const told = admitAll(received(toldByOthers(readings)))
      expect(told.map(refusalOf)).toEqual(whole.map(refusalOf))
      expect(told.map((one) => asReceived(one)?.reading)).toEqual(whole.map((one) => asReceived(one)?.reading))
      expect(written(told.map(asReceived))).toEqual(written(whole.map(asReceived)))
      for (const one of told) ways[!one.ok ? 'refused' : 'like' in one ? 'byNumbersAlone' : 'closer'] += 1
    }),
  )
  expect(Object.values(ways)).not.toContain(0)
})

function refusalOf(admitted: Admitted): string | undefined {
  return admitted.ok ? undefined : admitted.reason
}

const first = { rig: 7, ...gpuReading(MIDNIGHT) }
const [, second] = toldByOthers([first, { rig: 7, ...gpuReading(MIDNIGHT + 10_000, 780_100_000) }])

test('of a backlog only what differs is sent', () => {
  expect(second).toMatchObject({ rig: 7, at: MIDNIGHT + 10_000, like: 0 })
  const [, admitted] = admitAll(received([first, second]))
  expect(admitted && asReceived(admitted)?.reading).toEqual(gpuReading(MIDNIGHT + 10_000, 780_100_000))
})

test('a field of a newer agent, numbers and all, is left out of every reading', () => {
  const newer = (reading: Reading) => ({ rig: 7, ...reading, weather: { humidityPercent: 40 }, work: reading.work })
  const sent = toldByOthers([newer(gpuReading(MIDNIGHT)), newer(gpuReading(MIDNIGHT + 10_000, 780_100_000))])
  expect(sent[1]).toHaveProperty('like', 0)
  const readings = admitAll(received(sent)).map((one) => asReceived(one)?.reading)
  expect(readings).toEqual([gpuReading(MIDNIGHT), gpuReading(MIDNIGHT + 10_000, 780_100_000)])
})

test('one that is told by a reading that was refused is judged by itself', () => {
  const wrong = { ...first, powerWatts: -5 }
  const sent = toldByOthers([wrong, { rig: 7, ...gpuReading(MIDNIGHT + 10_000) }])
  expect(sent[1]).toHaveProperty('like', 0)
  const [refused, admitted] = admitAll(received(sent))
  expect(refused).toEqual({ ok: false, reason: 'powerWatts must be ≥ 0' })
  expect(admitted && asReceived(admitted)?.reading).toEqual(gpuReading(MIDNIGHT + 10_000))
})

test.each([
  [
    'no such place',
    [first, { ...second, like: 5 }],
    'like must be the place of a whole reading before this one in the list',
  ],
  [
    'its own place',
    [first, { ...second, like: 1 }],
    'like must be the place of a whole reading before this one in the list',
  ],
  [
    'one that comes later',
    [{ ...second, like: 1 }, first],
    'like must be the place of a whole reading before this one in the list',
  ],
  [
    'one that is told itself',
    [first, second, { ...second, like: 1 }],
    'like must be the place of a whole reading before this one in the list',
  ],
  [
    'too few figures',
    [first, { ...second, figures: [1, 2] }],
    'figures must be the 55 numbers that the reading it is like has beside rig and at',
  ],
  [
    'figures that are no numbers',
    [first, { ...second, figures: 'many' }],
    'figures must be the 55 numbers that the reading it is like has beside rig and at',
  ],
  ['no moment', [first, { ...second, at: 'noon' }], 'at must be a whole number'],
  ['a moment before time', [first, { ...second, at: 0 }], 'at must be ≥ 1'],
])('of a reading told by another, %s is refused in words', (_, sent, reason) => {
  expect(admitAll(received(sent)).find((one) => !one.ok)).toEqual({ ok: false, reason })
})

test('nested as no reading is, it tells nothing', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`)
  const [, told] = admitAll([
    { ...first, deep },
    { rig: 7, at: MIDNIGHT + 1, like: 0, figures: [1] },
  ])
  expect(told).toMatchObject({ ok: false, reason: expect.stringContaining('like must be') })
})
