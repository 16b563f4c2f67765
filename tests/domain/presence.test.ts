import { expect, test } from 'vitest'
import { missingDevices, newTrack, observe, presenceAt, type RigTrack } from '#lib/domain/presence'
import type { DeviceReport, Reading } from '#lib/domain/reading'

const T0 = Date.UTC(2026, 10, 22, 14)
const S = 1000

function reading(seconds: number, rest: Partial<Reading> = {}): Reading {
  return {
    at: T0 + seconds * S,
    state: 'hashing',
    miner: { name: 'xmrig', uptimeSeconds: 1000 + seconds },
    work: [{ algorithm: 'randomx', hashesPerSecond: 950, shares: { accepted: 12 } }],
    ...rest,
  }
}

const seen = (...readings: Reading[]): RigTrack => readings.reduce(observe, newTrack(T0 - 1))
const stateAfter = (seconds: number, ...readings: Reading[]) => presenceAt(seen(...readings), T0 + seconds * S)

test.each([
  ['60 s without a reading are not offline at 10 s intervals', 60, reading(0), 'hashing'],
  ['more are', 61, reading(0), 'offline'],
  ['three intervals of 30 s are not', 90, reading(0, { intervalSeconds: 30 }), 'hashing'],
  ['more are', 91, reading(0, { intervalSeconds: 30 }), 'offline'],
  ['offline outranks error', 300, reading(0, { state: 'error' }), 'offline'],
  ['an error is one', 5, reading(0, { state: 'error' }), 'error'],
  [
    'a rest by choice is one',
    5,
    reading(0, { state: 'paused', work: [{ algorithm: 'randomx', hashesPerSecond: 0 }] }),
    'paused',
  ],
  ['no hashes are none', 5, reading(0, { work: [{ algorithm: 'randomx', hashesPerSecond: 0 }] }), 'zero'],
  ['no work at all is none', 5, reading(0, { work: [] }), 'zero'],
  ['an untold rate is not zero', 5, reading(0, { work: [{ algorithm: 'randomx' }] }), 'hashing'],
  [
    'no hashes outrank warming',
    5,
    reading(0, { state: 'warming', work: [{ algorithm: 'randomx', hashesPerSecond: 0 }] }),
    'zero',
  ],
  ['warming up is warming', 5, reading(0, { state: 'warming' }), 'warming'],
  [
    'one of two algorithms is enough',
    5,
    reading(0, {
      work: [
        { algorithm: 'a', hashesPerSecond: 0 },
        { algorithm: 'b', hashesPerSecond: 1 },
      ],
    }),
    'hashing',
  ],
] as const)('%s (%d s later)', (_, seconds, given, state) => {
  expect(stateAfter(seconds, given).state).toBe(state)
})

test('a rig never seen says so, since it is expected', () => {
  expect(presenceAt(newTrack(T0), T0 + 1e9)).toEqual({ state: 'never', sinceMs: T0 })
})

test('offline counts from the last reading, and coming back from the first one', () => {
  expect(stateAfter(500, reading(0), reading(10))).toEqual({ state: 'offline', sinceMs: T0 + 10 * S })
  expect(stateAfter(505, reading(0), reading(500))).toEqual({ state: 'hashing', sinceMs: T0 + 500 * S })
})

test('a state lasts since its first reading', () => {
  const zero = { work: [{ algorithm: 'randomx', hashesPerSecond: 0 }] }
  expect(stateAfter(35, reading(0), reading(10, zero), reading(20, zero), reading(30, zero))).toEqual({
    state: 'zero',
    sinceMs: T0 + 10 * S,
  })
})

/** Polls every 10 s that answer the same for ever. */
function stuck(untilSeconds: number, rest: Partial<Reading> = {}): Reading[] {
  return Array.from({ length: untilSeconds / 10 + 1 }, (_, index) =>
    reading(index * 10, { miner: { name: 'bitaxe', uptimeSeconds: 77 }, ...rest }),
  )
}

test('every figure, counter and uptime unchanged for 5 min is frozen since it stands still', () => {
  expect(stateAfter(291, ...stuck(290)).state).toBe('hashing')
  expect(stateAfter(301, ...stuck(300))).toEqual({ state: 'frozen', sinceMs: T0 })
})

test.each([
  ['an uptime that runs', reading(300, { miner: { name: 'bitaxe', uptimeSeconds: 78 } })],
  [
    'one more share',
    reading(300, {
      miner: { name: 'bitaxe', uptimeSeconds: 77 },
      work: [{ algorithm: 'randomx', hashesPerSecond: 950, shares: { accepted: 13 } }],
    }),
  ],
  [
    'a temperature that moves',
    reading(300, {
      miner: { name: 'bitaxe', uptimeSeconds: 77 },
      devices: [{ index: 0, kind: 'board', temperatureCelsius: 60.1 }],
    }),
  ],
])('%s is life', (_, last) => {
  expect(stateAfter(301, ...stuck(290), last).state).toBe('hashing')
})

test('frozen outranks zero hash where an uptime should run, and paused outranks frozen', () => {
  const zero = { work: [{ algorithm: 'randomx', hashesPerSecond: 0 }] }
  expect(stateAfter(301, ...stuck(300, zero)).state).toBe('frozen')
  expect(stateAfter(301, ...stuck(300, { ...zero, miner: { name: 'cgminer' } })).state).toBe('zero')
  expect(stateAfter(301, ...stuck(300, { state: 'paused' })).state).toBe('paused')
})

test('silence is not standing still: after an outage the five minutes begin anew', () => {
  expect(stateAfter(401, ...stuck(10), reading(400, { miner: { name: 'bitaxe', uptimeSeconds: 77 } })).state).toBe(
    'hashing',
  )
})

test('a reading that is not later changes nothing', () => {
  const track = seen(reading(0), reading(20))
  expect(observe(track, reading(10, { state: 'error' }))).toBe(track)
  expect(observe(track, reading(20, { state: 'error' }))).toBe(track)
})

const gpu = (index: number, busId?: string): DeviceReport => ({ index, kind: 'gpu', name: 'RTX 3080', busId })
const three = [gpu(0, '01:00.0'), gpu(1, '02:00.0'), gpu(2, '03:00.0')]

test('a GPU that fell off the bus is missed although the others moved up', () => {
  const track = seen(reading(0, { devices: three }), reading(10, { devices: [gpu(0, '01:00.0'), gpu(1, '03:00.0')] }))
  expect(missingDevices(track, T0 + 20 * S)).toEqual([{ ...gpu(1, '02:00.0'), seenAtMs: T0 }])
})

test('it is missed for a day and until it is back', () => {
  const gone = seen(reading(0, { devices: three }), reading(10, { devices: three.slice(0, 2) }))
  expect(missingDevices(gone, T0 + 86_400 * S)).toHaveLength(1)
  expect(missingDevices(gone, T0 + 86_401 * S)).toHaveLength(0)
  expect(missingDevices(observe(gone, reading(20, { devices: three })), T0 + 30 * S)).toHaveLength(0)
})

test('a reading without a list of devices takes none away', () => {
  expect(missingDevices(seen(reading(0, { devices: three }), reading(10)), T0 + 20 * S)).toHaveLength(0)
  expect(missingDevices(seen(reading(0, { devices: three }), reading(10, { devices: [] })), T0 + 20 * S)).toHaveLength(
    3,
  )
})

test('a track is plain data that survives being written down', () => {
  const track = seen(reading(0, { devices: three }))
  const again: RigTrack = JSON.parse(JSON.stringify(track))
  expect(presenceAt(observe(again, reading(10)), T0 + 15 * S)).toEqual({ state: 'hashing', sinceMs: T0 })
})
