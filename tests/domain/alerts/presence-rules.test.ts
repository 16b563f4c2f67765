import { expect, test } from 'vitest'
import { takeAsKnown } from '#lib/domain/alerts'
import type { DeviceReport } from '#lib/domain/reading'
import { every, rule, run, silence, type Told } from './farm.ts'

const zero: Told = { work: [{ hashesPerSecond: 0 }] }

test.each([
  [
    'a rig is missed five minutes after its last reading, and back after two steady ones',
    'offline',
    [...every(10, 0, 60), ...silence(10, 70, 400), ...every(10, 410, 600)],
    ['130 pending critical', '360 fired critical', '530 resolved critical'],
  ],
  [
    'a rig that comes and goes is one that was never back',
    'offline',
    [
      ...every(10, 0, 60),
      ...silence(10, 70, 400),
      ...every(10, 410, 460),
      ...silence(10, 470, 600),
      ...every(10, 610, 740),
    ],
    ['130 pending critical', '360 fired critical', '730 resolved critical'],
  ],
  [
    'four minutes of silence are not told',
    'offline',
    [...every(10, 0, 60), ...silence(10, 70, 290), ...every(10, 300, 310)],
    ['130 pending critical', '300 dropped critical'],
  ],
  [
    'no hash rate for five minutes is',
    'zero-hash',
    [...every(10, 0, 50), ...every(10, 60, 400, zero), ...every(10, 410, 540)],
    ['60 pending critical', '360 fired critical', '530 resolved critical'],
  ],
  [
    'an ASIC is given ten',
    'zero-hash-asic',
    every(30, 0, 630, { ...zero, miner: { name: 'antminer' } }),
    ['0 pending critical', '600 fired critical'],
  ],
  [
    'a rig that rests by choice hashes nothing on purpose',
    'zero-hash',
    every(10, 0, 900, { ...zero, state: 'paused' }),
    [],
  ],
  [
    'the time in which a machine says that it warms up does not count',
    'zero-hash',
    every(10, 0, 240, (second) => ({ ...zero, state: 'warming', miner: { uptimeSeconds: second } })),
    [],
  ],
  [
    'trouble ends when the owner pauses the rig, after its time',
    'zero-hash',
    [...every(10, 0, 300, zero), ...every(10, 310, 440, { ...zero, state: 'paused' })],
    ['0 pending critical', '300 fired critical', '430 resolved critical'],
  ],
  [
    // rdouma/hashrate-autopilot#149: a Bitaxe's reading froze and nothing signalled it.
    'figures that stand still are told after ten minutes, counted from when they stood still',
    'frozen',
    [
      ...every(10, 0, 700, {
        miner: { uptimeSeconds: 5000 },
        work: [{ hashesPerSecond: 5e11, shares: { accepted: 3 } }],
      }),
      ...every(10, 710, 840),
    ],
    ['300 pending warning', '600 fired warning', '830 resolved warning'],
  ],
  [
    'an error that stops the machine is critical after five minutes',
    'machine-error',
    every(10, 0, 310, { state: 'error', errors: [{ code: '218', text: 'Fan lost' }], work: [{ hashesPerSecond: 0 }] }),
    ['0 pending warning', '300 fired critical'],
  ],
  [
    'errors beside work are a warning after ten',
    'machine-error',
    every(10, 0, 610, { errors: [{ code: '530' }] }),
    ['0 pending warning', '600 fired warning'],
  ],
] as const)('%s', (_, builtIn, steps, said) => {
  expect(run(rule(builtIn), steps).said).toEqual(said)
})

test('sensors alone are no miner that died; beside one that mined they are', () => {
  const sensors: Told = { miner: { name: 'gpu' }, work: [] }
  expect(run(rule('zero-hash'), every(10, 0, 900, sensors)).said).toEqual([])
  const died = [...every(10, 0, 50), ...every(10, 60, 400, sensors)]
  expect(run(rule('zero-hash'), died).said).toEqual(['60 pending critical', '360 fired critical'])
})

test('an offline rig keeps its other incidents as they were', () => {
  const steps = [...every(10, 0, 300, zero), ...silence(10, 310, 3600)]
  expect(run(rule('zero-hash'), steps).said).toEqual(['0 pending critical', '300 fired critical'])
})

test('the machine’s own words are told', () => {
  const steps = every(10, 0, 610, { errors: [{ code: '530', text: 'Slot 0 not found' }, { text: 'Power' }] })
  expect(run(rule('machine-error'), steps).details.at(-1)).toBe('530 Slot 0 not found; Power')
})

const cards = (...indexes: number[]): Told => ({
  devices: indexes.map((index): DeviceReport => ({ index, kind: 'gpu', busId: `0${index}:00.0` })),
})

test('a card that fell off the bus is told after three minutes, and when it is back', () => {
  const steps = [
    ...every(10, 0, 50, cards(1, 2, 3)),
    ...every(10, 60, 300, cards(1, 3)),
    ...every(10, 310, 320, cards(1, 2, 3)),
  ]
  const { said, details } = run(rule('device-missing'), steps)
  expect(said).toEqual(['60 pending critical', '230 fired critical', '310 resolved critical'])
  expect(details[1]).toBe('GPU 02:00.0')
})

test('a card that was told as missing stays missing, though it is forgotten after a day', () => {
  const steps = [...every(10, 0, 50, cards(1, 2)), ...every(600, 600, 3 * 86_400, cards(1))]
  expect(run(rule('device-missing'), steps).said.filter((each) => each.includes('resolved'))).toEqual([])
})

test('a card that was taken out on purpose is missed no longer', () => {
  const watched = rule('device-missing')
  const steps = [...every(10, 0, 50, cards(1, 2)), ...every(10, 60, 300, cards(1))]
  const { state } = run(watched, steps)
  if (!state) throw new Error('it fired')
  const later = run(
    watched,
    [...steps, ...every(10, 310, 330, cards(1))],
    {},
    { atStep: steps.length, state: takeAsKnown('device-missing', state) },
  )
  expect(later.said.at(-1)).toBe('310 resolved critical')
})

const uptimes = (...seconds: number[]) =>
  seconds.map((uptimeSeconds, at) => ({ at: at * 600_000, told: { miner: { uptimeSeconds } } }))

test('three restarts within an hour are a loop, which ends when an hour passed without one', () => {
  const steps = [
    ...uptimes(9000, 300, 300, 900, 300),
    ...every(60, 2460, 3 * 3600, (second) => ({ miner: { uptimeSeconds: second } })),
  ]
  expect(run(rule('restart-loop'), steps).said).toEqual([])
  const loop = uptimes(9000, 500, 400, 300, 200)
  const calm = every(60, 2460, 2 * 3600, (second) => ({ miner: { uptimeSeconds: second } }))
  expect(run(rule('restart-loop'), [...loop, ...calm]).said).toEqual([
    '1800 fired warning',
    '2400 updated warning',
    '6000 resolved warning',
  ])
})

test('a GPU that its miner keeps in the list with zeros is missing as well, until it hashes again', () => {
  // lolMiner and GMiner leave a lost GPU in their lists.
  const rates = (...told: number[]): Told => ({
    devices: told.map((hashesPerSecond, index): DeviceReport => {
      return { index, kind: 'gpu', work: [{ algorithm: 'kawpow', hashesPerSecond }] }
    }),
  })
  const steps = [
    ...every(10, 0, 90, rates(30e6, 30e6, 30e6)),
    ...every(10, 100, 390, rates(30e6, 30e6, 0)),
    ...every(10, 400, 420, rates(30e6, 30e6, 30e6)),
  ]
  const { said, details } = run(rule('device-missing'), steps)
  expect(said).toEqual(['100 pending critical', '280 fired critical', '400 resolved critical'])
  expect(details[1]).toBe('GPU 2')
  expect(run(rule('device-missing'), every(10, 0, 600, rates(0, 0, 0))).said).toEqual([])
})
