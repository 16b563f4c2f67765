import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport } from '#lib/domain/reading'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  type JsonObject,
  leadingNumberFrom,
  nonNegativeFrom,
  percentFrom,
  positiveFrom,
  textFrom,
  total,
} from '../lenient'
import type { MinerReading, ReaderMemory } from '../miner-reader'
import { isWarmingUp, type RateOfRow, rateReader } from './generic'
import { readPools } from './pools'
import type { ReadCommand } from './protocol'
import { answered, type Replies, rowsOf, statusOf, summaryOf } from './replies'

/** What tells of a second algorithm, where its settings say that there is one (github.com/todxx/teamredminer, doc/TRM_DUAL_MINING_API.txt). */
export function secondAlgorithmAsks(replies: Replies): readonly ReadCommand[] {
  const count = countFrom(rowsOf(replies, 'CONFIG')[0]?.['Algo Count']) ?? 1
  return count > 1 ? ['summary2', 'devs2', 'pools2', 'config2'] : []
}

/** TeamRedMiner: sgminer's dialect, one row a GPU, averaged over 30 or 120 s by version; of two algorithms the second on top. */
export function readTeamRedMiner(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const { summary2, devs2, pools2, config2, ...main } = replies
  const reading = readOneAlgorithm(main, name, nowMs, memory)
  if (!summary2 || !answered(summary2)) return reading
  const second = readOneAlgorithm(
    compact({ summary: summary2, devs: devs2, pools: pools2, config: config2 }),
    name,
    nowMs,
  )
  const [work] = second.work
  // Two without a name could not be told apart.
  if (!work || work.algorithm === reading.work[0]?.algorithm) return reading
  return compact({
    ...reading,
    work: [...reading.work, work],
    devices: reading.devices?.map((device) => {
      const same = second.devices?.find((other) => other.index === device.index)
      return same?.work ? { ...device, work: [...(device.work ?? []), ...same.work] } : device
    }),
  })
}

function readOneAlgorithm(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const summary = summaryOf(replies)
  const rows = rowsOf(replies, 'DEVS')
  const details = rowsOf(replies, 'DEVDETAILS')
  const { pool, shares, bestDifficulty, blocksFound, row } = readPools(replies, nowMs)
  const told = [
    row?.Algorithm,
    row?.Algo,
    rows[0]?.Algorithm,
    rowsOf(replies, 'CONFIG')[0]?.Algorithm,
    details[0]?.Kernel,
  ]
  const algorithm = canonicalAlgorithm(told.map(textFrom).find((text) => text !== undefined) ?? 'unknown')
  const rateOf = rateReader([summary, ...rows], summary, memory, nowMs)
  const devices = rows.map((device, position) => readGpu(device, position, details, algorithm, rateOf))
  const uptimeSeconds = countFrom(summary.Elapsed)
  const powerWatts = positiveFrom(total(devices.map((device) => device.powerWatts)))
  const version =
    textFrom(rowsOf(replies, 'VERSION')[0]?.Miner) ?? statusOf(replies.summary ?? replies.devs).description
  return compact({
    state: isWarmingUp(uptimeSeconds) ? ('warming' as const) : ('hashing' as const),
    miner: compact({ name, version: version?.replace(/^teamredminer\s+v?/i, ''), uptimeSeconds }),
    work: [
      compact({
        algorithm,
        hashesPerSecond: rateOf(summary) ?? total(devices.map((device) => device.work?.[0]?.hashesPerSecond)),
        shares,
        bestDifficulty,
        blocksFound,
        pool,
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('output' as const),
    devices: devices.length > 0 ? devices : undefined,
  })
}

function readGpu(
  gpu: JsonObject,
  position: number,
  details: JsonObject[],
  algorithm: string,
  rateOf: RateOfRow,
): DeviceReport {
  const index = countFrom(gpu.GPU) ?? position
  const detail = details.find((row) => countFrom(row.ID) === index) ?? details[position] ?? {}
  return compact({
    index,
    kind: 'gpu' as const,
    name: textFrom(detail.Model) ?? textFrom(gpu.Name),
    busId: busIdFrom(textFrom(detail['Device Path'])) ?? busIdFrom(textFrom(gpu['PCIE Address'])),
    work: [compact({ algorithm, hashesPerSecond: rateOf(gpu) })],
    temperatureCelsius: celsiusFrom(gpu.Temperature),
    memoryCelsius: celsiusFrom(gpu.TemperatureMem),
    hotspotCelsius: celsiusFrom(gpu.TemperatureJnct),
    frequencyMegahertz: positiveFrom(gpu['GPU Clock']),
    hardwareErrors: countFrom(gpu['Hardware Errors']),
    fanPercent: percentFrom(gpu['Fan Percent']),
    fanRpm: nonNegativeFrom(gpu['Fan Speed']),
    powerWatts: positiveFrom(leadingNumberFrom(gpu['GPU Power'])),
  })
}
