import type { Reading } from '#lib/domain/reading'

/** 2026-10-01T00:00:00Z: a month that is over, since a time-series database refuses what is days ahead. */
export const SEEDED_FROM_MS = 1_790_812_800_000
export const SEEDED_INTERVAL_MS = 60_000
export const SEEDED_DEVICES = 8

/** Device figures that change: hash rate, temperature, memory temperature, watts, fan. */
const SAMPLES_PER_DEVICE = 5
/** Of the rig: hash rate, watts, and shares accepted and rejected. */
const SAMPLES_PER_RIG = 4
/** What a time-series database would keep of one reading, a value each; nothing that stays the same is counted. */
export const SAMPLES_PER_READING = SEEDED_DEVICES * SAMPLES_PER_DEVICE + SAMPLES_PER_RIG

export type SeededReading = { rigId: number; receivedAtMs: number; reading: Reading }

/**
 * Readings as a farm of eight-card rigs tells them once a minute, the same for the same seed: hash rate at two decimals
 * of MH/s (σ 0.3 %), whole °C (σ 1), whole W (σ 3), fans in tens of rpm (σ 30), shares that count up. By minute, then rig.
 */
export function* seededReadings(rigs: number, minutes: number, seed = 1): Generator<SeededReading> {
  const random = new SeededRandom(seed)
  const farm = Array.from({ length: rigs }, (_, index) => seededRig(index + 1, random))
  for (let minute = 0; minute < minutes; minute++) {
    const at = SEEDED_FROM_MS + minute * SEEDED_INTERVAL_MS
    for (const rig of farm) {
      if (random.next() < 0.9) rig.accepted += 1 + Math.floor(random.next() * 3)
      if (random.next() < 0.01) rig.rejected += 1
      yield {
        rigId: rig.rigId,
        receivedAtMs: at + 250 + Math.floor(random.next() * 50),
        reading: tell(rig, at, random),
      }
    }
  }
}

type SeededRig = ReturnType<typeof seededRig>

function seededRig(rigId: number, random: SeededRandom) {
  return {
    rigId,
    accepted: 0,
    rejected: 0,
    devices: Array.from({ length: SEEDED_DEVICES }, () => ({
      megahashes: 58 + random.next() * 5,
      celsius: 55 + random.next() * 10,
      memoryCelsius: 80 + random.next() * 10,
      watts: 120 + random.next() * 20,
      rpm: 1800 + random.next() * 600,
    })),
  }
}

function tell(rig: SeededRig, at: number, random: SeededRandom): Reading {
  const devices = rig.devices.map((device, index) => ({
    index,
    kind: 'gpu' as const,
    name: 'NVIDIA GeForce RTX 3070',
    busId: `0${index + 1}:00.0`,
    work: [
      {
        algorithm: 'etchash',
        hashesPerSecond: Math.round(random.normal(device.megahashes, device.megahashes * 0.003) * 100) * 10_000,
      },
    ],
    temperatureCelsius: Math.round(random.normal(device.celsius, 1)),
    memoryCelsius: Math.round(random.normal(device.memoryCelsius, 1)),
    powerWatts: Math.round(random.normal(device.watts, 3)),
    fanRpm: Math.round(random.normal(device.rpm, 30) / 10) * 10,
  }))
  return {
    at,
    intervalSeconds: SEEDED_INTERVAL_MS / 1000,
    state: 'hashing',
    miner: { name: 'trex', version: '0.26.8' },
    work: [
      {
        algorithm: 'etchash',
        hashesPerSecond: devices.reduce((sum, { work }) => sum + (work[0]?.hashesPerSecond ?? 0), 0),
        shares: { accepted: rig.accepted, rejected: rig.rejected },
        pool: { url: 'stratum+tcp://pool.example:3333', user: 'wallet.worker', connected: true },
      },
    ],
    powerWatts: devices.reduce((sum, { powerWatts }) => sum + powerWatts, 0),
    powerSource: 'estimated',
    devices,
  }
}

/** Mulberry32, and normal numbers made of it by Box and Muller. */
class SeededRandom {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  normal(mean: number, deviation: number): number {
    return mean + deviation * Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }
}
