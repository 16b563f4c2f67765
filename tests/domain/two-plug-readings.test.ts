import fc from 'fast-check'
import { expect, test } from 'vitest'
import { correctionFromPlugReadings } from '#lib/domain/two-plug-readings'
import { wallPower } from '#lib/domain/wall-power'

test('a GPU rig at full power and at a lower limit gives its supply and its board away', () => {
  // 600 W and 450 W of GPUs behind a supply of 90 % beside 60 W of board, processor and fans.
  const computed = correctionFromPlugReadings(
    { reportedWatts: 600, plugWatts: 600 / 0.9 + 60 },
    { reportedWatts: 450, plugWatts: 560 },
  )
  expect(computed).toEqual({
    ok: true,
    supplyEfficiency: expect.closeTo(0.9, 9),
    overheadWatts: expect.closeTo(60, 6),
  })
})

test.each([
  ['the same moment twice', [600, 727, 600, 727], /too close together/],
  ['moments that are nearly the same', [600, 727, 590, 716], /too close together/],
  ['a plug that shows less than the rig tells', [600, 580, 400, 380], /cannot show less/],
  ['a plug that rises less than the rig', [600, 720, 400, 600], /which no supply can do/],
  ['a plug that falls while the rig rises', [600, 700, 400, 720], /which no supply can do/],
  ['a heater that was switched on meanwhile', [600, 1400, 400, 520], /lose more than half/],
  ['a fixed part below nothing', [600, 800, 400, 500], /less than nothing/],
  ['a figure that is not there', [600, Number.NaN, 400, 500], /all four/],
  ['a machine that is off', [600, 700, 0, 12], /all four/],
])('%s is refused in words', (_, [reported = 0, plug = 0, otherReported = 0, otherPlug = 0], words) => {
  const one = { reportedWatts: reported, plugWatts: plug }
  const other = { reportedWatts: otherReported, plugWatts: otherPlug }
  expect(correctionFromPlugReadings(one, other)).toEqual({ ok: false, problem: expect.stringMatching(words) })
})

const watts = fc.double({ min: 0.1, max: 20_000, noNaN: true })

test('what two moments were made with is found again, whichever is named first', () => {
  const efficiencies = fc.double({ min: 0.51, max: 0.99, noNaN: true })
  const fixed = fc.double({ min: 0, max: 500, noNaN: true })
  const shares = fc.double({ min: 0.05, max: 0.79, noNaN: true })
  fc.assert(
    fc.property(watts, shares, efficiencies, fixed, fc.boolean(), (high, share, efficiency, overhead, swapped) => {
      const at = (reportedWatts: number) => ({ reportedWatts, plugWatts: reportedWatts / efficiency + overhead })
      const [one, other] = swapped ? [at(high * share), at(high)] : [at(high), at(high * share)]
      const computed = correctionFromPlugReadings(one, other)
      expect(computed).toMatchObject({ ok: true })
      if (!computed.ok) return
      expect(computed.supplyEfficiency).toBeCloseTo(efficiency, 3)
      expect(computed.overheadWatts).toBeCloseTo(overhead, 3)
    }),
  )
})

test('whatever four figures are written, a correction leads from what was told to what the plugs showed, or there is none', () => {
  fc.assert(
    fc.property(watts, watts, watts, watts, (r1, p1, r2, p2) => {
      const pairs = [
        { reportedWatts: r1, plugWatts: p1 },
        { reportedWatts: r2, plugWatts: p2 },
      ] as const
      const computed = correctionFromPlugReadings(...pairs)
      if (!computed.ok) return
      const { supplyEfficiency, overheadWatts } = computed
      for (const { reportedWatts, plugWatts } of pairs) {
        const reading = { work: [], powerWatts: reportedWatts, powerSource: 'output' as const }
        const wall = wallPower(reading, { correction: { fromMs: 0, supplyEfficiency, overheadWatts } })
        expect(Math.abs((wall?.watts ?? 0) / plugWatts - 1)).toBeLessThan(0.011)
      }
    }),
  )
})
