import { expect, test } from 'vitest'
import { plainNumber } from '#lib/services/csv-rows'

test.each([
  ['1,234.5', '1234.5'],
  ['1.234,56', '1234.56'],
  ['0,5', '0.5'],
  ['0,125', '0.125'],
  ['12,3456', '12.3456'],
  ['1,234,567', '1234567'],
  ['$ 1 200', '1200'],
])('%s in a file is meant as %s', (written, meant) => {
  expect(plainNumber(written)).toBe(meant)
})

test.each(['1,200', '-12,345', '$999,000'])('%s may be a thousand times another, so it is no number', (written) => {
  expect(Number(plainNumber(written))).toBeNaN()
})
