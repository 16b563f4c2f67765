import { expect, test } from 'vitest'
import { mergeReadings } from '#agent/merge-readings'
import type { MinerReading } from '#agent/miners/miner-reader'
import { sensorReading } from '#agent/sensors/sensor-reading'

const trex: MinerReading = {
  state: 'hashing',
  miner: { name: 'trex', version: '0.26.8' },
  work: [{ algorithm: 'etchash', hashesPerSecond: 100, shares: { accepted: 5, rejected: 1 } }],
  powerWatts: 228,
  powerSource: 'output',
  devices: [
    {
      index: 0,
      kind: 'gpu',
      busId: '01:00.0',
      work: [{ algorithm: 'etchash', hashesPerSecond: 100 }],
      powerWatts: 228,
    },
  ],
}

test('a sensor fills what the miner does not tell, joined by bus id, and the watts count once', () => {
  const sensor = sensorReading('gpu', [
    { index: 0, kind: 'gpu', busId: '02:00.0', temperatureCelsius: 50, powerWatts: 100 },
    { index: 1, kind: 'gpu', busId: '01:00.0', memoryCelsius: 90, powerWatts: 230 },
  ])
  const merged = mergeReadings([trex, sensor])
  expect(merged.miner.name).toBe('trex')
  expect(merged.devices).toMatchObject([
    { index: 0, busId: '01:00.0', memoryCelsius: 90, powerWatts: 228 },
    { busId: '02:00.0', temperatureCelsius: 50 },
  ])
  expect(new Set(merged.devices?.map((device) => device.index)).size).toBe(2)
  expect(merged).toMatchObject({ powerWatts: 328, powerSource: 'output' })
})

test('the same algorithm is summed, another stands beside it', () => {
  const other: MinerReading = {
    ...trex,
    work: [
      { algorithm: 'etchash', hashesPerSecond: 50, shares: { accepted: 2 } },
      { algorithm: 'randomx', hashesPerSecond: 9 },
    ],
  }
  const merged = mergeReadings([trex, other])
  expect(merged.work).toEqual([
    { algorithm: 'etchash', hashesPerSecond: 150, shares: { accepted: 7, rejected: 1 } },
    { algorithm: 'randomx', hashesPerSecond: 9 },
  ])
  expect(merged.powerWatts).toBe(228)
})

test('a meter beats every other figure', () => {
  const plug: MinerReading = {
    state: 'hashing',
    miner: { name: 'gpu' },
    work: [],
    powerWatts: 300,
    powerSource: 'metered',
  }
  expect(mergeReadings([trex, plug])).toMatchObject({ powerWatts: 300, powerSource: 'metered' })
})

test('a CPU and a GPU of one rig are two devices, though both are number 0', () => {
  const merged = mergeReadings([
    trex,
    sensorReading('cpu', [{ index: 0, kind: 'cpu', temperatureCelsius: 60, powerWatts: 70 }]),
  ])
  expect(merged.devices).toHaveLength(2)
  expect(merged.powerWatts).toBe(298)
})
