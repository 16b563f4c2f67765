import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Figures } from '#lib/domain/figures'
import { HourBuilder, openHour, type Quarters, rollupHour, splitSpan, sumOf } from '#lib/domain/rollup'

const HOUR = Date.UTC(2026, 10, 22, 14)
const S = 1000
const MIN = 60 * S

function figures(at: number, rest: Partial<Figures> = {}): Figures {
  return {
    at,
    intervalSeconds: 10,
    state: 'hashing',
    hashing: true,
    work: [{ algorithm: 'randomx', hashesPerSecond: 1000 }],
    wallWatts: 100,
    hottestCelsius: 60,
    ...rest,
  }
}

const shares = (at: number, accepted: number, rejected = 0) =>
  figures(at, { work: [{ algorithm: 'randomx', hashesPerSecond: 1000, accepted, rejected }] })

test('an hour of steady polls is an hour of work, energy and time', () => {
  const readings = Array.from({ length: 360 }, (_, index) => figures(HOUR + index * 10 * S))
  const hour = rollupHour(HOUR, undefined, readings, HOUR + 3_600 * S)
  expect(hour.readings).toBe(360)
  expect(hour.seconds).toEqual([900, 900, 900, 900])
  expect(hour.poweredSeconds).toEqual([900, 900, 900, 900])
  expect(hour.energyWattHours).toEqual([25, 25, 25, 25])
  expect(hour.hashingSeconds).toBe(3600)
  expect(hour.work).toEqual([
    {
      algorithm: 'randomx',
      hashes: [900_000, 900_000, 900_000, 900_000],
      seconds: 3600,
      accepted: 0,
      rejected: 0,
      stale: 0,
      hashesPerSecond: { min: 1000, mean: 1000, max: 1000 },
    },
  ])
})

test('a reading speaks for three intervals at most; the rest is downtime with unknown energy', () => {
  const hour = rollupHour(HOUR, undefined, [figures(HOUR + MIN), figures(HOUR + 30 * MIN)], HOUR + 60 * MIN)
  expect(hour.seconds).toEqual([30, 0, 30, 0])
  expect(sumOf(hour.energyWattHours)).toBeCloseTo((100 * 60) / 3600, 12)
})

test('the last reading before the hour speaks into it, and the last of the hour until the next one', () => {
  const before = figures(HOUR - 5 * S, { work: [{ algorithm: 'randomx', hashesPerSecond: 500 }] })
  const hour = rollupHour(HOUR, before, [figures(HOUR + 4 * S)], figures(HOUR + 14 * S))
  expect(hour.seconds).toEqual([14, 0, 0, 0])
  expect(hour.readings).toBe(1)
  expect(sumOf(hour.work[0]?.hashes ?? [0, 0, 0, 0])).toBe(4 * 500 + 10 * 1000)
  expect(hour.work[0]?.hashesPerSecond).toEqual({ min: 500, mean: (4 * 500 + 10 * 1000) / 14, max: 1000 })
})

test('a span over a quarter-hour is split there', () => {
  const hour = rollupHour(HOUR, undefined, [figures(HOUR + 15 * MIN - 4 * S)], HOUR + 16 * MIN)
  expect(hour.seconds).toEqual([4, 26, 0, 0])
})

test('what is not told is not counted as nothing', () => {
  const readings = [
    figures(HOUR, { wallWatts: undefined, hottestCelsius: undefined, work: [{ algorithm: 'randomx' }] }),
    figures(HOUR + 10 * S),
  ]
  const hour = rollupHour(HOUR, undefined, readings, HOUR + 20 * S)
  expect(hour.seconds[0]).toBe(20)
  expect(hour.poweredSeconds[0]).toBe(10)
  expect(hour.work[0]?.seconds).toBe(10)
  expect(hour.powerWatts).toEqual({ min: 100, mean: 100, max: 100 })
  expect(rollupHour(HOUR, undefined, [], HOUR).powerWatts).toBeUndefined()
})

test('a rig that hashes nothing works nothing, and one paused by choice is paused', () => {
  const zero = figures(HOUR, { hashing: false, work: [{ algorithm: 'randomx', hashesPerSecond: 0 }] })
  const paused = figures(HOUR + 10 * S, { hashing: false, state: 'paused', work: [] })
  const hour = rollupHour(HOUR, undefined, [zero, paused], HOUR + 20 * S)
  expect(hour).toMatchObject({ hashingSeconds: 0, pausedSeconds: 10 })
  expect(hour.work[0]).toMatchObject({
    seconds: 10,
    hashes: [0, 0, 0, 0],
    hashesPerSecond: { min: 0, mean: 0, max: 0 },
  })
})

test('shares count what counters rose by, also over a restart and from the hour before', () => {
  const hour = rollupHour(
    HOUR,
    shares(HOUR - 10 * S, 100, 2),
    [shares(HOUR, 103, 2), shares(HOUR + 10 * S, 104, 3), shares(HOUR + 20 * S, 1, 0), shares(HOUR + 30 * S, 5, 1)],
    HOUR + 40 * S,
  )
  // 3 + 1, then a restart: 1 since, then 4 more.
  expect(hour.work[0]).toMatchObject({ accepted: 9, rejected: 2 })
})

test('counters seen for the first time say nothing of this hour', () => {
  const hour = rollupHour(HOUR, undefined, [shares(HOUR, 5000), shares(HOUR + 10 * S, 5002)], HOUR + 20 * S)
  expect(hour.work[0]?.accepted).toBe(2)
  const afterOutage = rollupHour(HOUR, shares(HOUR - 60 * MIN, 100), [shares(HOUR, 5000)], HOUR + 10 * S)
  expect(afterOutage.work[0]?.accepted).toBe(0)
})

test('a broken counter fills an hour with no more shares than databases hold', () => {
  const wild = [1, 9e15, 5, 9e15].map((accepted, index) => shares(HOUR + index * 10 * S, accepted, accepted))
  const hour = rollupHour(HOUR, undefined, wild, HOUR + 40 * S)
  expect(hour.work[0]).toMatchObject({ accepted: 2_147_483_647, rejected: 2_147_483_647, stale: 0 })
})

test('dual mining keeps two works and one energy', () => {
  const both = {
    work: [
      { algorithm: 'autolykos2', hashesPerSecond: 10 },
      { algorithm: 'kheavyhash', hashesPerSecond: 500 },
    ],
  }
  const hour = rollupHour(HOUR, undefined, [figures(HOUR, both)], HOUR + 10 * S)
  expect(hour.work.map((work) => [work.algorithm, sumOf(work.hashes)])).toEqual([
    ['autolykos2', 100],
    ['kheavyhash', 5000],
  ])
  expect(sumOf(hour.energyWattHours)).toBeCloseTo(1000 / 3600, 12)
})

test('a span is cut at quarters and loses nothing', () => {
  expect(splitSpan(HOUR - S, HOUR + 15 * MIN + S)).toEqual([
    { hourMs: HOUR - 60 * MIN, quarter: 3, seconds: 1 },
    { hourMs: HOUR, quarter: 0, seconds: 900 },
    { hourMs: HOUR, quarter: 1, seconds: 1 },
  ])
  expect(splitSpan(HOUR, HOUR)).toEqual([])
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2e9 }), fc.integer({ min: 0, max: 1e7 }), (fromMs, lengthMs) => {
      const seconds = splitSpan(fromMs, fromMs + lengthMs).reduce((sum, piece) => sum + piece.seconds, 0)
      expect(seconds).toBeCloseTo(lengthMs / 1000, 6)
    }),
  )
})

const counter = fc.option(fc.nat(10_000), { nil: undefined })
const reading: fc.Arbitrary<Figures> = fc.record({
  at: fc.integer({ min: HOUR, max: HOUR + 3_600 * S - 1 }),
  intervalSeconds: fc.constantFrom(1, 10, 30, 300),
  state: fc.constantFrom('hashing', 'warming', 'paused', 'error'),
  hashing: fc.boolean(),
  work: fc.uniqueArray(
    fc.record({
      algorithm: fc.constantFrom('randomx', 'etchash', 'sha256d'),
      hashesPerSecond: fc.option(fc.double({ min: 0, max: 1e15, noNaN: true }), { nil: undefined }),
      accepted: counter,
      rejected: counter,
      stale: counter,
    }),
    { maxLength: 2, selector: (work) => work.algorithm },
  ),
  wallWatts: fc.option(fc.double({ min: 0, max: 5000, noNaN: true }), { nil: undefined }),
  hottestCelsius: fc.option(fc.double({ min: -20, max: 120, noNaN: true }), { nil: undefined }),
})
const readingsOfHour = fc.uniqueArray(reading, { maxLength: 40, selector: (figures) => figures.at })
const before = fc.option(
  reading.map((figures) => ({ ...figures, at: figures.at - 3_600 * S })),
  { nil: undefined },
)
const until = fc.integer({ min: HOUR, max: HOUR + 2 * 3_600 * S })

test('any order of arrival and any repetition give what sorted, once-only readings give', () => {
  fc.assert(
    fc.property(before, readingsOfHour, until, fc.infiniteStream(fc.nat()), (previous, readings, untilMs, chance) => {
      const sorted = [...readings].sort((one, other) => one.at - other.at)
      const again = readings.filter(() => (chance.next().value ?? 0) % 2 === 0)
      const arrived = [...readings, ...again]
        .map((figures) => ({ figures, turn: chance.next().value ?? 0 }))
        .sort((one, other) => one.turn - other.turn)
        .map(({ figures }) => figures)
      expect(rollupHour(HOUR, previous, arrived, untilMs)).toEqual(rollupHour(HOUR, previous, sorted, untilMs))
    }),
  )
})

test('an hour built reading by reading and looked at meanwhile is the hour made at once', () => {
  fc.assert(
    fc.property(before, readingsOfHour, until, (previous, readings, untilMs) => {
      const builder = openHour(HOUR, previous)
      for (const figures of [...readings].sort((one, other) => one.at - other.at)) {
        builder.closeAt(figures.at + 5 * S)
        expect(builder.addReading(figures)).toBe(true)
      }
      expect(builder.closeAt(untilMs)).toEqual(rollupHour(HOUR, previous, readings, untilMs))
    }),
  )
})

test('work, energy and time are never negative, never more than the hour, and never without their readings', () => {
  fc.assert(
    fc.property(before, readingsOfHour, until, (previous, readings, untilMs) => {
      const hour = rollupHour(HOUR, previous, readings, untilMs)
      for (const seconds of hour.seconds) expect(seconds).toBeLessThanOrEqual(900)
      expect(sumOf(hour.seconds)).toBeLessThanOrEqual(3600)
      hour.poweredSeconds.forEach((powered, quarter) => {
        expect(powered).toBeLessThanOrEqual(hour.seconds[quarter] ?? 0)
      })
      expect(hour.hashingSeconds).toBeLessThanOrEqual(sumOf(hour.seconds) + 1e-9)
      expect(Math.min(...hour.energyWattHours, hour.hashingSeconds, hour.pausedSeconds)).toBeGreaterThanOrEqual(0)
      for (const work of hour.work) {
        expect(Math.min(...work.hashes, work.accepted, work.rejected, work.stale)).toBeGreaterThanOrEqual(0)
        expect(work.seconds).toBeLessThanOrEqual(3600)
        const rate = work.hashesPerSecond
        if (rate) {
          expect(rate.min).toBeLessThanOrEqual(rate.mean)
          expect(rate.mean).toBeLessThanOrEqual(rate.max)
          expect(sumOf(work.hashes)).toBeLessThanOrEqual(rate.max * work.seconds * (1 + 1e-9))
        }
      }
    }),
  )
})

test('two hours side by side hold together what the readings spoke for', () => {
  fc.assert(
    fc.property(readingsOfHour, fc.integer({ min: 0, max: 600 * S }), (readings, shiftMs) => {
      const shifted = readings.map((figures) => ({ ...figures, at: figures.at + shiftMs })).sort((a, b) => a.at - b.at)
      const inFirst = shifted.filter(({ at }) => at < HOUR + 3_600 * S)
      const inSecond = shifted.filter(({ at }) => at >= HOUR + 3_600 * S)
      const endMs = HOUR + 2 * 3_600 * S
      const first = rollupHour(HOUR, undefined, inFirst, inSecond[0] ?? endMs)
      const second = rollupHour(HOUR + 3_600 * S, inFirst.at(-1), inSecond, endMs)
      let spokenMs = 0
      shifted.forEach((figures, index) => {
        const nextMs = shifted[index + 1]?.at ?? endMs
        spokenMs += Math.min(nextMs, figures.at + 3 * figures.intervalSeconds * S) - figures.at
      })
      expect(sumOf(first.seconds) + sumOf(second.seconds)).toBeCloseTo(spokenMs / 1000, 6)
    }),
  )
})

test('a reading out of order or of another hour is not taken, so that the caller starts the hour anew', () => {
  const builder = new HourBuilder(HOUR)
  expect(builder.addReading(figures(HOUR + 20 * S))).toBe(true)
  expect(builder.addReading(figures(HOUR + 20 * S))).toBe(false)
  expect(builder.addReading(figures(HOUR + 10 * S))).toBe(false)
  expect(builder.addReading(figures(HOUR + 3_600 * S))).toBe(false)
  expect(builder.addReading(figures(HOUR - 1))).toBe(false)
  const quarters: Quarters = [10, 0, 0, 0]
  expect(builder.closeAt(HOUR + 30 * S).seconds).toEqual(quarters)
})
