import { expect, test } from 'vitest'
import type { DeviceReport } from '#lib/domain/reading'
import { every, rule, run, S, type Told } from './farm.ts'

const gpu = (figures: Partial<DeviceReport>, index = 0): DeviceReport => ({ index, kind: 'gpu', ...figures })
const core = (...celsius: number[]): Told => ({
  devices: celsius.map((temperatureCelsius, index) => gpu({ temperatureCelsius }, index)),
})
/** A row: for how many seconds (a reading every 10 s) the cores show these temperatures. */
function series(...rows: [seconds: number, ...celsius: number[]][]) {
  let from = 0
  return rows.flatMap(([seconds, ...celsius]) => {
    const steps = every(10, from, from + seconds - 10, core(...celsius))
    from += seconds
    return steps
  })
}

const overheat = rule('overheat')

test.each([
  ['a hot minute is nobody’s business', series([60, 82], [60, 70]), ['0 pending warning', '60 dropped warning']],
  ['two hot minutes are', series([120, 82], [10, 82]), ['0 pending warning', '120 fired warning']],
  [
    'the band between raise and clear changes nothing',
    series([130, 82], [600, 76], [60, 74.9], [10, 74.9]),
    ['0 pending warning', '120 fired warning', '790 resolved warning'],
  ],
  [
    'heat that comes back through the band begins its minute anew',
    series([130, 82], [50, 70], [10, 82], [70, 70]),
    ['0 pending warning', '120 fired warning', '250 resolved warning'],
  ],
  ['critical needs a minute only', series([70, 86]), ['0 pending warning', '60 fired critical']],
  [
    'a warning that becomes critical is the same incident',
    series([130, 82], [70, 86]),
    ['0 pending warning', '120 fired warning', '190 escalated critical'],
  ],
  [
    'critical eases when it has been below its own band for a minute',
    series([70, 86], [100, 81], [70, 79], [70, 74]),
    ['0 pending warning', '60 fired critical', '230 eased warning', '300 resolved warning'],
  ],
  [
    'a second card that runs warm by nature does not keep the first one’s trouble open',
    series([130, 82, 76], [70, 70, 76]),
    ['0 pending warning', '120 fired warning', '190 resolved warning'],
  ],
  [
    'much hotter is told, at most once a minute',
    series([130, 81], [60, 84], [30, 84.5]),
    ['0 pending warning', '120 fired warning', '180 updated warning'],
  ],
] as const)('%s', (_, steps, said) => {
  expect(run(overheat, steps).said).toEqual(said)
})

// Limits of the kinds of sensors: defaults of the product, beside what makers say of each kind.
test.each([
  ['GPU memory at 104 °C, which GDDR6X bears to 110 °C', 'trex', gpu({ memoryCelsius: 104 }), 'GPU 0 memory'],
  ['GPU hotspot', 'trex', gpu({ hotspotCelsius: 101 }, 3), 'GPU 3 hotspot'],
  ['hash board’s chip', 'antminer', { index: 1, kind: 'board', temperatureCelsius: 88 }, 'Board 1 chip'],
  ['hash board’s own sensor', 'antminer', { index: 2, kind: 'board', boardCelsius: 72 }, 'Board 2 board'],
  ['coolant out', 'whatsminer', { index: 0, kind: 'board', coolantOutCelsius: 71 }, 'Board 0 coolant'],
  ['Bitaxe regulator', 'bitaxe', { index: 0, kind: 'board', regulatorCelsius: 92 }, 'Board 0 regulator'],
] as const)('%s is told as what it is', (_, name, device, detail) => {
  const { said, details } = run(overheat, every(10, 0, 120, { miner: { name }, devices: [device] }))
  expect(said.at(-1)).toBe('120 fired warning')
  expect(details.at(-1)).toBe(detail)
})

test('the air taken in has limits of its own', () => {
  expect(run(overheat, every(10, 0, 120, { intakeCelsius: 36 })).details.at(-1)).toBe('Intake air')
  expect(run(overheat, every(10, 0, 120, { intakeCelsius: 34 })).said).toEqual([])
})

test('a processor is given five minutes, by a rule of its own', () => {
  const cpu = every(10, 0, 310, {
    miner: { name: 'xmrig' },
    devices: [{ index: 0, kind: 'cpu', temperatureCelsius: 96 }],
  })
  expect(run(overheat, cpu).said).toEqual([])
  expect(run(rule('overheat-cpu'), cpu).said).toEqual(['0 pending warning', '300 fired critical'])
})

test('a rig that rests by choice is watched for heat', () => {
  const paused = every(10, 0, 120, { ...core(83), state: 'paused', work: [{ hashesPerSecond: 0 }] })
  expect(run(overheat, paused).said.at(-1)).toBe('120 fired warning')
})

test('an owner’s limits outrank the usual ones, sensor by sensor', () => {
  const own = rule('overheat', { limits: { core: { warningCelsius: 65, criticalCelsius: 75 } } })
  expect(run(own, series([120, 66], [10, 66])).said.at(-1)).toBe('120 fired warning')
})

test('minutes in which nothing was heard are not hot minutes', () => {
  const steps = [...series([60, 82]), ...every(10, 660, 780, core(82))]
  expect(run(overheat, steps).said).toEqual(['0 pending warning', '780 fired warning'])
})

test('a rig in repair fires nothing, and what was told of it is over', () => {
  expect(run(overheat, series([200, 90]), { lifecycle: 'repair' }).said).toEqual([])
  const { state } = run(overheat, series([130, 82]))
  const later = run(overheat, every(10, 140, 150, core(82)), { lifecycle: 'repair' }, { atStep: 0, state })
  expect(later.said).toEqual(['140 resolved warning'])
})

test('nothing new comes back as the same state', () => {
  const { states } = run(overheat, series([300, 82]))
  const after = states.slice(Math.ceil((120 * S) / (10 * S)) + 1)
  expect(new Set(after).size).toBe(1)
})
