import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MeterSample, quartersBetween } from '#lib/domain/meter-quarters'
import { meteredMilliWh, unmeteredEnergy } from '#lib/domain/unmetered-energy'

const QUARTER = 900_000
const start = Date.UTC(2026, 10, 22)

test('rigs and site together are always what the meter says', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e7, noNaN: true }),
      fc.double({ min: 720, max: 900, noNaN: true }),
      fc.bigInt({ min: 0n, max: 10n ** 11n }),
      (energyWh, seconds, rigsMilliWh) => {
        const meter = { quarterMs: start, energyWh, seconds }
        const siteMilliWh = unmeteredEnergy(meter, rigsMilliWh)
        expect(siteMilliWh).toBeDefined()
        expect(rigsMilliWh + (siteMilliWh ?? 0n)).toBe(meteredMilliWh(meter))
      },
    ),
  )
})

test('a meter that knows less than 80 % of a quarter-hour says nothing of it', () => {
  expect(unmeteredEnergy({ quarterMs: start, energyWh: 800, seconds: 719 }, 0n)).toBeUndefined()
  expect(unmeteredEnergy(undefined, 0n)).toBeUndefined()
  // 800 Wh in 720 s are 1000 Wh in 900 s.
  expect(unmeteredEnergy({ quarterMs: start, energyWh: 800, seconds: 720 }, 250_000n)).toBe(750_000n)
})

test('rigs that claim more than the meter counted make the rest negative', () => {
  expect(unmeteredEnergy({ quarterMs: start, energyWh: 700, seconds: 900 }, 750_000n)).toBe(-50_000n)
})

test('watts hold until the next sample, three intervals at most', () => {
  const hour = [{ quarterMs: start, energyWh: 50, seconds: 180 }]
  expect(quartersBetween({ atMs: start, watts: 1000 }, { atMs: start + 900_000, watts: 9 }, 60_000)).toEqual(hour)
})

test('what a counter grew while nobody listened is spread over the time between', () => {
  const quarters = quartersBetween(
    { atMs: start, counterWh: 500 },
    { atMs: start + 2 * QUARTER, counterWh: 2500 },
    60_000,
  )
  expect(quarters).toEqual([
    { quarterMs: start, energyWh: 1000, seconds: 900 },
    { quarterMs: start + QUARTER, energyWh: 1000, seconds: 900 },
  ])
})

test('a counter that fell was reset: what was drawn meanwhile is not known, and never negative', () => {
  expect(quartersBetween({ atMs: start, counterWh: 9e6 }, { atMs: start + 60_000, counterWh: 3 }, 60_000)).toEqual([])
})

test('a counter read in any steps counts the same energy and time', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ afterMs: fc.integer({ min: 1, max: QUARTER }), wh: fc.integer({ min: 0, max: 5000 }) }), {
        minLength: 1,
        maxLength: 40,
      }),
      (steps) => {
        const samples: MeterSample[] = [{ atMs: start, counterWh: 0 }]
        let atMs = start
        let counterWh = 0
        for (const step of steps) {
          atMs += step.afterMs
          counterWh += step.wh
          samples.push({ atMs, counterWh })
        }
        const parts = samples.slice(1).flatMap((sample, index) => {
          const earlier = samples[index]
          return earlier ? quartersBetween(earlier, sample, 60_000) : []
        })
        const sum = (of: 'energyWh' | 'seconds') => parts.reduce((total, part) => total + part[of], 0)
        expect(sum('energyWh')).toBeCloseTo(counterWh, 6)
        expect(sum('seconds')).toBeCloseTo((atMs - start) / 1000, 6)
      },
    ),
  )
})

test('a counter that told 0 for a moment does not charge what it counted in all its life', () => {
  const life = { atMs: 60_000, counterWh: 48_213_000 }
  expect(quartersBetween({ atMs: 0, counterWh: 48_213_000 }, { atMs: 30_000, counterWh: 0 }, 30_000)).toEqual([])
  expect(quartersBetween({ atMs: 30_000, counterWh: 0 }, life, 30_000)).toEqual([])
  expect(quartersBetween(life, { atMs: 90_000, counterWh: 48_213_025 }, 30_000)).toMatchObject([{ energyWh: 25 }])
})
