import { hashedFraction, smoothNoise } from './noise'
import type { RigDescription, SiteName } from './rig-description'

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000

/** The ambient temperature for which a description's typical figures hold, °C. */
export const TYPICAL_AMBIENT_CELSIUS = 20

/** How far a machine's chips follow the room: its fans take up the rest. */
const AMBIENT_COUPLING = 0.45

const climates: Record<SiteName, { mean: number; year: number; day: number; seed: number }> = {
  cellar: { mean: 19, year: 3, day: 1.2, seed: 0x1c31 },
  barn: { mean: 15, year: 8, day: 5, seed: 0x2ba7 },
}

/** Air temperature at a site, °C: a year's wave (coldest mid-January), a day's wave (warmest 14:00 UTC), and weather. */
export function ambientCelsius(site: SiteName, atMs: number): number {
  const climate = climates[site]
  const year = -Math.cos((2 * Math.PI * (atMs / DAY - 15)) / 365.25) * climate.year
  const day = Math.cos(2 * Math.PI * (atMs / DAY - 14 / 24)) * climate.day
  return climate.mean + year + day + 1.5 * smoothNoise(climate.seed, atMs / (9 * HOUR))
}

/** What slowly moves a rig: factors of its nominal hash rate and of its typical watts, and the room. */
export type SlowConditions = { hashFactor: number; powerFactor: number; ambientCelsius: number; warmthCelsius: number }

/** The slow part of a rig's behaviour at a moment; the live model and the past share it, which is why they join. */
export function slowConditions(rig: RigDescription, atMs: number): SlowConditions {
  const ambient = ambientCelsius(rig.site, atMs)
  const excess = ambient - TYPICAL_AMBIENT_CELSIUS
  const hashFactor =
    1 +
    0.011 * smoothNoise(rig.seed, atMs / (6 * HOUR)) +
    0.006 * smoothNoise(rig.seed ^ 0x51, atMs / (45 * MINUTE)) +
    0.003 * smoothNoise(rig.seed ^ 0x52, atMs / (6 * MINUTE))
  const powerFactor =
    1 + 0.006 * smoothNoise(rig.seed ^ 0x53, atMs / (4 * HOUR)) + 0.5 * (hashFactor - 1) + 0.001 * excess
  const warmthCelsius = AMBIENT_COUPLING * excess + 0.8 * smoothNoise(rig.seed ^ 0x54, atMs / (20 * MINUTE))
  return { hashFactor, powerFactor, ambientCelsius: ambient, warmthCelsius }
}

/** Whether the rig was reporting: about one day in twenty-five has an outage of 40 minutes to 7 hours, perhaps past midnight. */
export function wasOnline(rig: RigDescription, atMs: number): boolean {
  const today = Math.floor(atMs / DAY)
  return !isInOutageOf(rig, today, atMs) && !isInOutageOf(rig, today - 1, atMs)
}

function isInOutageOf(rig: RigDescription, day: number, atMs: number): boolean {
  if (hashedFraction(rig.seed ^ 0x0ff1, day) > 0.04) return false
  const startMs = (day + hashedFraction(rig.seed ^ 0x0ff2, day)) * DAY
  const lengthMs = 40 * MINUTE + hashedFraction(rig.seed ^ 0x0ff3, day) ** 2 * 6.3 * HOUR
  return atMs >= startMs && atMs < startMs + lengthMs
}

/** What the rig's own API would have told at a moment; what its dialect does not tell is absent. */
export type PastMoment = {
  online: boolean
  /** Hashes per second by algorithm, in the order of the description's works. */
  hashesPerSecond: { algorithm: string; hashesPerSecond: number }[]
  powerWatts: number | undefined
  /** The hottest device's core or chip. */
  temperatureCelsius: number | undefined
  /** The hottest GPU's memory, where the card has a sensor. */
  memoryCelsius: number | undefined
}

/** A rig's past at a moment: pure, the same at every call, and of the same shape as the live model at that moment. */
export function simulatedPast(rig: RigDescription, atMs: number): PastMoment {
  const slow = slowConditions(rig, atMs)
  const memory = rig.device.typicalCelsius.memory
  return {
    online: wasOnline(rig, atMs),
    hashesPerSecond: rig.works.map((work) => ({
      algorithm: work.algorithm,
      hashesPerSecond: work.nominalHashesPerSecond * slow.hashFactor,
    })),
    powerWatts: rig.tells.power ? rig.typicalWatts * slow.powerFactor : undefined,
    temperatureCelsius: rig.tells.temperature ? rig.typicalCelsius + slow.warmthCelsius : undefined,
    memoryCelsius: rig.tells.temperature && memory !== undefined ? memory + slow.warmthCelsius : undefined,
  }
}
