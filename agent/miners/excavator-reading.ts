import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, WorkReport } from '#lib/domain/reading'
import { gpuMinerReading } from './gpu-miner-reading'
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
  megahertzFrom,
  numberFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  present,
  rpmFrom,
  secondsFrom,
  textFrom,
  total,
  totalOfAll,
  wattsFrom,
} from './lenient'
import type { MinerReading } from './miner-reader'

/** Its answer to each question; an empty object where it gave none. */
export type ExcavatorReplies = {
  algorithms: JsonObject
  workers: JsonObject
  devices: JsonObject
  pool: JsonObject
  info: JsonObject
}

/** Rates are H/s. Newer versions list workers apart, older ones inside their algorithm. */
export function excavatorReading(replies: ExcavatorReplies): MinerReading {
  const entries = objectsFrom(replies.algorithms.algorithms)
  const rates = workerRates(entries, objectsFrom(replies.workers.workers))
  return gpuMinerReading({
    name: 'excavator',
    version: textFrom(replies.info.version),
    uptimeSeconds: secondsFrom(replies.info.uptime),
    work: entries.map((entry) => workOf(entry, rates, replies.pool)),
    devices: mapObjects(replies.devices.devices, (device, position) => deviceOf(device, position, rates)),
    // It waits for somebody to tell it what to mine.
    paused: entries.length === 0,
  })
}

type WorkerRate = { device: number | undefined; algorithm: string; hashesPerSecond: number | undefined }

function algorithmOf(entry: JsonObject): string {
  return canonicalAlgorithm(textFrom(entry.name) ?? 'unknown')
}

/**
 * Workers stand in a list of their own, or in older versions with their algorithm. A card may have several; while one of them does not say
 * whose it is, no card's sum is known.
 */
function workerRates(entries: JsonObject[], workers: JsonObject[]): WorkerRate[] {
  const listed = workers.flatMap((worker) =>
    objectsFrom(worker.algorithms).map((entry) => ({
      device: indexFrom(worker.device_id),
      algorithm: algorithmOf(entry),
      hashesPerSecond: hashesPerSecondFrom(entry.speed),
    })),
  )
  const inside = entries.flatMap((entry) =>
    listFrom(entry.workers).map((told) => {
      const worker = objectFrom(told) ?? {}
      // The second place is the second algorithm of a pair, which an algorithm's name does not take apart.
      const speed = Array.isArray(worker.speed) ? worker.speed[0] : worker.speed
      return {
        device: indexFrom(worker.device_id),
        algorithm: algorithmOf(entry),
        hashesPerSecond: hashesPerSecondFrom(speed),
      }
    }),
  )
  return listed.length > 0 ? listed : inside
}

function workOf(entry: JsonObject, rates: WorkerRate[], pool: JsonObject): WorkReport {
  const algorithm = algorithmOf(entry)
  const ofPool = objectsFrom(entry.pools)[0] ?? {}
  const details = objectFrom(ofPool.details) ?? objectFrom(entry.details) ?? {}
  const told = hashesPerSecondFrom(Array.isArray(entry.speed) ? listFrom(entry.speed)[0] : entry.speed)
  return compact({
    algorithm,
    hashesPerSecond:
      told ?? total(rates.filter((rate) => rate.algorithm === algorithm).map((rate) => rate.hashesPerSecond)),
    shares: present({
      accepted: countFrom(entry.accepted_shares) ?? countFrom(details.total_accepted),
      rejected: countFrom(entry.rejected_shares) ?? countFrom(details.total_rejected),
    }),
    pool: present({
      url: textFrom(ofPool.address) ?? textFrom(entry.address) ?? textFrom(pool.address),
      // What follows the colon is the password.
      user: (textFrom(ofPool.login) ?? textFrom(entry.login) ?? textFrom(pool.login))?.replace(/:.*$/, ''),
      connected: flagFrom(ofPool.connected) ?? flagFrom(entry.connected) ?? flagFrom(pool.connected),
    }),
  })
}

function deviceOf(device: JsonObject, position: number, rates: WorkerRate[]): DeviceReport {
  const details = objectFrom(device.details) ?? {}
  const id = indexFrom(device.device_id)
  const isSure = id !== undefined && rates.every((rate) => rate.device !== undefined)
  const own = rates.filter((rate) => isSure && rate.device === id)
  const algorithms = [...new Set(own.map((rate) => rate.algorithm))]
  const work = algorithms.map((algorithm) =>
    compact({
      algorithm,
      hashesPerSecond: totalOfAll(
        own.filter((rate) => rate.algorithm === algorithm).map((rate) => rate.hashesPerSecond),
      ),
    }),
  )
  return compact({
    index: id ?? position,
    kind: 'gpu' as const,
    name: textFrom(device.name),
    busId: busIdFrom(numberFrom(details.bus_id)),
    work: work.length > 0 ? work : undefined,
    temperatureCelsius: celsiusFrom(device.gpu_temp),
    memoryCelsius: celsiusFrom(device.__vram_temp) ?? celsiusFrom(device.vram_temp),
    hotspotCelsius: celsiusFrom(device.__hotspot_temp) ?? celsiusFrom(device.hotspot_temp),
    frequencyMegahertz: megahertzFrom(device.gpu_clock_core) ?? megahertzFrom(device.gpu_clock_core_max),
    fanPercent: percentFrom(device.gpu_fan_speed),
    fanRpm: rpmFrom(device.gpu_fan_speed_rpm),
    powerWatts: wattsFrom(device.gpu_power_usage),
  })
}
