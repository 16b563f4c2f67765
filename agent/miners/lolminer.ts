import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, WorkReport } from '#lib/domain/reading'
import { gpuMinerReading } from './gpu-miner-reading'
import { getJson } from './http-json'
import { documentsIn } from './json-line'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  difficultyFrom,
  hashesPerSecondFrom,
  indexFrom,
  isObject,
  type JsonObject,
  listFrom,
  mapObjects,
  megahertzFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  positiveFrom,
  present,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import { describeTarget, type MinerRead, type MinerReader, type MinerReading, type Target } from './miner-reader'
import { hashesPerUnit } from './rate-units'
import { askText } from './tcp-text'

/**
 * lolMiner over HTTP: the format of 0.4 (`GPU0`, `Speed(5s)`), that of 0.6 … 1.3 (`Session`, `GPUs`) and the one since (`Algorithms`,
 * `Workers`).
 */
export const lolminer: MinerReader = {
  family: 'lolminer',
  guides: [
    {
      kind: 'lolminer',
      machines: 'lolMiner, on NVIDIA, AMD and Intel',
      reached: 'HTTP, at the port it was given; 8020 is asked where none is told',
      tells:
        'rate of each algorithm by GPU, core, memory and hot-spot temperatures, fans, clocks, watts of the cards, shares, pool and worker; less in versions before 1.4',
      switchOn: 'start it with `--apiport 8020` (and `--apihost 127.0.0.1` for an agent on the same machine)',
      source:
        'github.com/Lolliedieb/lolMiner-releases, readme; github.com/delawr0190/foreman-apps, test data (recorded: 0.41, 0.6, 1.0)',
      evidence: 'recorded',
    },
  ],
  kinds: ['lolminer'],
  transport: 'http',
  defaultPort: 8020,
  read: readLolminer,
}

/** lolMiner 0.4 over a bare connection: it tells everything as soon as somebody connects, whatever they say. */
export const lolminerGreeting: MinerReader = {
  family: 'lolminer-0.4',
  kinds: ['lolminer'],
  guides: [
    {
      kind: 'lolminer',
      machines: 'lolMiner 0.3 and 0.4, on AMD and NVIDIA',
      reached: 'TCP, at the port it was given; 8020 is asked where none is told',
      tells: 'rate in all and by GPU, card names, pool and user',
      switchOn: 'start it with `--apiport 8020`',
      source: 'github.com/delawr0190/foreman-apps, test data (recorded: 0.41); github.com/RainbowMiner, class Lol',
      evidence: 'recorded',
    },
  ],
  transport: 'tcp',
  defaultPort: 8020,
  read: readGreeting,
}

async function readGreeting(target: Target): Promise<MinerRead> {
  // It needs no question; who needs one, such as a web server, refuses this one at once.
  const reply = await askText(target, 'summary\n', (text) => (documentsIn(text).length > 0 ? 'yes' : 'no'))
  if (!reply.ok) return reply
  const [json] = documentsIn(reply.text)
  if (json && isLolminer(json)) return { ok: true, reading: lolminerReading(json) }
  const place = describeTarget({ ...target, scheme: 'tcp' })
  return { ok: false, failure: 'not-this-miner', problem: `${place} answers, but not as lolMiner 0.4 does` }
}

async function readLolminer(target: Target): Promise<MinerRead> {
  for (const path of ['/summary', '/']) {
    const reply = await getJson(target, path)
    if (reply.ok && isObject(reply.json)) {
      if (isLolminer(reply.json)) return { ok: true, reading: lolminerReading(reply.json) }
    }
    if (!reply.ok && reply.failure !== 'not-this-miner') return reply
  }
  const place = describeTarget({ ...target, scheme: target.scheme ?? 'http' })
  return { ok: false, failure: 'not-this-miner', problem: `${place} does not answer as lolMiner does` }
}

function isLolminer(json: JsonObject): boolean {
  const isNew = objectsFrom(json.Algorithms).some((entry) => 'Algorithm' in entry || 'Total_Performance' in entry)
  const isOld = isObject(json.Session) && (Array.isArray(json.GPUs) || 'Performance_Summary' in json.Session)
  return /^lolminer/i.test(textFrom(json.Software) ?? '') || isNew || isOld || isFirstFormat(json)
}

export function lolminerReading(json: JsonObject): MinerReading {
  if (Array.isArray(json.Algorithms)) return newReading(json)
  return isFirstFormat(json) ? firstReading(json) : oldReading(json)
}

function isFirstFormat(json: JsonObject): boolean {
  return 'TotalSpeed(5s)' in json || 'TotalSpeed(60s)' in json
}

function versionOf(json: JsonObject): string | undefined {
  return textFrom(textFrom(json.Software)?.replace(/^lolminer\s+/i, ''))
}

function newReading(json: JsonObject): MinerReading {
  const algorithms = objectsFrom(json.Algorithms)
  const uptimeSeconds = secondsFrom(objectFrom(json.Session)?.Uptime)
  const work = algorithms.map(newWork)
  const devices = mapObjects(json.Workers, (worker, position) => newDevice(worker, position, algorithms))
  return finish(json, work, devices, uptimeSeconds, objectFrom(json.Session)?.TotalPower)
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

/** `10:0` is bus and device in decimal. */
function busIdOf(address: unknown): string | undefined {
  const bus = /^(\d{1,3}):\d+$/.exec(textFrom(address) ?? '')?.[1]
  return busIdFrom(bus === undefined ? textFrom(address) : Number(bus))
}

function newDevice(worker: JsonObject, position: number, algorithms: JsonObject[]): DeviceReport {
  return compact({
    index: indexFrom(worker.Index) ?? position,
    kind: 'gpu' as const,
    name: textFrom(worker.Name),
    busId: busIdOf(worker.PCIE_Address),
    work: algorithms.map((algorithm) =>
      compact({
        algorithm: algorithmName(algorithm),
        hashesPerSecond: hashesPerSecondFrom(listFrom(algorithm.Worker_Performance)[position], scaleOf(algorithm)),
      }),
    ),
    temperatureCelsius: celsiusFrom(worker.Core_Temp),
    memoryCelsius: celsiusFrom(worker.Mem_Temp),
    hotspotCelsius: celsiusFrom(worker.Juc_Temp),
    frequencyMegahertz: megahertzFrom(worker.CCLK),
    fanPercent: percentFrom(worker.Fan_Speed),
    powerWatts: wattsFrom(worker.Power),
  })
}

function oldReading(json: JsonObject): MinerReading {
  const session = objectFrom(json.Session) ?? {}
  const stratum = objectFrom(json.Stratum) ?? {}
  const scale = hashesPerUnit(session.Performance_Unit) ?? 1
  const algorithm = canonicalAlgorithm(textFrom(objectFrom(json.Mining)?.Algorithm) ?? 'unknown')
  const devices = mapObjects(json.GPUs, (gpu, position) => oldDevice(gpu, position, algorithm, scale))
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
  return finish(json, [work], devices, countFrom(session.Uptime), session.TotalPower)
}

function oldDevice(gpu: JsonObject, position: number, algorithm: string, scale: number): DeviceReport {
  return compact({
    index: indexFrom(gpu.Index) ?? position,
    kind: 'gpu' as const,
    name: textFrom(gpu.Name),
    busId: busIdOf(gpu.PCIE_Address),
    work: [compact({ algorithm, hashesPerSecond: hashesPerSecondFrom(gpu.Performance, scale) })],
    temperatureCelsius: celsiusFrom(gpu['Temp (deg C)']) ?? celsiusFrom(gpu['Temps (deg C)']),
    memoryCelsius: celsiusFrom(gpu['Mem Temp (deg C)']),
    hotspotCelsius: celsiusFrom(gpu['Juc Temp (deg C)']),
    fanPercent: percentFrom(gpu['Fan Speed (%)']),
    powerWatts: wattsFrom(gpu['Consumption (W)']),
  })
}

/** Rates are text, in Sol/s: the minute's is blank until it has filled. It knows neither shares nor sensors. */
function firstReading(json: JsonObject): MinerReading {
  const algorithm = canonicalAlgorithm(textFrom(json.Algorithm) ?? 'unknown')
  const rateIn = (row: JsonObject, name: string) =>
    hashesPerSecondFrom(row[`${name}(60s)`]) ?? hashesPerSecondFrom(row[`${name}(5s)`])
  const devices = Object.entries(json).flatMap(([name, gpu]): DeviceReport[] => {
    const index = indexFrom(/^GPU(\d+)$/.exec(name)?.[1])
    if (index === undefined || !isObject(gpu)) return []
    const work = [compact({ algorithm, hashesPerSecond: rateIn(gpu, 'Speed') })]
    return [compact({ index, kind: 'gpu' as const, name: textFrom(gpu.Name), work })]
  })
  const work = compact({
    algorithm,
    hashesPerSecond: rateIn(json, 'TotalSpeed') ?? total(devices.map((device) => device.work?.[0]?.hashesPerSecond)),
    pool: present({ url: textFrom(json.ConnectedPool), user: textFrom(json.ConnectedUser) }),
  })
  return finish(json, [work], devices, undefined, undefined)
}

function finish(
  json: JsonObject,
  work: WorkReport[],
  devices: DeviceReport[],
  uptimeSeconds: number | undefined,
  watts: unknown,
): MinerReading {
  return gpuMinerReading({
    name: 'lolminer',
    version: versionOf(json),
    uptimeSeconds,
    work,
    devices,
    powerWatts: wattsFrom(watts),
  })
}
