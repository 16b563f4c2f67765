import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { figuresOf } from '#lib/domain/figures'
import { hottestSensor, rigKind, temperatureLimits } from '#lib/domain/limits'
import { matchMachine } from '#lib/domain/machine-match'
import type { DeviceReport, Reading } from '#lib/domain/reading'
import { type MachineFacts, wallPower } from '#lib/domain/wall-power'

const s19: MachineFacts = {
  model: 'Antminer S19j Pro (104 TH)',
  algorithm: 'sha256d',
  nominalHashesPerSecond: 104e12,
  watts: 3068,
  source: 'maker',
}

function reading(rest: Partial<Reading> = {}): Reading {
  return {
    at: 0,
    state: 'hashing',
    miner: { name: 'antminer' },
    work: [{ algorithm: 'sha256d', hashesPerSecond: 104e12 }],
    ...rest,
  }
}

const output = reading({ powerWatts: 900, powerSource: 'output' })

test.each([
  ['metered' as const, true],
  ['input' as const, true],
  ['output' as const, false],
  ['estimated' as const, false],
])('watts that are %s: at the wall is %s', (powerSource, atTheWall) => {
  expect(wallPower(reading({ powerWatts: 900, powerSource }))).toMatchObject({
    watts: 900,
    source: powerSource,
    atTheWall,
  })
})

test('the owner corrects by the supply, by an overhead, or by what a meter shows', () => {
  const correction = { fromMs: 0, supplyEfficiency: 0.9, overheadWatts: 50 }
  expect(wallPower(output, { correction })).toEqual({
    watts: 1050,
    source: 'output',
    atTheWall: true,
    reportedWatts: 900,
    correction,
  })
  // A Bitaxe reports 14 W of its board; the plug shows 24.
  const fixed = { fromMs: 0, fixedWatts: 24 }
  const bitaxe = reading({ powerWatts: 14, powerSource: 'output' })
  expect(wallPower(bitaxe, { correction: fixed })).toMatchObject({ watts: 24, atTheWall: true, reportedWatts: 14 })
  expect(wallPower(bitaxe, { correction: { fromMs: 0 } })).toEqual({
    watts: 14,
    source: 'output',
    atTheWall: false,
    reportedWatts: 14,
  })
})

test('what a meter at the plug shows needs no correction; without it, the miner’s own figure is corrected again', () => {
  const plug = reading({ powerWatts: 1062, powerSource: 'metered' })
  for (const correction of [
    { fromMs: 0, supplyEfficiency: 0.9, overheadWatts: 50 },
    { fromMs: 0, fixedWatts: 24 },
  ]) {
    const metered = { watts: 1062, source: 'metered', atTheWall: true, reportedWatts: 1062 }
    expect(wallPower(plug, { correction })).toEqual(metered)
    expect(wallPower(output, { correction })).toMatchObject({ correction })
  }
})

test('a fixed figure is that of a rig that mines', () => {
  const idle = reading({ work: [{ algorithm: 'sha256d', hashesPerSecond: 0 }] })
  expect(wallPower(idle, { correction: { fromMs: 0, fixedWatts: 24 } })).toBeUndefined()
})

test('a machine that tells no watts is estimated by its maker, in step with its hash rate', () => {
  expect(wallPower(reading(), { machine: s19 })).toMatchObject({
    watts: 3068,
    source: 'estimated',
    atTheWall: false,
    machine: s19,
  })
  const half = reading({ work: [{ algorithm: 'sha256d', hashesPerSecond: 52e12 }] })
  expect(wallPower(half, { machine: s19 })?.watts).toBe(1534)
  expect(wallPower(output, { machine: s19 })?.watts).toBe(900)
})

test('power that nobody knows is unknown, not nothing', () => {
  expect(wallPower(reading())).toBeUndefined()
  expect(wallPower(reading({ work: [{ algorithm: 'sha256d', hashesPerSecond: 0 }] }), { machine: s19 })).toBeUndefined()
  expect(wallPower(reading({ work: [{ algorithm: 'scrypt', hashesPerSecond: 1 }] }), { machine: s19 })).toBeUndefined()
  expect(figuresOf(reading()).wallWatts).toBeUndefined()
})

test('figures take what the rollup needs, the same algorithm once', () => {
  const given = reading({
    at: 5,
    work: [
      { algorithm: 'sha256d', hashesPerSecond: 1, shares: { accepted: 2 } },
      { algorithm: 'sha256d', hashesPerSecond: 3, shares: { accepted: 4, stale: 1 } },
    ],
    devices: [{ index: 0, kind: 'board', temperatureCelsius: 70 }],
  })
  expect(figuresOf(given, { machine: { ...s19, nominalHashesPerSecond: 1, watts: 10 } })).toEqual({
    at: 5,
    intervalSeconds: 10,
    state: 'hashing',
    hashing: true,
    work: [{ algorithm: 'sha256d', hashesPerSecond: 4, accepted: 6, rejected: undefined, stale: 1 }],
    wallWatts: 10,
    hottestCelsius: 70,
  })
})

test.each([
  ['antminer', 'board', 'chip', 85, 95],
  ['antminer', 'board', 'board', 70, 75],
  ['whatsminer', 'board', 'coolant', 70, 80],
  ['bitaxe', 'board', 'chip', 70, 75],
  ['bitaxe', 'board', 'regulator', 90, 100],
  ['trex', 'gpu', 'core', 80, 85],
  ['trex', 'gpu', 'memory', 100, 106],
  ['trex', 'gpu', 'hotspot', 100, 105],
  ['xmrig', 'cpu', 'cpu', 90, 95],
] as const)('%s %s %s warns at %d and is critical at %d', (miner, kind, sensor, warningCelsius, criticalCelsius) => {
  expect(temperatureLimits(miner, kind, sensor)).toEqual({ warningCelsius, criticalCelsius })
})

function hottest(device: Partial<DeviceReport>, kind: DeviceReport['kind'] = 'gpu', name = 'trex') {
  return hottestSensor({ miner: { name }, devices: [{ index: 3, kind, ...device }] })
}

test('the sensor nearest its own limit leads, not the hottest', () => {
  expect(hottest({ temperatureCelsius: 61, memoryCelsius: 88 })).toMatchObject({
    sensor: 'memory',
    celsius: 88,
    device: 3,
  })
  expect(hottest({ temperatureCelsius: 79, memoryCelsius: 88 })).toMatchObject({
    sensor: 'core',
    celsius: 79,
    severity: undefined,
  })
  expect(hottest({ temperatureCelsius: 84, memoryCelsius: 101 })).toMatchObject({ sensor: 'core', severity: 'warning' })
})

test('what is critical outranks what only warns', () => {
  const both = hottest({ temperatureCelsius: 93, boardCelsius: 75 }, 'board', 'antminer')
  expect(both).toMatchObject({ sensor: 'board', severity: 'critical', warningCelsius: 70, criticalCelsius: 75 })
  expect(hottest({ temperatureCelsius: 70 }, 'board', 'bitaxe')).toMatchObject({ sensor: 'chip', severity: 'warning' })
})

test('no sensor is no temperature', () => {
  expect(hottestSensor({ miner: { name: 'trex' }, devices: [{ index: 0, kind: 'gpu' }] })).toBeUndefined()
  expect(hottestSensor({ miner: { name: 'trex' } })).toBeUndefined()
  expect(hottest({ regulatorCelsius: 64 })).toBeUndefined()
})

test('families know what they run on', () => {
  expect([rigKind('antminer'), rigKind('bitaxe'), rigKind('xmrig')]).toEqual(['asic', 'bitaxe', 'computer'])
})

const machine = (model: string, terahashes: number, watts: number): MachineFacts => ({
  model,
  algorithm: 'sha256d',
  nominalHashesPerSecond: terahashes * 1e12,
  watts,
  source: 'maker',
})
const machines = [
  machine('Antminer S19j Pro (100 TH)', 100, 2950),
  machine('Antminer S19j Pro (104 TH)', 104, 3068),
  machine('Antminer S19', 95, 3250),
  machine('Antminer S19 Pro Hyd.', 184, 5226),
  machine('Antminer S19 Pro', 110, 3250),
  machine('Whatsminer M30S+', 100, 3400),
  machine('Whatsminer M30S', 88, 3344),
  machine('Avalon A1246', 90, 3420),
]

test.each([
  ['antminer', 'Antminer S19j Pro', 103e12, 'Antminer S19j Pro (104 TH)'],
  ['antminer', 'Antminer S19j Pro', 99e12, 'Antminer S19j Pro (100 TH)'],
  ['antminer', 'Antminer S19j Pro-104T', 20e12, 'Antminer S19j Pro (104 TH)'],
  ['antminer', 'Antminer S19j Pro', undefined, undefined],
  ['antminer', 'ANTMINER S19', undefined, 'Antminer S19'],
  ['antminer', 'Antminer S19 Pro', undefined, 'Antminer S19 Pro'],
  ['antminer', 'Antminer S19 Pro Hyd.', undefined, 'Antminer S19 Pro Hyd.'],
  ['antminer', 'Antminer S19 Pro Hydro', undefined, 'Antminer S19 Pro Hyd.'],
  ['whatsminer', 'M30S+_VE40', undefined, 'Whatsminer M30S+'],
  ['whatsminer', 'M30S_V20', undefined, 'Whatsminer M30S'],
  ['antminer', 'Antminer S99', 100e12, undefined],
  ['antminer', undefined, 100e12, undefined],
])('%s calling itself %s at %s H/s is %s', (miner, model, rate, found) => {
  expect(matchMachine(machines, miner, model, rate)?.model).toBe(found)
})

const table: MachineFacts[] = JSON.parse(readFileSync(new URL('../../data/machines.json', import.meta.url), 'utf8'))

test('every machine of the table is found by its own name and by its aliases, and by no other', () => {
  expect(table.length).toBeGreaterThanOrEqual(60)
  for (const listed of table) {
    for (const name of [listed.model, ...(listed.aliases ?? [])]) {
      expect(matchMachine(table, 'antminer', name, listed.nominalHashesPerSecond), name).toBe(listed)
    }
  }
})
