import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, WorkReport } from '#lib/domain/reading'
import { devicesRate, gpuMinerReading } from './gpu-miner-reading'
import { type HttpFamily, readHttpFamily } from './http-family'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  indexFrom,
  type JsonObject,
  mapObjects,
  megahertzFrom,
  numberFrom,
  objectFrom,
  percentFrom,
  positiveFrom,
  present,
  secondsFrom,
  textFrom,
  wattsFrom,
} from './lenient'
import type { MinerReader, MinerReading } from './miner-reader'
import { prettyRateFrom } from './rate-units'

/** NBMiner over HTTP (`/api/v1/status`). What ends in `_raw` is H/s; the fields without are made for people. */
export const nbminer: MinerReader = {
  family: 'nbminer',
  kinds: ['nbminer'],
  guides: [
    {
      kind: 'nbminer',
      machines: 'NBMiner, on NVIDIA and AMD',
      reached: 'HTTP 22333',
      tells:
        'rate of one or two algorithms by GPU, temperatures, fans, clocks, watts of the cards, shares, pool; the algorithm in newer versions only',
      switchOn: 'start it with `--api 0.0.0.0:22333` (`127.0.0.1` for an agent on the same machine)',
      source: 'github.com/NebuTech/NBMiner, API reference; github.com/delawr0190/foreman-apps, test data (recorded)',
      evidence: 'recorded',
    },
  ],
  transport: 'http',
  defaultPort: 22333,
  read: (target) => readHttpFamily(FAMILY, target),
}

const FAMILY: HttpFamily = {
  label: 'NBMiner',
  paths: ['/api/v1/status'],
  isReply: (json) => Array.isArray(objectFrom(json.miner)?.devices) && 'stratum' in json,
  reading: (json) => nbminerReading(json, Date.now()),
}

/** `nowMs` is for its uptime, of which it tells only when it began. */
export function nbminerReading(json: JsonObject, nowMs: number): MinerReading {
  const miner = objectFrom(json.miner) ?? {}
  const stratum = objectFrom(json.stratum) ?? {}
  const second = (hashesPerSecondFrom(miner.total_hashrate2_raw) ?? 0) > 0 || textFrom(stratum.url2) !== undefined
  // Two algorithms are told as one word: `eaglesong_ethash`.
  const names = (textFrom(stratum.algorithm) ?? '').split(second ? '_' : '\0')
  const halves = (second ? (['', '2'] as const) : ([''] as const)).map((suffix, position) => ({
    suffix,
    // The second of a pair has always been Ethash.
    algorithm: canonicalAlgorithm(names[position] || (suffix === '2' ? 'ethash' : 'unknown')),
  }))
  const devices = mapObjects(miner.devices, (row, position) => deviceOf(row, position, halves))
  const startedAtSeconds = positiveFrom(json.start_time)
  return gpuMinerReading({
    name: 'nbminer',
    version: textFrom(json.version)?.replace(/^v(?=\d)/, ''),
    uptimeSeconds: startedAtSeconds === undefined ? undefined : secondsFrom(nowMs / 1000 - startedAtSeconds),
    work: halves.map((half, position) => workOf(miner, stratum, half, devicesRate(devices, position))),
    devices,
    powerWatts: wattsFrom(miner.total_power_consume),
  })
}

type Half = { suffix: '' | '2'; algorithm: string }

function rateOf(row: JsonObject, name: string): number | undefined {
  return hashesPerSecondFrom(row[`${name}_raw`]) ?? prettyRateFrom(row[name])
}

function workOf(miner: JsonObject, stratum: JsonObject, half: Half, devicesSum: number | undefined): WorkReport {
  const { suffix, algorithm } = half
  return compact({
    algorithm,
    hashesPerSecond: rateOf(miner, `total_hashrate${suffix}`) ?? devicesSum,
    shares: present({
      accepted: countFrom(stratum[`accepted_shares${suffix}`]),
      rejected: countFrom(stratum[`rejected_shares${suffix}`]),
    }),
    pool: present({ url: textFrom(stratum[`url${suffix}`]), user: textFrom(stratum[`user${suffix}`]) }),
  })
}

function deviceOf(row: JsonObject, position: number, halves: readonly Half[]): DeviceReport {
  return compact({
    index: indexFrom(row.id) ?? position,
    kind: 'gpu' as const,
    name: textFrom(row.info),
    busId: busIdFrom(numberFrom(row.pci_bus_id)),
    work: halves.map(({ suffix, algorithm }) =>
      compact({ algorithm, hashesPerSecond: rateOf(row, `hashrate${suffix}`) }),
    ),
    temperatureCelsius: celsiusFrom(row.temperature),
    memoryCelsius: positiveFrom(celsiusFrom(row.memTemperature) ?? celsiusFrom(row.mem_temperature)),
    frequencyMegahertz: megahertzFrom(row.core_clock),
    fanPercent: percentFrom(row.fan),
    powerWatts: wattsFrom(row.power),
  })
}
