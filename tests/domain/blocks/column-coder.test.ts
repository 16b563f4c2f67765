import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BitDecoder, BitEncoder } from '#lib/domain/blocks/bit-coder'
import { ColumnCoder } from '#lib/domain/blocks/column-coder'

type Column = { name: string; figures: number[] }

function written(columns: Column[], ats: number[]): Uint8Array {
  const encoder = new BitEncoder()
  const coder = new ColumnCoder(encoder, 'write')
  for (const { name, figures } of columns) coder.column(name, Float64Array.from(figures), Float64Array.from(ats))
  return encoder.finish()
}

function readBack(bytes: Uint8Array, columns: Column[], ats: number[]): number[][] {
  const coder = new ColumnCoder(new BitDecoder(bytes), 'read')
  return columns.map(({ name, figures }) => {
    const column = new Float64Array(figures.length)
    coder.column(name, column, Float64Array.from(ats))
    return [...column]
  })
}

const MIDNIGHT = 1_795_305_600_000
const minutes = (count: number) => Array.from({ length: count }, (_, minute) => MIDNIGHT + minute * 60_000)

const figure = fc.oneof(
  fc.integer({ min: -50, max: 5000 }),
  fc.integer({ min: 0, max: 200_000 }).map((thousandths) => thousandths / 1000),
  fc.integer({ min: 0, max: 500_000 }).map((gigahashes) => gigahashes * 1e9),
  fc.integer({ min: MIDNIGHT - 3e9, max: MIDNIGHT + 3e9 }),
  fc.integer({ min: -(2 ** 53), max: 2 ** 53 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 0.1 + 0.2, 5e-324, 1.7976931348623157e308, 2 ** 50, 2 ** 50 - 1, 1e21),
)

test('any columns come back exactly, whatever stands in them', () => {
  const anyColumns = fc.nat(40).chain((rows) =>
    fc.record({
      ats: fc.array(fc.integer({ min: MIDNIGHT, max: MIDNIGHT + 1e8 }), { minLength: rows, maxLength: rows }),
      columns: fc.array(
        fc.record({
          name: fc.constantFrom('temperature', 'power'),
          figures: fc.oneof(
            fc.array(figure, { minLength: rows, maxLength: rows }),
            figure.map((same) => Array.from({ length: rows }, () => same)),
          ),
        }),
        { maxLength: 6 },
      ),
    }),
  )
  fc.assert(
    fc.property(anyColumns, ({ ats, columns }) => {
      const back = readBack(written(columns, ats), columns, ats)
      expect(back.length).toBe(columns.length)
      for (const [index, { figures }] of columns.entries()) {
        for (const [row, one] of figures.entries()) expect(back[index]?.[row]).toBe(one)
      }
    }),
    { numRuns: 300 },
  )
})

test('what never changes takes next to nothing, and a clock that ticks evenly too', () => {
  const ats = minutes(180)
  const idle = [
    { name: 'index', figures: ats.map(() => 3) },
    { name: 'uptime', figures: ats.map((_, minute) => 86_400 + minute * 60) },
  ]
  expect(written(idle, ats).length).toBeLessThan(20)
})

test('a counter that counts a share now and then takes about a bit a reading', () => {
  const ats = minutes(1000)
  let accepted = 100
  const figures = ats.map((_, minute) => {
    if (minute % 9 === 0 || minute % 14 === 3) accepted += 1
    return accepted
  })
  expect(written([{ name: 'accepted', figures }], ats).length).toBeLessThan(1000 / 8 + 20)
})

test('eight devices of one kind take less than eight alone: they teach each other', () => {
  const ats = minutes(60)
  const columns = Array.from({ length: 8 }, (_, device) => ({
    name: 'rpm',
    figures: ats.map((_, minute) => 2100 + 10 * (Math.imul(minute * 8 + device, 2_654_435_761) >>> 26)),
  }))
  const alone = columns.map((column) => written([column], ats).length).reduce((sum, one) => sum + one)
  expect(written(columns, ats).length).toBeLessThan(alone * 0.9)
})
