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
  nonNegativeFrom,
  numberFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  present,
  rpmFrom,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerReader, MinerReading } from './miner-reader'

/**
 * SRBMiner over HTTP (`/`), in H/s, in three forms: one list of GPUs with their rates (SRBMiner-CN), rates beside the devices in
 * `gpu_hashrate` (Multi before 0.4.8), and a list of algorithms with rates by device inside (Multi since).
 */
export const srbminer: MinerReader = {
  family: 'srbminer',
  kinds: ['srbminer'],
  guides: [
    {
      kind: 'srbminer',
      machines: 'SRBMiner-Multi and SRBMiner-CN, on GPUs and CPUs',
      reached: 'HTTP 21550',
      tells:
        'rate of each algorithm by GPU and for the CPU, temperatures, fan speeds, clocks, watts of the cards, shares, pool; no user, no watts in older versions',
      switchOn: 'start it with `--api-enable --api-port 21550` (older versions: 21555)',
      source:
        'github.com/delawr0190/foreman-apps, test data; github.com/minershive/hiveos-linux, hive/miners/srbminer (recorded)',
      evidence: 'recorded',
    },
  ],
  transport: 'http',
  defaultPort: 21550,
  read: (target) => readHttpFamily(FAMILY, target),
}

const FAMILY: HttpFamily = {
  label: 'SRBMiner',
  paths: ['/'],
  isReply: (json) =>
    'mining_time' in json &&
    (Array.isArray(json.algorithms) || 'hashrate_total_now' in json || 'miner_version' in json),
  reading: srbminerReading,
}

export function srbminerReading(json: JsonObject): MinerReading {
  const algorithms = objectsFrom(json.algorithms)
  const lanes = algorithms.length > 0 ? algorithms.map(laneOf) : [oldLaneOf(json)]
  const gpus = [...listFrom(json.gpu_devices), ...listFrom(json.devices)]
  const devices = mapObjects(gpus, (gpu, position) => gpuOf(gpu, position, lanes))
  const cpu = cpuOf(json, lanes, devices.length)
  const all = cpu ? [...devices, cpu] : devices
  return gpuMinerReading({
    name: 'srbminer',
    version: textFrom(json.miner_version),
    uptimeSeconds: secondsFrom(json.mining_time),
    work: lanes.map((lane, position) => workOf(lane, devicesRate(all, position))),
    devices: all,
  })
}

/** One algorithm, whatever form told it. */
type Lane = {
  algorithm: string
  /** Windows by their name: `now`, `1min`, `5min`. */
  rates: { [window: string]: unknown }
  byGpu: JsonObject
  byCpuThread: JsonObject
  shares: JsonObject
  pool: JsonObject
}

function laneOf(entry: JsonObject): Lane {
  const hashrate = objectFrom(entry.hashrate) ?? {}
  return {
    algorithm: canonicalAlgorithm(textFrom(entry.name) ?? textFrom(entry.algorithm) ?? 'unknown'),
    rates: hashrate,
    byGpu: objectFrom(hashrate.gpu) ?? {},
    byCpuThread: objectFrom(hashrate.cpu) ?? {},
    shares: objectFrom(entry.shares) ?? {},
    pool: objectFrom(entry.pool) ?? {},
  }
}

function oldLaneOf(json: JsonObject): Lane {
  const cryptonight = textFrom(json.cryptonight_type)
  return {
    algorithm: canonicalAlgorithm(
      textFrom(json.algorithm) ?? (cryptonight === undefined ? 'unknown' : `cryptonight/${cryptonight}`),
    ),
    rates: { now: json.hashrate_total_now, '1min': json.hashrate_total_1min, '5min': json.hashrate_total_5min },
    byGpu: objectsFrom(json.gpu_hashrate)[0] ?? {},
    byCpuThread: objectsFrom(json.cpu_hashrate)[0] ?? {},
    shares: objectFrom(json.shares) ?? {},
    pool: objectFrom(json.pool) ?? {},
  }
}

/** The minute's mean once the minute has filled; until then it reads 0. */
function rateOf({ rates }: Lane): number | undefined {
  const minute = hashesPerSecondFrom(rates['1min'])
  const now = hashesPerSecondFrom(rates.now)
  return minute === undefined || (minute === 0 && now !== undefined) ? now : minute
}

function workOf(lane: Lane, devicesSum: number | undefined): WorkReport {
  const { shares, pool } = lane
  const accepted = countFrom(shares.accepted)
  const submitted = countFrom(shares.total)
  const url = textFrom(pool.pool)
  const connectedSeconds = nonNegativeFrom(pool.uptime)
  return compact({
    algorithm: lane.algorithm,
    hashesPerSecond: rateOf(lane) ?? devicesSum,
    shares: present({
      accepted,
      rejected:
        countFrom(shares.rejected) ??
        (accepted === undefined || submitted === undefined ? undefined : Math.max(0, submitted - accepted)),
      stale: countFrom(shares.accepted_stale),
    }),
    pool: present({
      url,
      connected: url === undefined || connectedSeconds === undefined ? undefined : connectedSeconds > 0,
    }),
  })
}

function gpuOf(gpu: JsonObject, position: number, lanes: Lane[]): DeviceReport {
  const label = textFrom(gpu.device)?.toLowerCase()
  const index = indexFrom(gpu.device_id) ?? indexFrom(label?.replace(/^gpu/, '')) ?? indexFrom(gpu.id) ?? position
  return compact({
    index,
    kind: 'gpu' as const,
    name: textFrom(gpu.model),
    busId: busIdFrom(numberFrom(gpu.bus_id)),
    work: lanes.map((lane) =>
      compact({ algorithm: lane.algorithm, hashesPerSecond: gpuRate(lane, label ?? `gpu${index}`, gpu) }),
    ),
    temperatureCelsius: celsiusFrom(gpu.temperature),
    memoryCelsius: celsiusFrom(gpu.memory_temperature) ?? celsiusFrom(gpu.vram_temperature),
    hotspotCelsius: celsiusFrom(gpu.junction_temperature) ?? celsiusFrom(gpu.hotspot_temperature),
    frequencyMegahertz: megahertzFrom(gpu.core_clock),
    hardwareErrors: countFrom(gpu.compute_errors),
    fanPercent: percentFrom(gpu.fan_speed_percent) ?? percentFrom(gpu.fan_speed),
    fanRpm: rpmFrom(gpu.fan_speed_rpm),
    powerWatts: wattsFrom(gpu.asic_power) ?? wattsFrom(gpu.power),
  })
}

function gpuRate(lane: Lane, label: string, gpu: JsonObject): number | undefined {
  const told = Object.entries(lane.byGpu).find(([name]) => name.toLowerCase() === label)?.[1]
  return hashesPerSecondFrom(told) ?? hashesPerSecondFrom(gpu.hashrate)
}

/** The CPU's threads make one device, whose model only newer versions tell. */
function cpuOf(json: JsonObject, lanes: Lane[], index: number): DeviceReport | undefined {
  const rates = lanes.map(({ byCpuThread }) => {
    const threads = Object.entries(byCpuThread).filter(([name]) => /^thread/i.test(name))
    if (threads.length === 0) return undefined
    return hashesPerSecondFrom(byCpuThread.total) ?? total(threads.map(([, rate]) => hashesPerSecondFrom(rate)))
  })
  if (rates.every((rate) => rate === undefined)) return undefined
  const cpu = objectsFrom(json.cpu_devices)[0] ?? {}
  return compact({
    index,
    kind: 'cpu' as const,
    name: textFrom(cpu.model),
    work: lanes.flatMap(({ algorithm }, position) => {
      const hashesPerSecond = rates[position]
      return hashesPerSecond === undefined ? [] : [{ algorithm, hashesPerSecond }]
    }),
    temperatureCelsius: celsiusFrom(cpu.temperature),
  })
}
