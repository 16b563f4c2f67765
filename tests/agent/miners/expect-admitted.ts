import { expect } from 'vitest'
import type { MinerReading } from '#agent/miners/miner-reader'
import { admitReading } from '#lib/wire/reading-validator'

/** The server takes it, no figure but a temperature is negative, and no sensor that is not there reads 0. */
export function expectAdmitted(reading: MinerReading, name: string): void {
  const admitted = admitReading({ rig: 'a', at: 1_761_061_400_000, ...reading })
  expect(admitted.ok ? '' : `${name}: ${admitted.reason}`).toBe('')
  for (const [field, figure] of figuresOf(reading)) {
    if (!/Celsius$/.test(field)) expect(figure, `${name}: ${field}`).toBeGreaterThanOrEqual(0)
    // A sensor that is not there is absent, never 0.
    if (/Celsius$|powerWatts$/.test(field)) expect(figure, `${name}: ${field}`).not.toBe(0)
  }
}

function figuresOf(value: unknown, name = ''): [string, number][] {
  if (typeof value === 'number') return [[name, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => figuresOf(inner, Array.isArray(value) ? name : key))
}
