import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawWeek } from '#lib/services/digest/draw-week'
import { paintPicture } from '#lib/services/digest/paint-picture'

const amount = fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { nil: undefined })
const day = fc.record({ label: fc.constant('2026-11-22'), revenue: amount, cost: amount, profit: amount })

test('whatever the week was like, every mark stands inside the picture', () => {
  fc.assert(
    fc.property(fc.array(day, { maxLength: 8 }), (days) => {
      const svg = drawWeek(days)
      expect(svg).not.toMatch(/NaN|Infinity|undefined/)
      for (const [, value] of svg.matchAll(/ (?:y|cy|y1|y2)="([^"]+)"/g)) {
        expect(Number(value)).toBeGreaterThanOrEqual(0)
        expect(Number(value)).toBeLessThanOrEqual(168)
      }
    }),
  )
})

test('a day of which nothing is known leaves a gap, not a bar of 0', () => {
  const known = { label: '2026-11-20', revenue: 3, cost: 2, profit: 1 }
  const svg = drawWeek([known, { label: '2026-11-21' }, known])
  expect(svg.match(/<circle/g)).toHaveLength(2)
  // No line leads over the gap.
  expect(svg).not.toContain('stroke-width="1.75"')
})

test('it is painted as a PNG of twice its size, with the colours of revenue and cost in it', async () => {
  const png = await paintPicture(drawWeek([{ label: '2026-11-20', revenue: 3, cost: 2, profit: 1 }]))
  const bytes = Buffer.from(png)
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG')
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1120, 336])
  const empty = await paintPicture(drawWeek([]))
  expect(png.length).toBeGreaterThan(empty.length)
})
