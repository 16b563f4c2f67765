import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RigChart } from '#lib/wire/rig-chart'
import { gapsOf } from '../../app/charts/gaps'
import { lonePointRadii } from '../../app/charts/lone-points'
import { mergeTail } from '../../app/charts/merge-tail'
import { timeTicks } from '../../app/charts/time-ticks'
import { axisNumber, axisPrefix, valueAxis } from '../../app/charts/value-axis'
import { splitFigure } from '../../app/ui/split-figure'

test('a value axis holds its values between at most five round lines', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e15, noNaN: true }),
      fc.double({ min: 0, max: 1e15, noNaN: true }),
      (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        const axis = valueAxis(low, high)
        const slack = axis.step * 1e-6
        expect(axis.min).toBeLessThanOrEqual(low + slack)
        expect(axis.max).toBeGreaterThanOrEqual(high - slack)
        expect(axis.min).toBeGreaterThanOrEqual(0)
        expect((axis.max - axis.min) / axis.step).toBeLessThanOrEqual(4 + 1e-6)
        expect(axis.step).toBeGreaterThan(0)
      },
    ),
  )
})

test('an axis is labelled in one prefix, with no more digits than its step needs', () => {
  expect(axisPrefix(582e6)).toEqual({ factor: 1e6, prefix: 'M' })
  expect(axisPrefix(950)).toEqual({ factor: 1, prefix: '' })
  expect(axisNumber(1.6, 0.1)).toBe('1.6')
  expect(axisNumber(560, 20)).toBe('560')
  expect(axisNumber(0.25, 0.25)).toBe('0.25')
  expect(axisNumber(40_000, 20_000)).toBe('40,000')
  expect(axisNumber(-0, 20_000)).toBe('0')
})

test('gaps reach from the last value before to the first after, and to the edges', () => {
  expect(gapsOf([10, 20, 30, 40, 50], [null, 1, null, null, 2], 0, 70)).toEqual([
    { fromMs: 0, toMs: 20 },
    { fromMs: 20, toMs: 50 },
  ])
  expect(gapsOf([10, 20], [1, null], 0, 30)).toEqual([{ fromMs: 10, toMs: 30 }])
  expect(gapsOf([], [], 0, 30)).toEqual([{ fromMs: 0, toMs: 30 }])
  expect(gapsOf([10, 20], [1, 2], 0, 30)).toEqual([])
})

test('marks of a day stand on round hours of the zone, and its end is 24:00', () => {
  const from = Date.parse('2026-11-22T00:00:00-06:00')
  const labels = timeTicks(from, from + 86_400_000, 'America/Chicago', 5).map((tick) => tick.label)
  expect(labels).toEqual(['00:00', '06:00', '12:00', '18:00', '24:00'])
})

test('where the clock goes back, days still begin at midnight', () => {
  // Berlin left summer time on 25 October 2026: that day has 25 hours.
  const from = Date.parse('2026-10-20T00:00:00+02:00')
  const ticks = timeTicks(from, from + 10 * 86_400_000, 'Europe/Berlin', 12)
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' })
  expect(new Set(ticks.map((tick) => clock.format(tick.atMs)))).toEqual(new Set(['00:00']))
})

test('marks over years are months, each with its year', () => {
  const labels = timeTicks(Date.parse('2024-11-20'), Date.parse('2026-05-10'), 'Europe/Berlin', 6).map(
    (tick) => tick.label,
  )
  expect(labels).toEqual(['Dec 2024', 'Mar 2025', 'Jun 2025', 'Sept 2025', 'Dec 2025', 'Mar 2026'])
})

const chart = (fromMs: number, atMs: number[], values: (number | null)[]): RigChart => {
  const band = { min: values, mean: values, max: values }
  const toMs = (atMs.at(-1) ?? fromMs) + 10_000
  return {
    fromMs,
    toMs,
    stepSeconds: 10,
    tier: 'readings',
    atMs,
    hashRate: [{ algorithm: 'randomx', ...band }],
    temperatureCelsius: band,
    powerWatts: band,
  }
}

test('a tail replaces the slots it covers, follows the others, and what is too old falls off', () => {
  const merged = mergeTail(chart(0, [0, 10_000, 20_000], [1, 2, 3]), chart(20_000, [20_000, 30_000], [4, null]), 10_000)
  expect(merged.atMs).toEqual([10_000, 20_000, 30_000])
  expect(merged.powerWatts.mean).toEqual([2, 4, null])
  expect(merged.hashRate[0]?.mean).toEqual([2, 4, null])
  expect(merged.fromMs).toBe(10_000)
})

test('an algorithm that is new in the tail was a gap before, and one that ended is a gap after', () => {
  const tail = { ...chart(10_000, [10_000], [7]), hashRate: [{ algorithm: 'kawpow', min: [7], mean: [7], max: [7] }] }
  const merged = mergeTail(chart(0, [0], [1]), tail, 0)
  expect(merged.hashRate.map((band) => [band.algorithm, band.mean])).toEqual([
    ['randomx', [1, null]],
    ['kawpow', [null, 7]],
  ])
})

test('a figure is taken apart into number and unit', () => {
  expect(splitFigure('97.4 MH/s')).toEqual({ number: '97.4', unit: '\u00a0MH/s' })
  expect(splitFigure('+$4.12')).toEqual({ number: '+$4.12' })
  expect(splitFigure('$0.13/kWh')).toEqual({ number: '$0.13', unit: '/kWh' })
})

test('a figure without a known neighbour is drawn as a dot, since its line would have no length', () => {
  expect(lonePointRadii([null, 3, null, 1, 2, null], 2)).toEqual([0, 2, 0, 0, 0, 0])
  expect(lonePointRadii([7], 2)).toEqual([2])
})
