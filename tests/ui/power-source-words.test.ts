import { expect, test } from 'vitest'
import { formatPower } from '#lib/domain/format'
import { trustInWords } from '../../app/ui/power-source-words'

test('the fleet says how many of its watts are measured, told and estimated, and leaves out what is none', () => {
  const words = (measured: number, told: number, estimated: number) =>
    trustInWords({ measured, told, estimated }, formatPower).replaceAll('\u00a0', ' ')
  expect(words(8100, 2400, 140)).toBe('8.10 kW measured · 2.40 kW told · 140 W estimated')
  expect(words(0, 2400, 0)).toBe('2.40 kW told')
  expect(words(0, 0, 0)).toBe('')
})
