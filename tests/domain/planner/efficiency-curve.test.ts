import fc from 'fast-check'
import { expect, test } from 'vitest'
import { efficiencyCurve, hashRateAt, observedWatts } from '#lib/domain/planner/efficiency-curve'
import { type FullHour, fullHours, measuredRates } from '#lib/domain/planner/full-hours'
import type { RigHour } from '#lib/domain/rig-hour'
import { HOUR_MS } from '#lib/domain/units'

const hour = (index: number, watts: number, hashesPerSecond: number): FullHour => ({
  hourMs: index * HOUR_MS,
  algorithm: 'sha256d',
  watts,
  hashesPerSecond,
})

/** Twelve hours at each of these powers. */
function curveOf(...points: [watts: number, hashesPerSecond: number][]) {
  const hours = points.flatMap(([watts, rate]) => Array.from({ length: 12 }, (_, index) => hour(index, watts, rate)))
  const result = efficiencyCurve(hours, 'sha256d')
  if (!result.ok) throw new Error(result.reason)
  return result.curve
}

test('between two powers that were seen, the hash rate lies straight between', () => {
  const curve = curveOf([2000, 80e12], [3000, 100e12])
  expect(hashRateAt(curve, 2000)).toBe(80e12)
  expect(hashRateAt(curve, 2500)).toBe(90e12)
  expect(hashRateAt(curve, 3000)).toBe(100e12)
})

test('outside of what was seen nothing is guessed', () => {
  const curve = curveOf([2000, 80e12], [3000, 100e12])
  expect(hashRateAt(curve, 1999)).toBeUndefined()
  expect(hashRateAt(curve, 3001)).toBeUndefined()
})

test('an hour that hashed less at more power is evened out with its neighbour', () => {
  const curve = curveOf([2000, 80e12], [2500, 100e12], [3000, 90e12])
  expect(curve.points.map((point) => point.hashesPerSecond)).toEqual([80e12, 95e12, 95e12])
})

test('a rig that always draws the same has no curve, and few hours make none', () => {
  const same = Array.from({ length: 100 }, (_, index) => hour(index, 3000 + (index % 10), 100e12))
  expect(efficiencyCurve(same, 'sha256d')).toMatchObject({
    ok: false,
    reason: expect.stringContaining('about the same'),
  })
  expect(efficiencyCurve([hour(0, 2000, 80e12), hour(1, 3000, 1e14)], 'sha256d')).toMatchObject({
    ok: false,
    reason: expect.stringContaining('Only 2 full hours'),
  })
  expect(efficiencyCurve(same, 'scrypt').ok).toBe(false)
})

const cloud = fc.array(
  fc.tuple(fc.double({ min: 100, max: 4000, noNaN: true }), fc.double({ min: 1, max: 1e14, noNaN: true })),
  {
    minLength: 12,
    maxLength: 200,
  },
)

test('whatever was seen, the curve never falls, keeps the mean, and speaks of its own range alone', () => {
  fc.assert(
    fc.property(cloud, (seen) => {
      const hours = seen.map(([watts, rate], index) => hour(index, watts, rate))
      const result = efficiencyCurve(hours, 'sha256d')
      if (!result.ok) return
      const { points } = result.curve
      for (const [index, point] of points.entries()) {
        const before = points[index - 1]
        if (before) expect(point.hashesPerSecond).toBeGreaterThanOrEqual(before.hashesPerSecond * (1 - 1e-12))
        if (before) expect(point.watts).toBeGreaterThan(before.watts)
      }
      const mean = seen.reduce((sum, [, rate]) => sum + rate, 0) / seen.length
      const fitted = points.reduce((sum, point) => sum + point.hashesPerSecond * point.hours, 0) / seen.length
      expect(fitted / mean).toBeCloseTo(1, 9)
      const { least, most } = observedWatts(result.curve)
      const watts = seen.map(([each]) => each)
      expect(least).toBeGreaterThanOrEqual(Math.min(...watts) * (1 - 1e-12))
      expect(most).toBeLessThanOrEqual(Math.max(...watts) * (1 + 1e-12))
    }),
  )
})

function rigHour(changes: Partial<RigHour>): RigHour {
  return {
    hourMs: 0,
    readings: 360,
    seconds: [900, 900, 900, 900],
    poweredSeconds: [900, 900, 900, 900],
    energyWattHours: [750, 750, 750, 750],
    hashingSeconds: 3600,
    pausedSeconds: 0,
    work: [work('sha256d')],
    ...changes,
  }
}

const work = (algorithm: string): RigHour['work'][number] => ({
  algorithm,
  hashes: [9e16, 9e16, 9e16, 9e16],
  seconds: 3600,
  accepted: 0,
  rejected: 0,
  stale: 0,
})

test('only hours of one algorithm without a pause speak for a rate', () => {
  expect(fullHours([rigHour({})])).toEqual([{ hourMs: 0, algorithm: 'sha256d', hashesPerSecond: 1e14, watts: 3000 }])
  expect(fullHours([rigHour({ hashingSeconds: 1800 })])).toEqual([])
  expect(fullHours([rigHour({ work: [work('kheavyhash'), work('autolykos2')] })])).toEqual([])
  expect(fullHours([rigHour({ poweredSeconds: [0, 0, 0, 0] })])[0]).not.toHaveProperty('watts')
})

test('a rig is known for every algorithm it ever mined alone', () => {
  const hours = [
    rigHour({}),
    rigHour({ hourMs: HOUR_MS, work: [work('scrypt')], energyWattHours: [500, 500, 500, 500] }),
  ]
  expect(measuredRates(hours)).toEqual([
    { algorithm: 'sha256d', hashesPerSecond: 1e14, watts: 3000, hours: 1, untilMs: HOUR_MS },
    { algorithm: 'scrypt', hashesPerSecond: 1e14, watts: 2000, hours: 1, untilMs: 2 * HOUR_MS },
  ])
})
