import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, WorkReport } from '#lib/domain/reading'
import { getJson } from './http-json'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  difficultyFrom,
  hashesPerSecondFrom,
  isObject,
  type JsonObject,
  listFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  positiveFrom,
  present,
  textFrom,
  total,
} from './lenient'
import { describeTarget, type MinerRead, type MinerReader, type MinerReading, type Target } from './miner-reader'
import { hashesPerUnit } from './rate-units'

/** lolMiner over HTTP: the format of 0.4 … 1.16 (`Session`, `GPUs`) and the one since (`Algorithms`, `Workers`). */
export const lolminer: MinerReader = {
  family: 'lolminer',
  guides: [],
  kinds: ['lolminer'],
  transport: 'http',
  defaultPort: 8020,
  read: readLolminer,
}

async function readLolminer(target: Target): Promise<MinerRead> {
  for (const path of ['/summary', '/']) {
    const reply = await getJson(target, path)
    if (reply.ok && isObject(reply.json)) {
      if (Array.isArray(reply.json.Algorithms)) return { ok: true, reading: newReading(reply.json) }
      if (isObject(reply.json.Session)) return { ok: true, reading: oldReading(reply.json) }
    }
    if (!reply.ok && reply.failure !== 'not-this-miner') return reply
  }
  const place = describeTarget({ ...target, scheme: target.scheme ?? 'http' })
  return { ok: false, failure: 'not-this-miner', problem: `${place} does not answer as lolMiner does` }
}

export function lolminerReading(json: JsonObject): MinerReading {
  return Array.isArray(json.Algorithms) ? newReading(json) : oldReading(json)
}

function versionOf(json: JsonObject): string | undefined {
  return textFrom(textFrom(json.Software)?.replace(/^lolminer\s+/i, ''))
}

function newReading(json: JsonObject): MinerReading {
  const algorithms = objectsFrom(json.Algorithms)
  const workers = objectsFrom(json.Workers)
  const uptimeSeconds = countFrom(objectFrom(json.Session)?.Uptime)
  const work = algorithms.map(newWork)
  const devices = workers.map((worker, position) => newDevice(worker, position, algorithms))
  return finish(json, work, devices, uptimeSeconds, total(devices.map((device) => device.powerWatts)))
}

function scaleOf(algorithm: JsonObject): number {
  return positiveFrom(algorithm.Performance_Factor) ?? hashesPerUnit(algorithm.Performance_Unit) ?? 1
}

function algorithmName(algorithm: JsonObject): string {
  return canonicalAlgorithm(textFrom(algorithm.Algorithm) ?? 'unknown')
}

function newWork(algorithm: JsonObject): WorkReport {
  const each = listFrom(algorithm.Worker_Performance).map((rate) => hashesPerSecondFrom(rate, scaleOf(algorithm)))
  const url = textFrom(algorithm.Pool)
  return compact({
    algorithm: algorithmName(algorithm),
    hashesPerSecond: hashesPerSecondFrom(algorithm.Total_Performance, scaleOf(algorithm)) ?? total(each),
    shares: present({
      accepted: countFrom(algorithm.Total_Accepted),
      rejected: countFrom(algorithm.Total_Rejected),
      stale: countFrom(algorithm.Total_Stales),
    }),
    bestDifficulty: difficultyFrom(algorithm.Best_Share),
    pool: present({ url, user: workerName(textFrom(algorithm.User), textFrom(algorithm.Worker)) }),
  })
}

function workerName(user: string | undefined, worker: string | undefined): string | undefined {
  return user !== undefined && worker !== undefined && !user.endsWith(`.${worker}`) ? `${user}.${worker}` : user
}

function newDevice(worker: JsonObject, position: number, algorithms: JsonObject[]): DeviceReport {
  return compact({
    index: countFrom(worker.Index) ?? position,
    kind: 'gpu' as const,
    name: textFrom(worker.Name),
    busId: busIdFrom(textFrom(worker.PCIE_Address)),
    work: algorithms.map((algorithm) =>
      compact({
        algorithm: algorithmName(algorithm),
        hashesPerSecond: hashesPerSecondFrom(listFrom(algorithm.Worker_Performance)[position], scaleOf(algorithm)),
      }),
    ),
    temperatureCelsius: celsiusFrom(worker.Core_Temp),
    memoryCelsius: celsiusFrom(worker.Mem_Temp),
    hotspotCelsius: celsiusFrom(worker.Juc_Temp),
    frequencyMegahertz: positiveFrom(worker.CCLK),
    fanPercent: percentFrom(worker.Fan_Speed),
    powerWatts: positiveFrom(worker.Power),
  })
}

function oldReading(json: JsonObject): MinerReading {
  const session = objectFrom(json.Session) ?? {}
  const stratum = objectFrom(json.Stratum) ?? {}
  const scale = hashesPerUnit(session.Performance_Unit) ?? 1
  const algorithm = canonicalAlgorithm(textFrom(objectFrom(json.Mining)?.Algorithm) ?? 'unknown')
  const devices = objectsFrom(json.GPUs).map((gpu, position) => oldDevice(gpu, position, algorithm, scale))
  const accepted = countFrom(session.Accepted)
  const submitted = countFrom(session.Submitted)
  const work = compact({
    algorithm,
    hashesPerSecond:
      hashesPerSecondFrom(session.Performance_Summary, scale) ??
      total(devices.map((device) => device.work?.[0]?.hashesPerSecond)),
    shares: present({
      accepted,
      rejected: accepted === undefined || submitted === undefined ? undefined : Math.max(0, submitted - accepted),
    }),
    pool: present({ url: textFrom(stratum.Current_Pool), user: textFrom(stratum.Current_User) }),
  })
  const watts = positiveFrom(session.TotalPower) ?? total(devices.map((device) => device.powerWatts))
  return finish(json, [work], devices, countFrom(session.Uptime), watts)
}

function oldDevice(gpu: JsonObject, position: number, algorithm: string, scale: number): DeviceReport {
  return compact({
    index: countFrom(gpu.Index) ?? position,
    kind: 'gpu' as const,
    name: textFrom(gpu.Name),
    busId: busIdFrom(textFrom(gpu.PCIE_Address)),
    work: [compact({ algorithm, hashesPerSecond: hashesPerSecondFrom(gpu.Performance, scale) })],
    temperatureCelsius: celsiusFrom(gpu['Temp (deg C)']) ?? celsiusFrom(gpu['Temps (deg C)']),
    memoryCelsius: celsiusFrom(gpu['Mem Temp (deg C)']),
    hotspotCelsius: celsiusFrom(gpu['Juc Temp (deg C)']),
    fanPercent: percentFrom(gpu['Fan Speed (%)']),
    powerWatts: positiveFrom(gpu['Consumption (W)']),
  })
}

function finish(
  json: JsonObject,
  work: WorkReport[],
  devices: DeviceReport[],
  uptimeSeconds: number | undefined,
  watts: number | undefined,
): MinerReading {
  const powerWatts = positiveFrom(watts)
  const started = work.some((entry) => entry.hashesPerSecond)
  return compact({
    state: !started && (uptimeSeconds ?? 60) < 60 ? ('warming' as const) : ('hashing' as const),
    miner: compact({ name: 'lolminer', version: versionOf(json), uptimeSeconds }),
    work,
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('output' as const),
    devices: devices.length > 0 ? devices : undefined,
  })
}
