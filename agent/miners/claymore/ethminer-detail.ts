import type { DeviceReport, PoolReport } from '#lib/domain/reading'
import { devicesRate, gpuMinerReading } from '../gpu-miner-reading'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  indexFrom,
  type JsonObject,
  listFrom,
  mapObjects,
  objectFrom,
  objectsFrom,
  percentFrom,
  present,
  secondsFrom,
  textFrom,
  wattsFrom,
} from '../lenient'
import type { MinerReading } from '../miner-reader'
import { algorithmOf, softwareOf, versionOf } from './getstat1'

/**
 * ethminer's `miner_getstatdetail`, in H/s: `devices` with sensors and hexadecimal rates since 0.18, `gpus` with plain ones before. `rows`
 * is what it said to `miner_getstat1`.
 */
export function detailReading(json: JsonObject, rows: string[]): MinerReading {
  const algorithm = algorithmOf(rows[0] ?? '')
  const mining = objectFrom(json.mining) ?? {}
  const host = objectFrom(json.host) ?? {}
  const ofDevices = objectsFrom(json.devices)
  const ofGpus = objectsFrom(json.gpus)
  const devices = [
    ...mapObjects(json.devices, (device, position) => deviceOf(device, position, algorithm)),
    ...mapObjects(json.gpus, (gpu, position) => oldDeviceOf(gpu, position, algorithm)),
  ]
  const [accepted, rejected] = listFrom(mining.shares)
  const oldShares = objectFrom(json.shares) ?? {}
  const minutes = countFrom(rows[1]) ?? countFrom(json.runtime)
  const paused = [
    ...ofDevices.map((device) => flagFrom(objectFrom(device.mining)?.paused)),
    ...ofGpus.map((gpu) => flagFrom(gpu.ispaused)),
  ]
  return gpuMinerReading({
    name: softwareOf(rows),
    version: versionOf(textFrom(host.version) ?? textFrom(json.version) ?? rows[0] ?? ''),
    uptimeSeconds: secondsFrom(host.runtime) ?? (minutes === undefined ? undefined : secondsFrom(minutes * 60)),
    work: [
      compact({
        algorithm,
        hashesPerSecond:
          rateFrom(mining.hashrate) ??
          rateFrom(json.hashrate) ??
          devicesRate(devices) ??
          hashesPerSecondFrom(rows[2]?.split(';')[0], 1000),
        shares: present({
          accepted: countFrom(accepted) ?? countFrom(oldShares.accepted),
          rejected: countFrom(rejected) ?? countFrom(oldShares.rejected),
          stale: countFrom(oldShares.acceptedstale),
        }),
        pool: poolOf(objectFrom(json.connection), rows[7]),
      }),
    ],
    devices,
    paused: paused.length > 0 && paused.every((flag) => flag === true),
  })
}

/** `0x02c8a1f4`, or a plain number. */
function rateFrom(value: unknown): number | undefined {
  const text = typeof value === 'string' && /^0x[0-9a-f]{1,13}$/i.test(value) ? Number.parseInt(value, 16) : value
  return hashesPerSecondFrom(text)
}

function deviceOf(device: JsonObject, position: number, algorithm: string): DeviceReport {
  const hardware = objectFrom(device.hardware) ?? {}
  const sensors = listFrom(hardware.sensors)
  // Where a fork added a fourth, only the first keeps its place for certain.
  const [temperature, fan, watts] = sensors.length > 3 ? sensors.slice(0, 1) : sensors
  const temperatureCelsius = celsiusFrom(temperature)
  return compact({
    index: indexFrom(device._index) ?? position,
    kind: textFrom(hardware.type) === 'CPU' ? ('cpu' as const) : ('gpu' as const),
    // With its memory after the name: `P102-100 9.92 GB`.
    name: textFrom(textFrom(hardware.name)?.replace(/\s+[\d.]+ [KMGT]?B$/, '')),
    busId: busIdFrom(textFrom(hardware.pci)),
    work: [compact({ algorithm, hashesPerSecond: rateFrom(objectFrom(device.mining)?.hashrate) })],
    temperatureCelsius,
    // Without `--HWMON` every sensor is 0.
    fanPercent: temperatureCelsius === undefined ? undefined : percentFrom(fan),
    powerWatts: wattsFrom(watts),
  })
}

function oldDeviceOf(gpu: JsonObject, position: number, algorithm: string): DeviceReport {
  const temperatureCelsius = celsiusFrom(gpu.temp)
  return compact({
    index: indexFrom(gpu.index) ?? position,
    kind: 'gpu' as const,
    work: [compact({ algorithm, hashesPerSecond: rateFrom(gpu.hashrate) })],
    temperatureCelsius,
    fanPercent: temperatureCelsius === undefined ? undefined : percentFrom(gpu.fan),
    powerWatts: wattsFrom(gpu.power),
  })
}

/** `stratum1+tcp://wallet.worker@host:port`, where the user may hold a password that is not passed on. */
function poolOf(connection: JsonObject | undefined, otherwise: string | undefined): PoolReport | undefined {
  const uri = textFrom(connection?.uri)
  const split = /^([a-z0-9+]+:\/\/)(?:([^@]*)@)?(.+)$/i.exec(uri ?? '')
  return present({
    url: split ? `${split[1]}${split[3]}` : (uri ?? textFrom(otherwise)),
    user: textFrom(split?.[2]?.replace(/:.*$/, '')),
    connected: flagFrom(connection?.connected) ?? flagFrom(connection?.isconnected),
  })
}
