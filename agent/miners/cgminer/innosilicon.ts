import type { DeviceReport } from '#lib/domain/reading'
import { celsiusFrom, compact, countFrom, highest, type JsonObject, percentFrom, present } from '../lenient'
import type { MinerReading, ReaderMemory } from '../miner-reader'
import { rateReader, readGeneric } from './generic'
import { readPools } from './pools'
import { type Replies, rowsOf, selfDescription, summaryOf } from './replies'

/** By the name in `innominer a9-1.1.0`. On Equihash machines "MHS" are Sol/s; `undefined` per unit: the label means what it says. */
const MODELS: [RegExp, { algorithm: string; hashesPerUnit?: number }][] = [
  [/^a9\b/, { algorithm: 'equihash', hashesPerUnit: 1 }],
  [/^a1[01]/, { algorithm: 'ethash' }],
  [/^a[46]\b/, { algorithm: 'scrypt' }],
  [/^a5\b/, { algorithm: 'x11' }],
  [/^t[123]/, { algorithm: 'sha256d' }],
  [/^d9\b/, { algorithm: 'blake256r14' }],
  [/^s11\b/, { algorithm: 'blake2b' }],
]

/** Innosilicon's `innominer`: the summary's windows, and one row of `stats` for each board, whose own rate is of no known unit. */
export function readInnosilicon(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const generic = readGeneric(replies, name, nowMs, memory)
  const summary = summaryOf(replies)
  const build = /innominer\s+(\S+)/i.exec(selfDescription(replies))?.[1]?.toLowerCase()
  const machine = build?.split('-')[0]
  const model = MODELS.find(([pattern]) => pattern.test(machine ?? ''))?.[1]
  const rate = rateReader([summary], summary, memory, nowMs)(summary)
  // An A11's rows say "MHS" of hashes, beside `Hash Rate H` on its web page: it makes 2 GH/s, and no such machine a terahash.
  const inHashes = model?.algorithm === 'ethash' && (rate ?? 0) > 1e12
  const perMegahash = (inHashes ? 1 : (model?.hashesPerUnit ?? 1e6)) / 1e6
  const algorithm = model?.algorithm ?? generic.work[0]?.algorithm ?? 'unknown'
  const rows = rowsOf(replies, 'STATS').filter((row) => 'Num chips' in row || 'Num active chips' in row)
  const devices = rows.map(readBoard)
  const percent = highest(rows.map((row) => percentFrom(row['Fan duty'])))
  const { shares } = readPools(replies, nowMs)
  return compact({
    ...generic,
    miner: compact({
      ...generic.miner,
      version: build?.split('-').slice(1).join('-') || generic.miner.version,
      model: machine && `Innosilicon ${machine.toUpperCase()}`,
    }),
    work: generic.work.map((work) =>
      compact({
        ...work,
        algorithm,
        hashesPerSecond: rate === undefined ? undefined : rate * perMegahash,
        shares,
        // Its difficulties are one fixed nonsense.
        bestDifficulty: undefined,
      }),
    ),
    devices: devices.length > 0 ? devices : generic.devices,
    fans: percent === undefined ? generic.fans : [present({ percent })].filter((fan) => fan !== undefined),
    cooling: percent ? ('air' as const) : generic.cooling,
  })
}

function readBoard(row: JsonObject, position: number): DeviceReport {
  return compact({
    index: countFrom(row['Chain ID']) ?? countFrom(row.STATS) ?? position,
    kind: 'board' as const,
    temperatureCelsius: celsiusFrom(row['Temp max']) ?? celsiusFrom(row.Temp),
    frequencyMegahertz: countFrom(row.PLL) || undefined,
  })
}
