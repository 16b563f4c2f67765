import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, PoolReport, WorkReport } from '#lib/domain/reading'
import { devicesRate, gpuMinerReading } from './gpu-miner-reading'
import { type HttpFamily, readHttpFamily } from './http-family'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  indexFrom,
  isObject,
  type JsonObject,
  mapObjects,
  megahertzFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  present,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerReader, MinerReading } from './miner-reader'

/** Rigel over HTTP (`/` or `/stat`): everything per algorithm is an object named by algorithm; rates are H/s. */
export const rigel: MinerReader = {
  family: 'rigel',
  kinds: ['rigel'],
  guides: [
    {
      kind: 'rigel',
      machines: 'Rigel, on NVIDIA',
      reached: 'HTTP 5000',
      tells:
        'rate of each algorithm by GPU, core and memory temperatures, fans, clocks, watts of the cards, shares, pool and worker',
      switchOn: 'start it with `--api-bind 0.0.0.0:5000` (`127.0.0.1` for an agent on the same machine)',
      source: 'field names of its answers as its users read them, version 1.23: github.com/UselessGuru/UG-Miner, Rigel',
      evidence: 'documented',
    },
  ],
  transport: 'http',
  defaultPort: 5000,
  read: (target) => readHttpFamily(FAMILY, target),
}

const FAMILY: HttpFamily = {
  label: 'Rigel',
  paths: ['/', '/stat'],
  isReply: (json) =>
    isObject(json.hashrate) && isObject(json.solution_stat) && Array.isArray(json.devices) && 'algorithm' in json,
  reading: rigelReading,
}

export function rigelReading(json: JsonObject): MinerReading {
  // As it spells them, which is what its objects are named by.
  const names = namesOf(json)
  const rows = objectsFrom(json.devices)
  const devices = mapObjects(json.devices, (row, position) => deviceOf(row, position, names))
  return gpuMinerReading({
    name: 'rigel',
    version: textFrom(json.version),
    uptimeSeconds: secondsFrom(json.uptime),
    work: names.map((name, position) => workOf(json, name, devicesRate(devices, position))),
    devices,
    powerWatts: wattsFrom(json.power_usage),
    paused: rows.length > 0 && rows.every((row) => /^(paused|disabled|stopped)$/i.test(textFrom(row.state) ?? '')),
  })
}

function namesOf(json: JsonObject): string[] {
  const told = (textFrom(json.algorithm) ?? '').split('+').map((name) => name.trim())
  const rates = objectFrom(json.hashrate) ?? {}
  const known = told.filter((name) => name in rates)
  return known.length > 0 ? known : Object.keys(rates)
}

function workOf(json: JsonObject, name: string, devicesSum: number | undefined): WorkReport {
  const stat = objectFrom(objectFrom(json.solution_stat)?.[name]) ?? {}
  const rejected = total([countFrom(stat.rejected), countFrom(stat.invalid)])
  return compact({
    algorithm: canonicalAlgorithm(name),
    hashesPerSecond: hashesPerSecondFrom(objectFrom(json.hashrate)?.[name]) ?? devicesSum,
    shares: present({ accepted: countFrom(stat.accepted), rejected, stale: countFrom(stat.stale) }),
    pool: poolOf(objectFrom(json.pools)?.[name]),
  })
}

function poolOf(pools: unknown): PoolReport | undefined {
  const list = objectsFrom(Array.isArray(pools) ? pools : [pools])
  const pool = list.find((candidate) => !/disconnected/i.test(textFrom(candidate.state) ?? '')) ?? list[0]
  const details = objectFrom(pool?.connection_details)
  const host = textFrom(details?.hostname)
  const port = countFrom(details?.port)
  const wallet = textFrom(details?.username) ?? textFrom(details?.wallet)
  const worker = textFrom(details?.worker)
  return present({
    url: host === undefined ? textFrom(pool?.url) : port === undefined ? host : `${host}:${port}`,
    user: wallet !== undefined && worker !== undefined ? `${wallet}.${worker}` : (wallet ?? worker),
  })
}

function deviceOf(row: JsonObject, position: number, names: string[]): DeviceReport {
  const sensors = objectFrom(row.monitoring_info) ?? {}
  const rates = objectFrom(row.hashrate) ?? {}
  return compact({
    index: indexFrom(row.id) ?? position,
    kind: 'gpu' as const,
    name: textFrom(row.name),
    busId: busIdFrom(textFrom(row.pci_address)),
    work: names.map((name) =>
      compact({ algorithm: canonicalAlgorithm(name), hashesPerSecond: hashesPerSecondFrom(rates[name]) }),
    ),
    temperatureCelsius: celsiusFrom(sensors.core_temperature),
    memoryCelsius: celsiusFrom(sensors.memory_temperature),
    frequencyMegahertz: megahertzFrom(sensors.core_clock),
    fanPercent: percentFrom(sensors.fan_speed),
    powerWatts: wattsFrom(sensors.power_usage),
  })
}
