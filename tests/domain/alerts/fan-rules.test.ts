import { expect, test } from 'vitest'
import { every, rule, run, type Told } from './farm.ts'

const asic: Told['miner'] = { name: 'antminer' }
const fans = (...rpm: number[]): Told => ({ miner: asic, fans: rpm.map((each) => ({ rpm: each })) })
const card = (fanPercent: number, temperatureCelsius: number): Told => ({
  devices: [{ index: 2, kind: 'gpu', fanPercent, temperatureCelsius }],
})

test.each([
  [
    'a fan that turned and stands',
    [
      ...every(10, 0, 50, fans(5880, 5910)),
      ...every(10, 60, 130, fans(5880, 0)),
      ...every(10, 140, 140, fans(5880, 60)),
    ],
    ['60 pending critical', '120 fired critical', '140 resolved critical'],
  ],
  // Antminers list fan slots that hold no fan as 0 rpm.
  ['a slot without a fan', every(10, 0, 600, fans(5880, 5910, 0, 0)), []],
  ['a rig in oil', [...every(10, 0, 50, fans(5880)), ...every(10, 60, 600, { ...fans(0), cooling: 'immersion' })], []],
  ['a hydro rig', [...every(10, 0, 50, fans(5880)), ...every(10, 60, 600, { ...fans(0), cooling: 'hydro' })], []],
  ['a rig that rests', [...every(10, 0, 50, fans(5880)), ...every(10, 60, 600, { ...fans(0), state: 'paused' })], []],
  ['a card that rests its fan at 45 °C', [...every(10, 0, 50, card(40, 61)), ...every(10, 60, 600, card(0, 45))], []],
  [
    'a card without a fan at 70 °C',
    [...every(10, 0, 50, card(40, 61)), ...every(10, 60, 130, card(0, 70))],
    ['60 pending critical', '120 fired critical'],
  ],
  [
    'a machine that stopped because of its fan has not got better',
    [
      ...every(10, 0, 50, fans(5880)),
      ...every(10, 60, 130, fans(0)),
      ...every(10, 140, 900, { ...fans(0), state: 'error', work: [{ hashesPerSecond: 0 }] }),
    ],
    ['60 pending critical', '120 fired critical'],
  ],
] as const)('fan stopped: %s', (_, steps, said) => {
  expect(run(rule('fan-stopped'), steps).said).toEqual(said)
})

test('fans have names', () => {
  const of = (...steps: ReturnType<typeof every>[]) => run(rule('fan-stopped'), steps.flat()).details.at(-1)
  expect(of(every(10, 0, 50, fans(5880, 5910)), every(10, 60, 130, fans(0, 0)))).toBe('Fan 1, Fan 2')
  expect(of(every(10, 0, 50, card(40, 61)), every(10, 60, 130, card(0, 70)))).toBe('GPU 2 fan')
})

test('a fan at 100 % for half an hour is worth a word', () => {
  const pinned = (percent: number): Told => ({ miner: asic, fans: [{ percent }, { percent: 80 }] })
  const steps = [...every(30, 0, 1800, pinned(100)), ...every(30, 1830, 1860, pinned(99))]
  expect(run(rule('fan-pinned'), steps).said).toEqual(['0 pending info', '1800 fired info', '1830 resolved info'])
  expect(run(rule('fan-pinned'), every(30, 0, 4000, pinned(99))).said).toEqual([])
})
