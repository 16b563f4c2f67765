import type { DeviceReport, Reading } from '#lib/domain/reading'
import { hashedFraction } from '#simulators/noise'
import type { RigDescription } from '#simulators/rig-description'
import { simulatedPast } from '#simulators/simulated-past'

/** From one poll to the next a miner's one-minute mean moves by about this share. */
const HASH_RATE_JITTER = 0.012

/** What a rig would have reported at a moment of the past; undefined while it was dark. */
export function pastReading(rig: RigDescription, atMs: number, intervalSeconds: number): Reading | undefined {
  const past = simulatedPast(rig, atMs)
  if (!past.online) return undefined
  const share = 1 / rig.deviceCount
  const jitter = 1 + HASH_RATE_JITTER * (2 * hashedFraction(rig.seed, Math.floor(atMs / 1000)) - 1)
  const devices = Array.from({ length: rig.deviceCount }, (_, index): DeviceReport => {
    const work = past.hashesPerSecond.map(({ algorithm, hashesPerSecond }) => ({
      algorithm,
      hashesPerSecond: Math.round(hashesPerSecond * share * jitter),
    }))
    return {
      index: index + firstSlot(rig),
      kind: rig.device.kind,
      name: rig.device.name,
      work,
      ...(past.temperatureCelsius === undefined ? {} : { temperatureCelsius: cooler(past.temperatureCelsius, index) }),
      ...(past.memoryCelsius === undefined ? {} : { memoryCelsius: cooler(past.memoryCelsius, index) }),
    }
  })
  return {
    at: atMs,
    intervalSeconds,
    state: 'hashing',
    miner: { name: rig.minerName, model: rig.model },
    work: past.hashesPerSecond.map(({ algorithm, hashesPerSecond }) => ({
      algorithm,
      hashesPerSecond: Math.round(hashesPerSecond * jitter),
    })),
    ...(past.powerWatts === undefined ? {} : { powerWatts: Math.round(past.powerWatts), powerSource: sourceOf(rig) }),
    devices,
  }
}

/** The first device is the hottest, as the past tells it; its neighbours run a little cooler. */
function cooler(celsius: number, index: number): number {
  return Math.round((celsius - (index % 3) * 1.5) * 10) / 10
}

/** An S9's three boards sit in the slots 6 to 8, which its API counts from 1 and a reading from 0. */
function firstSlot(rig: RigDescription): number {
  return rig.family === 'antminer-hiveon' ? 5 : 0
}

/** As the live readers say it of these families. */
function sourceOf(rig: RigDescription): 'input' | 'output' {
  return rig.family === 'whatsminer' ? 'input' : 'output'
}
