import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, WorkReport } from '#lib/domain/reading'
import { gpuMinerReading } from './gpu-miner-reading'
import { type HttpFamily, readHttpFamily } from './http-family'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  indexFrom,
  isObject,
  type JsonObject,
  listFrom,
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

/** nanominer over HTTP (`/stats`): lists whose objects are named by algorithm (`Ethash`) and device (`GPU 0`, `CPU`). Rates are H/s as text. */
export const nanominer: MinerReader = {
  family: 'nanominer',
  kinds: ['nanominer'],
  guides: [
    {
      kind: 'nanominer',
      machines: 'nanominer, on GPUs and CPUs',
      reached: 'HTTP 9090',
      tells: 'rate of each algorithm by device, temperatures, fans, watts in newer versions, shares, pool; no user',
      switchOn: '`webPort = 9090` in its config file, which is the value as shipped',
      source:
        'github.com/nanopool/nanominer, readme; github.com/minershive/hiveos-linux, hive/miners/nanominer, and github.com/delawr0190/foreman-apps, test data (recorded)',
      evidence: 'recorded',
    },
  ],
  transport: 'http',
  defaultPort: 9090,
  read: (target) => readHttpFamily(FAMILY, target),
}

const FAMILY: HttpFamily = {
  label: 'nanominer',
  paths: ['/stats'],
  isReply: (json) =>
    Array.isArray(json.Algorithms) &&
    ('WorkTime' in json || Array.isArray(json.Devices)) &&
    listFrom(json.Algorithms).every((entry) => isObject(entry) && !('Algorithm' in entry)),
  reading: nanominerReading,
}

const DEVICE = /^(?:GPU|CPU)\b/

export function nanominerReading(json: JsonObject): MinerReading {
  const algorithms = namedObjects(json.Algorithms)
  const described = namedObjects(json.Devices)
  const names = [
    ...new Set([
      ...described.map(([name]) => name),
      ...algorithms.flatMap(([, entry]) => Object.keys(entry).filter((key) => DEVICE.test(key))),
    ]),
  ]
  const ofDevice = new Map(described)
  const gpuCount = names.filter((name) => !/^CPU/.test(name)).length
  const devices = names.map((name, position) =>
    deviceOf(name, /^CPU/.test(name) ? gpuCount : position, ofDevice.get(name) ?? {}, algorithms),
  )
  const work = algorithms.map(([name, entry]) => workOf(name, entry))
  const running = algorithms.flatMap(([, entry]) => devicesIn(entry))
  return gpuMinerReading({
    name: 'nanominer',
    version: textFrom(textFrom(json.Version)?.replace(/^nanominer\s+v?/i, '')),
    uptimeSeconds: secondsFrom(json.WorkTime),
    work,
    devices,
    paused: running.length > 0 && running.every((row) => flagFrom(row.Paused) === true),
  })
}

/** `[{ "Ethash": {…}, "RandomHash": {…} }]`, or one object a name, as pairs. */
function namedObjects(list: unknown): [string, JsonObject][] {
  return objectsFrom(list).flatMap((entry) =>
    Object.entries(entry).flatMap(([name, inner]): [string, JsonObject][] => (isObject(inner) ? [[name, inner]] : [])),
  )
}

function devicesIn(entry: JsonObject): JsonObject[] {
  return Object.entries(entry).flatMap(([key, row]) => (DEVICE.test(key) && isObject(row) ? [row] : []))
}

function workOf(name: string, entry: JsonObject): WorkReport {
  const all = objectFrom(entry.Total) ?? {}
  const rows = devicesIn(entry)
  return compact({
    algorithm: canonicalAlgorithm(name),
    hashesPerSecond: hashesPerSecondFrom(all.Hashrate) ?? total(rows.map((row) => hashesPerSecondFrom(row.Hashrate))),
    shares: present({
      accepted: countFrom(all.Accepted) ?? total(rows.map((row) => countFrom(row.Accepted))),
      rejected: countFrom(all.Denied) ?? total(rows.map((row) => countFrom(row.Denied))),
    }),
    pool: present({ url: textFrom(entry.CurrentPool) }),
  })
}

function deviceOf(
  name: string,
  position: number,
  device: JsonObject,
  algorithms: [string, JsonObject][],
): DeviceReport {
  const isCpu = /^CPU/.test(name)
  return compact({
    index: isCpu ? position : (indexFrom(/\d+/.exec(name)?.[0]) ?? position),
    kind: isCpu ? ('cpu' as const) : ('gpu' as const),
    name: textFrom(device.Name),
    busId: busIdFrom(textFrom(device.Pci)),
    work: algorithms.flatMap(([algorithm, entry]) => {
      const row = entry[name]
      if (!isObject(row)) return []
      return [compact({ algorithm: canonicalAlgorithm(algorithm), hashesPerSecond: hashesPerSecondFrom(row.Hashrate) })]
    }),
    temperatureCelsius: celsiusFrom(device.Temperature),
    memoryCelsius: celsiusFrom(device['Memory Temperature']),
    fanPercent: percentFrom(device.Fan),
    powerWatts: wattsFrom(device.Power),
  })
}
