import type { DeviceReport, FanReport, WorkReport } from '#lib/domain/reading'
import { compact, present } from './lenient'
import type { MinerReading } from './miner-reader'
import { isPossibleRate } from './possible-rate'

/** Beyond these no machine sold comes near; what is there is a misprint or an overflow. */
const WATTS = 100_000
const RPM = 100_000
const MEGAHERTZ = 100_000
const SECONDS = 1e10
const HASHES_PER_SECOND = 1e21
const LAST_INDEX = 100_000
const LONGEST_TEXT = 120
const ERRORS_AT_MOST = 64

/** The reading without figures that cannot be: better absent than shown. */
export function withoutImpossible(reading: MinerReading): MinerReading {
  const powerWatts = upTo(reading.powerWatts, WATTS)
  const miner = reading.miner
  return compact({
    ...reading,
    miner: compact({
      ...miner,
      version: miner.version?.slice(0, LONGEST_TEXT),
      model: miner.model?.slice(0, LONGEST_TEXT),
      serial: miner.serial?.slice(0, LONGEST_TEXT),
      uptimeSeconds: upTo(miner.uptimeSeconds, SECONDS),
      machineUptimeSeconds: upTo(miner.machineUptimeSeconds, SECONDS),
    }),
    work: reading.work.map((work) => possibleWork(work, powerWatts)),
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : reading.powerSource,
    devices: reading.devices?.map(possibleDevice),
    fans: someOf(reading.fans?.map(possibleFan).filter((fan) => fan !== undefined)),
    errors: reading.errors
      ?.slice(0, ERRORS_AT_MOST)
      .map((error) => compact({ code: error.code?.slice(0, LONGEST_TEXT), text: error.text?.slice(0, 500) })),
  })
}

function possibleWork(work: WorkReport, powerWatts: number | undefined): WorkReport {
  const rate = upTo(work.hashesPerSecond, HASHES_PER_SECOND)
  return compact({
    ...work,
    hashesPerSecond: isPossibleRate(work.algorithm, rate, powerWatts || undefined) ? rate : undefined,
    nominalHashesPerSecond: upTo(work.nominalHashesPerSecond, HASHES_PER_SECOND),
    bestDifficulty: upTo(work.bestDifficulty, 1e30),
  })
}

function possibleDevice(device: DeviceReport, position: number): DeviceReport {
  return compact({
    ...device,
    index: upTo(device.index, LAST_INDEX) ?? position,
    name: device.name?.slice(0, LONGEST_TEXT),
    work: device.work?.map((work) =>
      compact({ ...work, hashesPerSecond: upTo(work.hashesPerSecond, HASHES_PER_SECOND) }),
    ),
    frequencyMegahertz: upTo(device.frequencyMegahertz, MEGAHERTZ),
    fanRpm: upTo(device.fanRpm, RPM),
    powerWatts: upTo(device.powerWatts, WATTS),
  })
}

function possibleFan(fan: FanReport): FanReport | undefined {
  return present({ ...fan, rpm: upTo(fan.rpm, RPM) })
}

function someOf<T>(list: T[] | undefined): T[] | undefined {
  return list && list.length > 0 ? list : undefined
}

function upTo(value: number | undefined, limit: number): number | undefined {
  return value !== undefined && value <= limit ? value : undefined
}
