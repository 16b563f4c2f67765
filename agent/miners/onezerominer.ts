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
  listFrom,
  mapObjects,
  megahertzFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  present,
  secondsFrom,
  textFrom,
  wattsFrom,
} from './lenient'
import type { MinerReader, MinerReading } from './miner-reader'

/** OneZeroMiner over HTTP (`/`): devices beside algorithms, whose lists follow the devices' order; rates are H/s. */
export const onezerominer: MinerReader = {
  family: 'onezerominer',
  kinds: ['onezerominer'],
  guides: [
    {
      kind: 'onezerominer',
      machines: 'OneZeroMiner, on NVIDIA and AMD',
      reached: 'HTTP 3001',
      tells:
        'rate of each algorithm by GPU, temperatures, fans, watts of the cards, shares; pool where its version tells',
      switchOn: 'on as shipped, for this machine; start it with `--api-host 0.0.0.0 --api-port 3001` for others',
      source:
        'field names of its answers as its users read them, version 1.7: github.com/UselessGuru/UG-Miner, OneZeroMiner',
      evidence: 'documented',
    },
  ],
  transport: 'http',
  defaultPort: 3001,
  read: (target) => readHttpFamily(FAMILY, target),
}

const FAMILY: HttpFamily = {
  label: 'OneZeroMiner',
  paths: ['/'],
  isReply: (json) => objectsFrom(json.algos).some((entry) => 'total_hashrate' in entry || 'hashrates' in entry),
  reading: onezerominerReading,
}

export function onezerominerReading(json: JsonObject): MinerReading {
  const algorithms = objectsFrom(json.algos)
  const devices = mapObjects(json.devices, (row, position) => deviceOf(row, position, algorithms))
  return gpuMinerReading({
    name: 'onezerominer',
    version: textFrom(json.version),
    uptimeSeconds: secondsFrom(json.uptime_seconds),
    work: algorithms.map((entry, position) => workOf(entry, devicesRate(devices, position))),
    devices,
  })
}

function algorithmOf(entry: JsonObject): string {
  return canonicalAlgorithm(textFrom(entry.name) ?? 'unknown')
}

function workOf(entry: JsonObject, devicesSum: number | undefined): WorkReport {
  const pool = objectFrom(entry.pool)
  return compact({
    algorithm: algorithmOf(entry),
    hashesPerSecond: hashesPerSecondFrom(entry.total_hashrate) ?? devicesSum,
    shares: present({
      accepted: countFrom(entry.total_accepted_shares),
      rejected: countFrom(entry.total_rejected_shares),
      stale: countFrom(entry.total_stale_shares),
    }),
    pool: present({
      url: textFrom(entry.pool) ?? textFrom(pool?.url),
      user: textFrom(entry.wallet) ?? textFrom(pool?.wallet),
    }),
  })
}

function deviceOf(row: JsonObject, position: number, algorithms: JsonObject[]): DeviceReport {
  return compact({
    index: indexFrom(row.id) ?? position,
    kind: 'gpu' as const,
    name: textFrom(row.name),
    busId: busIdFrom(row.bus_id),
    work: algorithms.map((entry) =>
      compact({
        algorithm: algorithmOf(entry),
        hashesPerSecond: hashesPerSecondFrom(listFrom(entry.hashrates)[position]),
      }),
    ),
    temperatureCelsius: celsiusFrom(row.temp),
    memoryCelsius: celsiusFrom(row.mem_temp),
    frequencyMegahertz: megahertzFrom(row.core_clock) ?? megahertzFrom(row.cclk),
    fanPercent: percentFrom(row.fan),
    powerWatts: wattsFrom(row.power),
  })
}
