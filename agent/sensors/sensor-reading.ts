import type { DeviceReport } from '#lib/domain/reading'
import { compact, positiveFrom, total } from '../miners/lenient'
import type { MinerReading } from '../miners/miner-reader'

/** What a sensor source saw, or why not, with the remedy where there is one. */
export type SensorRead = { ok: true; devices: DeviceReport[] } | { ok: false; problem: string }

/**
 * A target that only senses: no work, the devices and the sum of their watts (DC side: the wall draws more). Where two drivers number
 * their cards alike, all are numbered anew.
 */
export function sensorReading(name: 'gpu' | 'cpu', sensed: DeviceReport[]): MinerReading {
  const isUnique = new Set(sensed.map((device) => device.index)).size === sensed.length
  const devices = isUnique ? sensed : sensed.map((device, index) => ({ ...device, index }))
  const powerWatts = positiveFrom(total(devices.map((device) => device.powerWatts)))
  return compact({
    state: 'hashing' as const,
    miner: { name },
    work: [],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('output' as const),
    devices: devices.length > 0 ? devices : undefined,
  })
}
