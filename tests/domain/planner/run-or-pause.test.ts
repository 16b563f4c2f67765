import { expect, test } from 'vitest'
import { runOrPause, startOfLocalHour } from '#lib/domain/planner/run-or-pause'

const at = (pricePerKwh?: number) => ({
  fromMs: 0,
  toMs: 3_600_000,
  ...(pricePerKwh === undefined ? {} : { pricePerKwh }),
})
const words = { currency: 'USD' }

test('a kWh that brings as much as it costs is worth running for', () => {
  expect(runOrPause(at(0.2), 0.2, words)).toEqual({ run: true, reason: 'Power brings $0.20/kWh and costs $0.20/kWh' })
  expect(runOrPause(at(0.2001), 0.2, words).run).toBe(false)
})

test('an unknown price or revenue decides nothing, and says which', () => {
  expect(runOrPause(at(), 0.2, words)).toMatchObject({ run: null, reason: expect.stringContaining('costs') })
  expect(runOrPause(at(0.1), undefined, { ...words, unknown: 'No price of ERG in USD is known' })).toEqual({
    run: null,
    reason: 'No price of ERG in USD is known',
  })
})

test('power that one is paid for is used whatever the coin brings', () => {
  expect(runOrPause(at(-0.03), undefined, words).run).toBe(true)
})

test.each([
  ['UTC', '2026-11-22T10:20:00Z', '2026-11-22T10:00:00Z'],
  ['Asia/Kolkata', '2026-11-22T10:20:00Z', '2026-11-22T09:30:00Z'],
  ['Asia/Kolkata', '2026-11-22T10:40:00Z', '2026-11-22T10:30:00Z'],
])('the hour of %s at %s began at %s', (zone, now, begun) => {
  expect(new Date(startOfLocalHour(Date.parse(now), zone)).toISOString()).toBe(new Date(begun).toISOString())
})
