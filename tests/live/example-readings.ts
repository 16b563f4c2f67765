import type { Reading } from '#lib/domain/reading'

/** An eight-GPU rig on etchash, as T-Rex reports one (97.45 MH/s and 228 W an RTX 3080). */
export function gpuReading(at: number, changes: Partial<Reading> = {}): Reading {
  return {
    at,
    state: 'hashing',
    miner: { name: 'trex', version: '0.26.8', uptimeSeconds: Math.floor(at / 1000) % 1_000_000 },
    work: [
      {
        algorithm: 'etchash',
        hashesPerSecond: 779_600_000,
        shares: { accepted: Math.floor(at / 10_000) % 100_000, rejected: 1, stale: 0 },
        pool: { url: 'stratum+tcp://etc.2miners.com:1010', user: 'wallet.worker', connected: true },
      },
    ],
    devices: Array.from({ length: 8 }, (_, index) => ({
      index,
      kind: 'gpu' as const,
      name: 'NVIDIA GeForce RTX 3080',
      temperatureCelsius: 61,
      memoryCelsius: 88,
      fanPercent: 70,
      powerWatts: 228,
    })),
    powerWatts: 1824,
    powerSource: 'output',
    ...changes,
  }
}
