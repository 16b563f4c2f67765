import { expect, test } from 'vitest'
import type { MachineFacts } from '#lib/domain/wall-power'
import { every, rule, run, silence, type Told } from './farm.ts'

const rate = (hashesPerSecond: number, nominalHashesPerSecond?: number): Told => ({
  work: [{ hashesPerSecond, nominalHashesPerSecond }],
})
const asic = (uptimeSeconds: number): Told['miner'] => ({
  name: 'antminer',
  uptimeSeconds: 60,
  machineUptimeSeconds: uptimeSeconds,
})

test.each([
  [
    'the mean of ten minutes below 90 % of nominal, for a quarter of an hour',
    [...every(10, 0, 600, rate(100, 100)), ...every(10, 610, 2600, rate(80, 100))],
    // The mean falls to 90 % five minutes after the rate fell to 80 %.
    ['910 pending warning', '1810 fired warning'],
  ],
  [
    'back above 93 % it is over; between, it is not',
    [
      ...every(10, 0, 1600, rate(80, 100)),
      ...every(10, 1610, 3600, rate(92, 100)),
      ...every(10, 3610, 4300, rate(99, 100)),
    ],
    ['300 pending warning', '1200 fired warning', '3700 resolved warning'],
  ],
  ['below half it is critical', every(10, 0, 1300, rate(40, 100)), ['300 pending warning', '1200 fired critical']],
  ['at 91 % nothing is said', every(10, 0, 4000, rate(91, 100)), []],
  [
    'a dip of six minutes is not told',
    [
      ...every(10, 0, 600, rate(100, 100)),
      ...every(10, 610, 960, rate(50, 100)),
      ...every(10, 970, 3000, rate(100, 100)),
    ],
    ['730 pending warning', '1450 dropped warning'],
  ],
] as const)('low hash rate: %s', (_, steps, said) => {
  expect(run(rule('low-hash'), steps).said.filter((each) => !each.includes('updated'))).toEqual(said)
})

test('without a nominal rate the rig is held against its own median', () => {
  const dayMedians = new Map([['kawpow', 100]])
  expect(run(rule('low-hash'), every(10, 0, 1300, rate(80)), { dayMedians }).said.at(-1)).toBe('1200 fired warning')
  expect(run(rule('low-hash'), every(10, 0, 1300, rate(80))).said).toEqual([])
})

test('the maker’s figure is a nominal rate, the machine’s own word a better one', () => {
  const machine: MachineFacts = {
    model: 'X',
    algorithm: 'kawpow',
    nominalHashesPerSecond: 100,
    watts: 1,
    source: 'test',
  }
  expect(run(rule('low-hash'), every(10, 0, 1300, rate(80)), { machine }).said.at(-1)).toBe('1200 fired warning')
  expect(run(rule('low-hash'), every(10, 0, 1300, rate(80, 81)), { machine }).said).toEqual([])
})

test('an absolute rate is one of H/s', () => {
  const watched = rule('low-hash', { against: 'absolute', warning: 90, critical: undefined, clear: 95 })
  expect(run(watched, every(10, 0, 1300, rate(80))).said.at(-1)).toBe('1200 fired warning')
})

test('a machine that warms up is not low: half an hour of an ASIC, by its own uptime and not its miner’s', () => {
  const warming = every(30, 0, 3000, (second) => ({ ...rate(50, 100), miner: asic(second) }))
  expect(run(rule('low-hash'), warming).said).toEqual(['1800 pending warning', '2700 fired warning'])
  const restarted = every(30, 0, 3000, (second) => ({ ...rate(50, 100), miner: asic(86_400 + second) }))
  expect(run(rule('low-hash'), restarted).said[0]).toBe('300 pending warning')
})

test('a rig that stands still has another trouble: low hash rate waits', () => {
  const steps = [
    ...every(10, 0, 1300, rate(80, 100)),
    ...every(10, 1310, 3000, rate(0, 100)),
    ...silence(10, 3100, 9000),
  ]
  expect(run(rule('low-hash'), steps).said).toEqual(['300 pending warning', '1200 fired warning'])
})

// A dual miner: one of its algorithms is low, the other always runs at 92 % of its nominal.
test('of two algorithms the one that was low decides when it is over', () => {
  const dual = (first: number): Told => ({
    work: [
      { algorithm: 'etchash', hashesPerSecond: first, nominalHashesPerSecond: 100 },
      { algorithm: 'kheavyhash', hashesPerSecond: 92, nominalHashesPerSecond: 100 },
    ],
  })
  const { said } = run(rule('low-hash'), [...every(10, 0, 1300, dual(80)), ...every(10, 1310, 2600, dual(99))])
  expect(said.at(-1)).toMatch(/resolved/)
})

const shares = (accepted: number, rejected: number, stale = 0): Told => ({
  work: [{ shares: { accepted: Math.floor(accepted), rejected: Math.floor(rejected), stale: Math.floor(stale) } }],
})

test.each([
  ['at 49 shares nothing is known', every(10, 0, 490, (s) => shares(s / 20, s / 20)), []],
  ['more than 5 % are a warning', every(10, 0, 1800, (s) => shares(s * 0.093, s * 0.005, s * 0.002)), /fired warning/],
  ['more than 20 % are critical', every(10, 0, 1800, (s) => shares(s * 0.075, s * 0.025)), /fired critical/],
  ['4 % are not', every(10, 0, 3600, (s) => shares(s * 0.97, s * 0.039)), []],
] as const)('rejected shares: %s', (_, steps, said) => {
  const told = run(rule('rejected-shares'), steps).said
  if (said instanceof RegExp) expect(told.find((each) => each.includes('fired'))).toMatch(said)
  else expect(told).toEqual(said)
})

test('shares are forgotten after half an hour, and over is below 3 %', () => {
  const steps = [
    ...every(10, 0, 1200, (s) => shares(s * 0.09, s * 0.01)),
    ...every(10, 1210, 4200, (s) => shares(s * 0.1, 12)),
  ]
  const { said, details } = run(rule('rejected-shares'), steps)
  expect(said[0]).toMatch(/fired warning/)
  expect(said.at(-1)).toMatch(/resolved warning/)
  expect(details[0]).toMatch(/^\d+ of 5\d shares$/)
})

test('counters that begin again after a restart count no negative shares', () => {
  const steps = [
    ...every(10, 0, 1200, (s) => shares(5000 + s * 0.1, 400)),
    ...every(10, 1210, 2400, (s) => ({ ...shares((s - 1200) * 0.1, 0), miner: { uptimeSeconds: 86_400 + s } })),
  ]
  expect(run(rule('rejected-shares'), steps).said).toEqual([])
})

const still = (accepted: number, uptimeSeconds: number): Told => ({
  work: [{ shares: { accepted } }],
  miner: { uptimeSeconds },
})

test('no share for half an hour, where one in twenty seconds is usual', () => {
  const steps = [
    ...every(10, 0, 600),
    ...every(10, 610, 3000, (s) => still(4350, 87_000 + s)),
    ...every(10, 3010, 3030, (s) => still(4351, 87_000 + s)),
  ]
  const { said, details } = run(rule('no-accepted-share'), steps)
  expect(said).toEqual(['2400 fired warning', '3010 resolved warning'])
  expect(details[0]).toBe('usually one in 20 s')
})

// A Bitaxe at a high difficulty: a share an hour is its usual pace.
test('a rig that finds a share an hour is given ten hours', () => {
  const told = (s: number): Told => ({
    miner: { name: 'bitaxe', uptimeSeconds: 360_000 + s },
    work: [{ shares: { accepted: 100 } }],
  })
  expect(run(rule('no-accepted-share'), every(60, 0, 35_000, told)).said).toEqual([])
  expect(run(rule('no-accepted-share'), every(60, 0, 45_000, told)).said[0]).toMatch(/fired/)
})

test('a pause, and a restart, begin the wait anew; only a share ends what was told', () => {
  const steps = [
    ...every(10, 0, 1500, (s) => still(4320, 86_400 + s)),
    ...every(10, 1510, 2500, (s) => ({ ...still(4320, 86_400 + s), state: 'paused' })),
    ...every(10, 2510, 4300, (s) => still(4320, 86_400 + s)),
  ]
  expect(run(rule('no-accepted-share'), steps).said).toEqual([])
  const restarted = [
    ...every(10, 0, 2000, (s) => still(4320, 86_400 + s)),
    ...every(10, 2010, 2600, (s) => still(0, s - 2000)),
  ]
  expect(run(rule('no-accepted-share'), restarted).said).toEqual(['1800 fired warning'])
})

test('power outside an owner’s range, while it hashes', () => {
  const watched = rule('power-range', { minimum: 900, maximum: 1200 })
  const draw = (wallWatts: number) => run(watched, every(10, 0, 900), { wallWatts }).said
  expect(draw(1000)).toEqual([])
  expect(draw(1250)).toEqual(['0 pending warning', '300 fired warning'])
  expect(draw(880)).toEqual(['0 pending warning', '300 fired warning'])
})

test('efficiency worse than an owner’s figure, of one algorithm only', () => {
  // 30 J/TH, as J per hash.
  const watched = rule('inefficient', { warning: 30e-12 })
  const s19 = (hashesPerSecond: number): Told => ({
    miner: asic(86_400),
    work: [{ algorithm: 'sha256d', hashesPerSecond }],
  })
  const steps = every(30, 0, 2000, (s) => s19(100e12 + s))
  expect(run(watched, steps, { wallWatts: 3400 }).said).toEqual(['300 pending warning', '1200 fired warning'])
  expect(run(watched, steps, { wallWatts: 2900 }).said).toEqual([])
  const dual = every(10, 0, 2000, { work: [{ hashesPerSecond: 1 }, { algorithm: 'kheavyhash', hashesPerSecond: 1 }] })
  expect(run(watched, dual, { wallWatts: 3400 }).said).toEqual([])
})
