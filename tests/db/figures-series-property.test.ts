import fc from 'fast-check'
import { expect, test } from 'vitest'
import { figuresSeries } from '#lib/db/figures-series'
import type { Reading } from '#lib/domain/reading'

const START_MS = Date.UTC(2026, 10, 22)
const SPAN_SECONDS = 1_800
const INTERVAL_SECONDS = 30
/** A reading speaks for three of its intervals. */
const SPEAKS_SECONDS = 90

type Told = { second: number; rate: number | undefined; celsius: number | undefined }

const told: fc.Arbitrary<Told[]> = fc
  .uniqueArray(
    fc.record({
      second: fc.integer({ min: -120, max: SPAN_SECONDS + 60 }),
      // Usual ones, and spikes.
      rate: fc.option(fc.oneof(fc.integer({ min: 90, max: 110 }), fc.constantFrom(0, 1_000_000)), { nil: undefined }),
      celsius: fc.option(fc.integer({ min: 20, max: 110 }), { nil: undefined }),
    }),
    { selector: ({ second }) => second, maxLength: 80 },
  )
  .map((list) => list.sort((one, other) => one.second - other.second))

function readingOf({ second, rate, celsius }: Told): Reading {
  return {
    at: START_MS + second * 1000,
    intervalSeconds: INTERVAL_SECONDS,
    state: 'hashing',
    miner: { name: 'bitaxe' },
    work: [{ algorithm: 'sha256d', ...(rate === undefined ? {} : { hashesPerSecond: rate }) }],
    devices: [{ index: 0, kind: 'board', ...(celsius === undefined ? {} : { temperatureCelsius: celsius }) }],
  }
}

/** Second by second: which reading speaks, and what it says. */
function secondBySecond(list: Told[], stepSeconds: number, pick: (one: Told) => number | undefined) {
  const slots = Array.from({ length: Math.ceil(SPAN_SECONDS / stepSeconds) }, (): number[] => [])
  for (let second = 0; second < SPAN_SECONDS; second++) {
    const speaking = list.findLast((one) => one.second <= second)
    if (!speaking || second >= speaking.second + SPEAKS_SECONDS) continue
    const value = pick(speaking)
    if (value !== undefined) slots[Math.floor(second / stepSeconds)]?.push(value)
  }
  const told = (make: (values: number[]) => number) => slots.map((values) => (values.length > 0 ? make(values) : null))
  return {
    min: told((values) => Math.min(...values)),
    mean: told((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
    max: told((values) => Math.max(...values)),
  }
}

test('every slot has the smallest, the mean and the largest of what was said in it, and no spike is lost', () => {
  fc.assert(
    fc.property(told, fc.integer({ min: 7, max: 700 }), (list, stepSeconds) => {
      const span = { fromMs: START_MS, toMs: START_MS + SPAN_SECONDS * 1000, stepMs: stepSeconds * 1000 }
      const chart = figuresSeries(list.map(readingOf), span)
      const rates = secondBySecond(list, stepSeconds, ({ rate }) => rate)
      const [drawn = { min: [], mean: [], max: [] }] = chart.hashRate
      if (rates.max.some((value) => value !== null)) {
        expect(drawn.min).toEqual(rates.min)
        expect(drawn.max).toEqual(rates.max)
        expectNear(drawn.mean, rates.mean)
      }
      const celsius = secondBySecond(list, stepSeconds, ({ celsius }) => celsius)
      expect(chart.temperatureCelsius.min).toEqual(celsius.min)
      expect(chart.temperatureCelsius.max).toEqual(celsius.max)
      expectNear(chart.temperatureCelsius.mean, celsius.mean)
    }),
  )
})

function expectNear(drawn: (number | null)[], wanted: (number | null)[]): void {
  expect(drawn.map((value) => value === null)).toEqual(wanted.map((value) => value === null))
  for (const [index, value] of wanted.entries()) if (value !== null) expect(drawn[index]).toBeCloseTo(value, 6)
}
