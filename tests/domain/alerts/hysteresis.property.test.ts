import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RuleState, Signal } from '#lib/domain/alerts'
import { consider, newLook } from '#lib/domain/alerts/look'
import { stepCondition } from '#lib/domain/alerts/step-condition'
import { S } from './farm.ts'

const SETTINGS = { forMs: 120 * S, criticalForMs: 60 * S, clearForMs: 60 * S }
const BAND = { warning: 80, clear: 75, critical: 90, criticalClear: 85 }
const STEP_MS = 10 * S
const FLIPS: Signal['kind'][] = ['fired', 'escalated', 'eased', 'resolved']

function watch(values: readonly number[]): { signals: Signal[]; state: RuleState | undefined }[] {
  let state: RuleState | undefined
  return values.map((value, at) => {
    const found = newLook()
    found.unit = 'celsius'
    consider(found, state, 'sensor', value, BAND)
    const step = stepCondition(found, SETTINGS, state, at * STEP_MS)
    state = step.state
    return { signals: [...step.signals], state }
  })
}

/** Values that like to stay where they are, so that things last. */
const series = fc
  .array(fc.tuple(fc.integer({ min: 70, max: 95 }), fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 30 })
  .map((stretches) => stretches.flatMap(([value, steps]) => Array.from({ length: steps }, () => value)))

/** How long values up to `at` have all been so, in ms. */
function lasted(values: readonly number[], at: number, is: (value: number) => boolean): number {
  let from = at
  while (from >= 0 && is(values[from] ?? Number.NaN)) from -= 1
  return (at - from - 1) * STEP_MS
}

test('it fires when, and only when, the threshold was passed all the time', () => {
  fc.assert(
    fc.property(series, (values) => {
      const steps = watch(values)
      let firing = false
      for (const [at, { signals }] of steps.entries()) {
        const due =
          (lasted(values, at, (value) => value >= 80) >= SETTINGS.forMs && (values[at] ?? 0) >= 80) ||
          (lasted(values, at, (value) => value >= 90) >= SETTINGS.criticalForMs && (values[at] ?? 0) >= 90)
        const fired = signals.some(({ kind }) => kind === 'fired')
        if (!firing) expect(fired).toBe(due)
        else expect(fired).toBe(false)
        if (fired) firing = true
        if (signals.some(({ kind }) => kind === 'resolved')) firing = false
      }
    }),
    { numRuns: 300 },
  )
})

test('it is over when, and only when, the value was below the band all the time', () => {
  fc.assert(
    fc.property(series, (values) => {
      let firing = false
      for (const [at, { signals }] of watch(values).entries()) {
        const isOver = (values[at] ?? 0) < 75 && lasted(values, at, (value) => value < 75) >= SETTINGS.clearForMs
        if (firing) expect(signals.some(({ kind }) => kind === 'resolved')).toBe(isOver)
        if (signals.some(({ kind }) => kind === 'fired')) firing = true
        if (signals.some(({ kind }) => kind === 'resolved')) firing = false
      }
    }),
    { numRuns: 300 },
  )
})

test('inside a band nothing flips', () => {
  fc.assert(
    fc.property(
      series,
      fc.constantFrom([75, 79], [85, 89]),
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 60 }),
      (before, [low = 0], wiggle) => {
        // Thirteen steps at the band's bottom let what was due before settle.
        const settled = [...before, ...Array.from({ length: 13 }, () => low)]
        const steps = watch([...settled, ...wiggle.map((part) => low + part)]).slice(settled.length)
        expect(steps.flatMap(({ signals }) => signals).filter(({ kind }) => FLIPS.includes(kind))).toEqual([])
      },
    ),
    { numRuns: 300 },
  )
})

test('severity follows its own band', () => {
  fc.assert(
    fc.property(series, (values) => {
      for (const [at, { state }] of watch(values).entries()) {
        if (state?.phase !== 'firing' || state.severity !== 'critical') continue
        // Critical now: it was past 90 for a minute once, and was not below its band for a minute since.
        expect(lasted(values, at, (value) => value < 85)).toBeLessThan(SETTINGS.clearForMs)
      }
    }),
    { numRuns: 300 },
  )
})

test('a state survives being stored: plain JSON in, the same words out', () => {
  fc.assert(
    fc.property(series, (values) => {
      let kept: RuleState | undefined
      let stored: RuleState | undefined
      for (const [at, value] of values.entries()) {
        const step = (state: RuleState | undefined) => {
          const found = newLook()
          found.unit = 'celsius'
          consider(found, state, 'sensor', value, BAND)
          return stepCondition(found, SETTINGS, state, at * STEP_MS)
        }
        const one = step(kept)
        const other = step(stored)
        expect(other.signals).toEqual(one.signals)
        kept = one.state
        stored = other.state === undefined ? undefined : JSON.parse(JSON.stringify(other.state))
      }
    }),
    { numRuns: 100 },
  )
})
