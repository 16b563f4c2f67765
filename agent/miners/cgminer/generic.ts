import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, FanReport } from '#lib/domain/reading'
import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  type JsonObject,
  leadingNumberFrom,
  macFrom,
  nonNegativeFrom,
  percentFrom,
  positiveFrom,
  present,
  textFrom,
  total,
} from '../lenient'
import type { MinerReading, ReaderMemory } from '../miner-reader'
import { averageSinceStart, isWorking, windowedRate } from './hash-windows'
import { readPools } from './pools'
import { answered, type Replies, rowsOf, statsOf, statusOf, summaryOf } from './replies'

/** Figures of the first minute say nothing yet. */
export function isWarmingUp(uptimeSeconds: number | undefined): boolean {
  return uptimeSeconds !== undefined && uptimeSeconds < 60
}

export type RateOfRow = (row: JsonObject) => number | undefined

/**
 * How this machine's rows tell their rate. The average since the start counts only where no row has anything else, and then only
 * while the work counters move: a machine that was switched off keeps showing it.
 */
export function rateReader(
  rows: JsonObject[],
  summary: JsonObject,
  memory: ReaderMemory | undefined,
  nowMs: number,
): RateOfRow {
  if (rows.some((row) => windowedRate(row) !== undefined)) return (row) => windowedRate(row)
  if (isWorking(summary, memory, nowMs)) return averageSinceStart
  return (row) => (averageSinceStart(row) === undefined ? undefined : 0)
}

/** Any relative of cgminer: what its summary, devices and pools say, read by their labels. */
export function readGeneric(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const summary = summaryOf(replies)
  const stats = statsOf(replies)
  const rows = rowsOf(replies, 'DEVS')
  const rateOf = rateReader([summary, ...rows, stats], summary, memory, nowMs)
  const { pool, shares, bestDifficulty, blocksFound, row } = readPools(replies, nowMs)
  const version = rowsOf(replies, 'VERSION')[0] ?? {}
  const told =
    textFrom(row?.Algorithm) ??
    textFrom(row?.Algo) ??
    textFrom(summary.Algorithm) ??
    textFrom(rows[0]?.Algorithm) ??
    algorithmOfCoin(summary['Miner type'])
  const algorithm = told
    ? canonicalAlgorithm(told)
    : (algorithmOfDriver(rows) ?? algorithmOfUnits([summary, ...rows, stats]))
  const ids = rows.map((device) => countFrom(device.ID))
  // Drivers count from 0 each, so that one with two drivers repeats them.
  const distinct = new Set(ids).size === ids.length
  const devices = rows.map((device, position) =>
    readDevice(device, (distinct ? ids[position] : undefined) ?? position, algorithm, rateOf),
  )
  const fans = readFans(summary) ?? readFans(stats)
  const uptimeSeconds = countFrom(summary.Elapsed) ?? countFrom(stats.Elapsed)
  return compact({
    state: isWarmingUp(uptimeSeconds) ? ('warming' as const) : ('hashing' as const),
    miner: compact({
      name,
      version: softwareVersion(version) ?? describedAs(replies),
      model: textFrom(version.PROD) ?? textFrom(version.Type) ?? textFrom(stats.Type) ?? textFrom(stats.Model),
      uptimeSeconds,
      machineUptimeSeconds: countFrom(summary.Uptime) ?? countFrom(stats['System Uptime']),
      mac: macFrom(version.MAC) ?? macFrom(summary.MAC) ?? macFrom(stats.MAC),
    }),
    work: [
      compact({
        algorithm,
        hashesPerSecond:
          rateOf(summary) ?? total(devices.map((device) => device.work?.[0]?.hashesPerSecond)) ?? rateOf(stats),
        nominalHashesPerSecond: nominalOf(rows),
        shares,
        bestDifficulty,
        blocksFound,
        pool,
      }),
    ],
    devices: devices.length > 0 ? devices : undefined,
    fans,
    cooling: fans?.some((fan) => fan.rpm) ? ('air' as const) : undefined,
  })
}

/** `Fan1`, `fan2`, `Fan 3`, in rpm, in the order of their numbers; at most as many as `Fan Num` says. */
function readFans(row: JsonObject): FanReport[] | undefined {
  const numbered = Object.entries(row).flatMap(([key, value]) => {
    const number = /^fan ?(\d{1,2})$/i.exec(key)?.[1]
    return number === undefined ? [] : [{ number: Number(number), rpm: nonNegativeFrom(value) }]
  })
  const percent = percentFrom(row['Fan duty']) ?? percentFrom(row['Fan Percent'])
  const fans = numbered
    .toSorted((a, b) => a.number - b.number)
    .slice(0, countFrom(row['Fan Num']) ?? countFrom(row.fan_num) ?? numbered.length)
    .map(({ rpm }) => present({ rpm, percent }))
    .filter((fan) => fan !== undefined)
  if (fans.length > 0) return fans.some((fan) => fan.rpm) ? fans : undefined
  return percent === undefined ? undefined : [{ percent }]
}

/** StrongU names the coin: `"Miner type":"dash"`. */
function algorithmOfCoin(coin: unknown): string | undefined {
  const name = textFrom(coin)?.toLowerCase()
  return { dash: 'x11', sc: 'blake2b', dcr: 'blake256r14', ltc: 'scrypt', btc: 'sha256d', ckb: 'eaglesong' }[name ?? '']
}

/** What the sticks and boards of one driver are made for, by the name that cgminer and BFGMiner give them. */
function algorithmOfDriver(rows: JsonObject[]): string | undefined {
  const name = textFrom(rows[0]?.Name) ?? ''
  if (/^ML[DT]/.test(name)) return 'scrypt'
  // BFGMiner calls a scrypt stick of some kH/s by the name that cgminer gives one of many GH/s.
  return /^(GS[A-Z]|BF1|BXF|BXM|AMU|ICA|ANU|AU3|HFA|CTA|KNC|BAJ|BAB|DRB|NF1)/.test(name) && largestRate(rows) >= 1e8
    ? 'sha256d'
    : undefined
}

function readDevice(device: JsonObject, index: number, algorithm: string, rateOf: RateOfRow): DeviceReport {
  return compact({
    index,
    kind: 'GPU' in device ? ('gpu' as const) : ('board' as const),
    name: textFrom(device.Name),
    work: [compact({ algorithm, hashesPerSecond: rateOf(device) })],
    temperatureCelsius: celsiusFrom(device['Chip Temp Max']) ?? celsiusFrom(device.Temperature),
    boardCelsius: celsiusFrom(device['Board Temp']),
    frequencyMegahertz:
      positiveFrom(leadingNumberFrom(device['Chip Frequency'])) ?? positiveFrom(leadingNumberFrom(device.Frequency)),
    hardwareErrors: countFrom(device['Hardware Errors']),
  })
}

/** What the boards should do at present settings, where every board that is enabled says so. */
export function nominalOf(rows: JsonObject[]): number | undefined {
  const enabled = rows.filter((row) => flagFrom(row.Enabled) !== false)
  const nominal = enabled.map((row) => positiveFrom(row['Nominal MHS']))
  const sum = nominal.length > 0 && nominal.every((value) => value !== undefined) ? total(nominal) : undefined
  return sum === undefined ? undefined : positiveFrom(sum * 1e6)
}

/** Machines that count in GH/s hash SHA-256; of others that do not say, we do not know. */
function algorithmOfUnits(rows: JsonObject[]): string {
  return rows.some((row) => 'ASC' in row || 'MM Count' in row) && largestRate(rows) >= 1e11 ? 'sha256d' : 'unknown'
}

function largestRate(rows: JsonObject[]): number {
  return Math.max(0, ...rows.map((row) => windowedRate(row) ?? averageSinceStart(row) ?? 0))
}

/** As it names itself in what it did answer; a refusal may be somebody else's word. */
function describedAs(replies: Replies): string | undefined {
  const answers = [replies.version, replies.summary, replies.devs, replies.stats, replies.pools].filter(answered)
  return answers.map((reply) => statusOf(reply).description).find((text) => text !== undefined)
}

function softwareVersion(version: JsonObject): string | undefined {
  for (const [key, value] of Object.entries(version))
    if (/miner|^BOS/i.test(key) && key !== 'Miner') return textFrom(value)
  return textFrom(version.Miner)
}
