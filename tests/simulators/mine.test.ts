import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { describeFarm } from '#simulators/farm'
import { mine } from '#simulators/mine'
import { simulatedPast } from '#simulators/simulated-past'
import { SimulatedRig } from '#simulators/simulated-rig'
import { families } from '#simulators/start-simulator'
import { askCgminer, NOON_MS, start, stopAll } from './ask'

afterEach(stopAll)

const DAY_MS = 86_400_000

test('the mine has twelve rigs on two sites, one dual, one paid by NiceHash', () => {
  expect(mine).toHaveLength(12)
  expect(new Set(mine.map((rig) => rig.site))).toEqual(new Set(['cellar', 'barn']))
  expect(mine.filter((rig) => rig.works.length === 2).map((rig) => rig.name)).toEqual(['gpu-dual-1'])
  expect(mine.filter((rig) => rig.payer === 'nicehash').map((rig) => rig.name)).toEqual(['nicehash-1'])
  for (const rig of mine) expect(families).toHaveProperty(rig.family)
})

test('every machine of a farm has a name, an address and a serial of its own, always the same', () => {
  const farm = describeFarm(3000)
  expect(farm).toHaveLength(3000)
  for (const of of ['name', 'mac', 'serial'] as const) expect(new Set(farm.map((rig) => rig[of])).size).toBe(3000)
  expect(describeFarm(3000)[2999]).toEqual(farm[2999])
  expect(describeFarm(5)).toHaveLength(5)
})

test.each(mine.map((rig) => [rig.name, rig] as const))(
  'the past of %s joins its present without a step',
  (_, description) => {
    const rig = new SimulatedRig(description, { clock: () => NOON_MS, uptimeSeconds: 90_000 })
    const past = simulatedPast(description, NOON_MS)
    for (const [index, work] of past.hashesPerSecond.entries()) {
      expect(work.hashesPerSecond / rig.hashesPerSecond(index)).toBeCloseTo(1, 1.8)
    }
    const hottest = Math.max(...Array.from({ length: rig.deviceCount }, (_unused, device) => rig.celsius(device) ?? 0))
    if (description.tells.temperature) expect(past.temperatureCelsius).toBeCloseTo(hottest, 6)
    else expect(past.temperatureCelsius).toBeUndefined()
    if (description.tells.power) expect((past.powerWatts ?? 0) / rig.watts()).toBeCloseTo(1, 1.8)
    else expect(past.powerWatts).toBeUndefined()
  },
)

test('the past is the same at every call, near its nominal figures, and smooth', () => {
  fc.assert(
    fc.property(fc.constantFrom(...mine), fc.integer({ min: NOON_MS - 400 * DAY_MS, max: NOON_MS }), (rig, atMs) => {
      const moment = simulatedPast(rig, atMs)
      expect(simulatedPast(rig, atMs)).toEqual(moment)
      const next = simulatedPast(rig, atMs + 60_000)
      for (const [index, work] of moment.hashesPerSecond.entries()) {
        const nominal = rig.works[index]?.nominalHashesPerSecond ?? 0
        expect(Math.abs(work.hashesPerSecond / nominal - 1)).toBeLessThan(0.025)
        expect(
          Math.abs((next.hashesPerSecond[index]?.hashesPerSecond ?? 0) / nominal - work.hashesPerSecond / nominal),
        ).toBeLessThan(0.005)
      }
      if (moment.temperatureCelsius !== undefined) {
        expect(Math.abs(moment.temperatureCelsius - rig.typicalCelsius)).toBeLessThan(14)
      }
    }),
    { numRuns: 300 },
  )
})

test('outages are rare and last between half an hour and seven hours', () => {
  for (const rig of mine) {
    let offlineMinutes = 0
    const lengths: number[] = []
    let length = 0
    for (let minute = 0; minute < 400 * 1440; minute += 10) {
      const { online } = simulatedPast(rig, NOON_MS - 400 * DAY_MS + minute * 60_000)
      if (!online) {
        offlineMinutes += 10
        length += 10
      } else if (length > 0) {
        lengths.push(length)
        length = 0
      }
    }
    expect(lengths.length).toBeGreaterThan(3)
    expect(offlineMinutes / (400 * 1440)).toBeLessThan(0.02)
    for (const one of lengths) expect(one).toBeGreaterThanOrEqual(30)
  }
})

test('three thousand simulators start at once, answer, and stop', async () => {
  const beganAtMs = performance.now()
  const simulators = await Promise.all(describeFarm(3000).map((rig) => start({ rig })))
  const tookMs = performance.now() - beganAtMs
  expect(new Set(simulators.map(({ port }) => port)).size).toBe(3000)
  const last = simulators.at(-1)
  const reply = await askCgminer(last?.port ?? 0, 'summary')
  expect(reply.STATUS[0].STATUS).toBe('S')
  expect(tookMs).toBeLessThan(15_000)
})
