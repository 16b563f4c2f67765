import type { DeviceReport, Reading } from '#lib/domain/reading'
import type { RigDescription } from '#simulators/rig-description'
import { simulatedPast } from '#simulators/simulated-past'

/** What a rig would have reported at a moment of the past; undefined while it was dark. */
export function pastReading(rig: RigDescription, atMs: number, intervalSeconds: number): Reading | undefined {
  const past = simulatedPast(rig, atMs)
  if (!past.online) return undefined
  const share = 1 / rig.deviceCount
  const devices = Array.from({ length: rig.deviceCount }, (_, index): DeviceReport => {
    const work = past.hashesPerSecond.map(({ algorithm, hashesPerSecond }) => ({
      algorithm,
      hashesPerSecond: Math.round(hashesPerSecond * share),
    }))
    return {
      index,
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
      hashesPerSecond: Math.round(hashesPerSecond),
    })),
    ...(past.powerWatts === undefined ? {} : { powerWatts: Math.round(past.powerWatts), powerSource: sourceOf(rig) }),
    devices,
  }
}

/** The first device is the hottest, as the past tells it; its neighbours run a little cooler. */
function cooler(celsius: number, index: number): number {
  return Math.round((celsius - (index % 3) * 1.5) * 10) / 10
}

/** As the live readers say it of these families. */
function sourceOf(rig: RigDescription): 'input' | 'output' {
  return rig.family === 'whatsminer' ? 'input' : 'output'
}
