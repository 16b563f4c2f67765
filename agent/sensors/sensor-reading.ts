import type { DeviceReport } from '#lib/domain/reading'
import { compact, positiveFrom, total } from '../miners/lenient'
import type { MinerReading } from '../miners/miner-reader'

/** What a sensor source saw, or why not, with the remedy where there is one. */
export type SensorRead = { ok: true; devices: DeviceReport[] } | { ok: false; problem: string }

/** A target that only senses: no work, the devices and the sum of their watts (DC side: the wall draws more). */
export function sensorReading(name: 'gpu' | 'cpu', devices: DeviceReport[]): MinerReading {
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
