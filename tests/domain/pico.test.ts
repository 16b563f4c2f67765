import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePico, picoText, valueOfPico } from '#lib/domain/pico'

test.each([
  ['0.00012345', 0, 123_450_000n],
  ['1e-8', 0, 10_000n],
  [0.1, 0, 100_000_000_000n],
  ['198371560', 9, 198_371_560_000n],
  ['1', 18, 0n],
  ['-2.5', 0, -2_500_000_000_000n],
  ['', 0, undefined],
  ['.', 0, undefined],
  ['1,5', 0, undefined],
  ['NaN', 0, undefined],
  ['1e400', 0, undefined],
  ['99999999999999999999', 0, undefined],
])('%s with %d decimals is %s pico-coins', (text, decimals, pico) => {
  expect(parsePico(text, decimals)).toBe(pico)
})

test('what is written is read back to the last unit', () => {
  const amounts = fc.bigInt({ min: -(2n ** 63n - 1n), max: 2n ** 63n - 1n })
  fc.assert(
    fc.property(amounts, (pico) => {
      expect(parsePico(picoText(pico))).toBe(pico)
    }),
  )
})

test('a satoshi at $100,000 is worth a tenth of a cent, exactly', () => {
  expect(valueOfPico(10_000n, 100_000)).toBe(1_000_000n)
})
