import fc from 'fast-check'
import type { Reading } from '#lib/domain/reading'

/** 2026-11-22T00:00:00Z. */
export const MIDNIGHT = 1_795_305_600_000

/** What a rig with eight GPUs tells, every ten seconds. */
export function gpuReading(at: number, hashesPerSecond = 779_600_000): Reading {
  return {
    at,
    intervalSeconds: 10,
    state: 'hashing',
    miner: { name: 'trex', version: '0.26.8', uptimeSeconds: Math.floor(at / 1000) % 100_000 },
    work: [
      {
        algorithm: 'etchash',
        hashesPerSecond,
        shares: { accepted: 12, rejected: 1, lastAcceptedAt: at - 1434 },
        pool: { url: 'stratum+tcp://pool.example:3333', user: 'wallet.worker', connected: true },
      },
    ],
    powerWatts: 1824,
    powerSource: 'output',
    devices: Array.from({ length: 8 }, (_, index) => ({
      index,
      kind: 'gpu' as const,
      name: 'NVIDIA GeForce RTX 3080',
      busId: `0${index}:00.0`,
      work: [{ algorithm: 'etchash', hashesPerSecond: hashesPerSecond / 8 }],
      temperatureCelsius: 61 + index / 2,
      memoryCelsius: 88,
      fanPercent: 70,
      powerWatts: 228.4,
    })),
  }
}

export const figure = fc.oneof(
  fc.integer({ min: 0, max: 200 }),
  fc.integer({ min: 0, max: 200_000 }).map((thousandths) => thousandths / 1000),
  fc.integer({ min: 0, max: 500_000 }).map((gigahashes) => gigahashes * 1e9),
  fc.maxSafeNat(),
  fc.integer({ min: 2 ** 52, max: 2 ** 53 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, -1, 0.1 + 0.2, -0.0004, 5e-324, 1.7976931348623157e308, 2 ** 49, 2 ** 49 - 1, 1e21),
)

const words = fc.oneof(
  fc.constantFrom('etchash', 'randomx', 'h\u0000\u2028"\\'),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
)
const moment = fc.integer({ min: MIDNIGHT - 3e9, max: MIDNIGHT + 3e9 })

const optional = <Fields extends { [key: string]: fc.Arbitrary<unknown> }>(fields: Fields) =>
  fc.record(fields, { requiredKeys: [], noNullPrototype: true })

const device = fc
  .tuple(
    fc.record({ index: fc.nat(300), kind: fc.constantFrom('gpu' as const, 'board' as const, 'cpu' as const) }),
    optional({
      name: words,
      busId: words,
      work: fc.array(
        fc.tuple(words, optional({ hashesPerSecond: figure })).map(([algorithm, rest]) => ({ algorithm, ...rest })),
        {
          maxLength: 2,
        },
      ),
      temperatureCelsius: figure,
      boardCelsius: figure,
      memoryCelsius: figure,
      hotspotCelsius: figure,
      regulatorCelsius: figure,
      coolantInCelsius: figure,
      coolantOutCelsius: figure,
      frequencyMegahertz: figure,
      hardwareErrors: figure,
      fanPercent: figure,
      fanRpm: figure,
      powerWatts: figure,
    }),
  )
  .map(([required, rest]) => ({ ...required, ...rest }))

const work = fc
  .tuple(
    words,
    optional({
      hashesPerSecond: figure,
      nominalHashesPerSecond: figure,
      shares: optional({ accepted: figure, rejected: figure, stale: figure, lastAcceptedAt: moment }),
      bestDifficulty: figure,
      blocksFound: figure,
      pool: optional({ url: words, user: words, connected: fc.boolean() }),
    }),
  )
  .map(([algorithm, rest]) => ({ algorithm, ...rest }))

/** Any reading that `docs/reading.md` allows. */
export const anyReading: fc.Arbitrary<Reading> = fc
  .tuple(
    fc.record({
      at: moment,
      state: fc.constantFrom('hashing' as const, 'warming' as const, 'paused' as const, 'error' as const),
      miner: fc
        .tuple(
          words,
          optional({
            version: words,
            model: words,
            uptimeSeconds: figure,
            machineUptimeSeconds: figure,
            mac: words,
            serial: words,
          }),
        )
        .map(([name, rest]) => ({ name, ...rest })),
      work: fc.array(work, { maxLength: 3 }),
    }),
    optional({
      intervalSeconds: figure,
      devices: fc.array(device, { maxLength: 4 }),
      fans: fc.array(optional({ rpm: figure, percent: figure }), { maxLength: 4 }),
      intakeCelsius: figure,
      cooling: fc.constantFrom('air' as const, 'hydro' as const, 'immersion' as const),
      errors: fc.array(optional({ code: words, text: words }), { maxLength: 2 }),
    }),
    fc.option(
      fc.record({
        powerWatts: figure,
        powerSource: fc.constantFrom('metered' as const, 'input' as const, 'output' as const, 'estimated' as const),
      }),
      { nil: undefined },
    ),
  )
  .map(([required, rest, power]) => ({ ...required, ...rest, ...power }))
