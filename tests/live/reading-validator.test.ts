import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readingSchema } from '#lib/wire/reading-schema'
import { admitReading } from '#lib/wire/reading-validator'
import { gpuReading } from './example-readings'

function reasonFor(candidate: unknown): string {
  const result = admitReading(candidate)
  return result.ok ? 'admitted' : result.reason
}

const at = 1_795_367_015_434

test.each([
  ['not an object', 'hello', 'the reading must be an object'],
  ['null', null, 'the reading must be an object'],
  ['a text for power', { ...gpuReading(at), powerWatts: '228' }, 'powerWatts must be a finite number'],
  ['a null', { ...gpuReading(at), intakeCelsius: null }, 'intakeCelsius must be a finite number'],
  ['NaN', { ...gpuReading(at), powerWatts: Number.NaN }, 'powerWatts must be a finite number'],
  [
    '1e400',
    JSON.parse(JSON.stringify(gpuReading(at)).replace('"powerWatts":228', '"powerWatts":1e400')),
    'devices[0].powerWatts must be a finite number',
  ],
  ['a negative power', { ...gpuReading(at), powerWatts: -1 }, 'powerWatts must be ≥ 0'],
  ['10,000 devices', { ...gpuReading(at), devices: Array(10_000).fill({}) }, 'devices has more than 256 entries'],
  ['a state of its own', { ...gpuReading(at), state: 'fine' }, 'state must be one of hashing, warming, paused, error'],
  ['no miner', { ...gpuReading(at), miner: undefined }, 'miner is missing'],
  ['no algorithm', { ...gpuReading(at), work: [{ hashesPerSecond: 1 }] }, 'work[0].algorithm is missing'],
  [
    'an algorithm with a NUL in it',
    { ...gpuReading(at), work: [{ algorithm: 'kaw\u0000pow' }] },
    'work[0].algorithm must be plain text',
  ],
  [
    'an algorithm with half a character',
    { ...gpuReading(at), devices: [{ index: 0, kind: 'gpu', work: [{ algorithm: 'kawpow\ud83d' }] }] },
    'devices[0].work[0].algorithm must be plain text',
  ],
  [
    'a share of a share',
    { ...gpuReading(at), work: [{ algorithm: 'kawpow', shares: { accepted: 0.5 } }] },
    'work[0].shares.accepted must be a whole number',
  ],
  [
    'power from nowhere',
    { ...gpuReading(at), powerSource: undefined },
    'powerSource is missing: it says where powerWatts comes from',
  ],
  ['a source without power', { ...gpuReading(at), powerWatts: undefined }, 'powerSource is there without powerWatts'],
  [
    'a name of a mile',
    { ...gpuReading(at), miner: { name: 'x'.repeat(100_000) } },
    'miner.name is longer than 60 characters',
  ],
])('%s is refused with its reason', (_what, candidate, reason) => {
  expect(reasonFor(candidate)).toBe(reason)
})

test('what is not known is dropped, what is known is kept as it came', () => {
  const reading = gpuReading(at)
  const result = admitReading({
    rig: 7,
    ...structuredClone(reading),
    weather: 'fine',
    devices: reading.devices?.map((device) => ({ ...device, colour: 'red' })),
  })
  expect(result).toEqual({ ok: true, rig: 7, reading })
})

test('the compiled validator and the schema it was made from always agree', () => {
  const odd = fc.oneof(
    fc.constantFrom<unknown>(null, -1, 0, 1, 0.5, 1e31, '', 'x', true, [], {}, Number.NaN, Number.POSITIVE_INFINITY),
    fc.double(),
    fc.string(),
    fc.jsonValue(),
  )
  const paths = [
    ['at'],
    ['intervalSeconds'],
    ['state'],
    ['miner'],
    ['miner', 'name'],
    ['work'],
    ['work', 0],
    ['work', 0, 'hashesPerSecond'],
    ['work', 0, 'shares', 'accepted'],
    ['powerWatts'],
    ['powerSource'],
    ['devices'],
    ['devices', 1, 'index'],
    ['devices', 0, 'kind'],
    ['devices', 0, 'temperatureCelsius'],
    ['fans'],
    ['errors'],
    ['cooling'],
  ]
  fc.assert(
    fc.property(fc.constantFrom(...paths), odd, (path, value) => {
      const candidate: unknown = structuredClone(gpuReading(at))
      let holder = candidate
      for (const step of path.slice(0, -1)) holder = Reflect.get(Object(holder), step)
      Reflect.set(Object(holder), path.at(-1) ?? '', value)
      const expected = readingSchema.safeParse(structuredClone(candidate)).success
      expect(admitReading(candidate).ok).toBe(expected)
    }),
    { numRuns: 1000 },
  )
})
