import { expect, test } from 'vitest'
import { takeAsKnown } from '#lib/domain/alerts'
import { every, rule, run, type Told } from './farm.ts'

const MINE = 'bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh'
const THIEF = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'
const pool = (url: string, user: string, algorithm = 'sha256d'): Told => ({
  work: [{ algorithm, pool: { url, user } }],
})
const home = pool('stratum+tcp://eu.pool.example:3333', `${MINE}.rig7`)
const watched = rule('pool-changed')

test.each([
  ['the first pool is taken as it is', every(10, 0, 100, home), []],
  [
    'a wallet that is not the owner’s, in two readings',
    [...every(10, 0, 50, home), ...every(10, 60, 100, pool('stratum+tcp://eu.pool.example:3333', `${THIEF}.rig7`))],
    ['60 pending critical', '70 fired critical'],
  ],
  [
    'another pool',
    [...every(10, 0, 50, home), ...every(10, 60, 100, pool('stratum+ssl://evil.example.org:443', MINE))],
    ['60 pending critical', '70 fired critical'],
  ],
  [
    'a port, a region, a protocol, a worker’s name',
    [...every(10, 0, 50, home), ...every(10, 60, 100, pool('stratum+ssl://US.pool.example:443', `${MINE}/shed`))],
    [],
  ],
  // XMRig mines for its developers one minute in a hundred; in a reading it shows once, if at all.
  [
    'a developers’ pool that is gone with the next reading',
    [
      ...every(60, 0, 300, home),
      ...every(60, 360, 360, pool('donate.xmrig.com:3333', 'x')),
      ...every(60, 420, 600, home),
    ],
    ['360 pending critical', '420 dropped critical'],
  ],
  [
    'a fallback is told once, and known when the rig comes back from it',
    [
      ...every(10, 0, 50, home),
      ...every(10, 60, 100, pool('backup.example.net:3333', MINE)),
      ...every(10, 110, 200, home),
      ...every(10, 210, 300, pool('backup.example.net:3333', MINE)),
    ],
    ['60 pending critical', '70 fired critical', '110 resolved critical'],
  ],
  ['a reading that tells no pool says nothing about it', [...every(10, 0, 50, home), ...every(10, 60, 100, {})], []],
  [
    'a switcher with one wallet at one marketplace is no thief',
    [
      ...every(10, 0, 50, pool('kawpow.auto.nicehash.com:9200', MINE, 'kawpow')),
      ...every(10, 60, 100, pool('etchash.auto.nicehash.com:9200', MINE, 'etchash')),
    ],
    [],
  ],
  [
    'a thief’s wallet on another algorithm is one',
    [...every(10, 0, 50, home), ...every(10, 60, 100, pool('pool.example:1', THIEF, 'kawpow'))],
    ['60 pending critical', '70 fired critical'],
  ],
] as const)('%s', (_, steps, said) => {
  expect(run(watched, steps).said).toEqual(said)
})

test('an owner’s acknowledgement takes the new one as known, for good', () => {
  const steps = [...every(10, 0, 50, home), ...every(10, 60, 100, pool('new.example.org:3333', MINE))]
  const { state, details } = run(watched, steps)
  if (!state) throw new Error('it fired')
  expect(details[1]).toBe('pool.example (bc1qxy…0wlh) → example.org (bc1qxy…0wlh)')
  const known = takeAsKnown('pool-changed', state)
  const after = [...steps, ...every(10, 110, 200, pool('new.example.org:3333', MINE)), ...every(10, 210, 300, home)]
  expect(run(watched, after, {}, { atStep: steps.length, state: known }).said.slice(2)).toEqual([
    '110 resolved critical',
  ])
})

test('what was known is known to a server that starts again', () => {
  const { state } = run(watched, every(10, 0, 50, home))
  const { said } = run(watched, every(10, 60, 100, pool('pool.example:1', THIEF)), {}, { atStep: 0, state })
  expect(said).toEqual(['60 pending critical', '70 fired critical'])
})
