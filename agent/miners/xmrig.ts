import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport } from '#lib/domain/reading'
import { getJson, type HttpReply } from './http-json'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  difficultyFrom,
  flagFrom,
  hashesPerSecondFrom,
  highest,
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

/** XMRig and its forks over HTTP (its `doc/API.md`); WildRig answers the same at `/`, xmrig-proxy a wider window list in kH/s. */
export const xmrig: MinerReader = {
  family: 'xmrig',
  guides: [],
  kinds: ['xmrig', 'xmrig-proxy', 'wildrig'],
  transport: 'http',
  defaultPort: 8080,
  read: readXmrig,
}

const PATHS = ['/2/summary', '/1/summary', '/api.json', '/']

async function readXmrig(target: Target): Promise<MinerRead> {
  const place = describeTarget({ ...target, scheme: target.scheme ?? 'http' })
  let last: HttpReply | undefined
  for (const path of PATHS) {
    const reply = await getJson(target, path)
    if (reply.ok && isSummary(reply.json)) {
      const backends = hasGpuBackend(reply.json) ? await getJson(target, '/2/backends') : undefined
      return { ok: true, reading: xmrigReading(reply.json, backends?.ok ? objectsFrom(backends.json) : []) }
    }
    if (!reply.ok && reply.failure !== 'not-this-miner') return reply
    last = reply
  }
  if (last && !last.ok) return last
  return { ok: false, failure: 'not-this-miner', problem: `${place} answers, but not as XMRig does` }
}

function isSummary(json: unknown): json is JsonObject {
  return (
    isObject(json) &&
    isObject(json.hashrate) &&
    Array.isArray(json.hashrate.total) &&
    (isObject(json.connection) || isObject(json.results) || isObject(json.miners) || 'algo' in json)
  )
}

function hasGpuBackend(summary: JsonObject): boolean {
  return /cuda|opencl/i.test(listFrom(summary.features).join(' ')) && summary.kind !== 'proxy'
}

export function xmrigReading(summary: JsonObject, backends: JsonObject[] = []): MinerReading {
  const isProxy = summary.kind === 'proxy' || isObject(summary.miners)
  const software = `${textFrom(summary.ua) ?? ''} ${textFrom(summary.name) ?? ''} ${textFrom(summary.kind) ?? ''}`
  const name = isProxy ? 'xmrig-proxy' : /wildrig/i.test(software) ? 'wildrig' : 'xmrig'
  const algorithm = canonicalAlgorithm(textFrom(summary.algo) ?? 'unknown')
  const paused = flagFrom(summary.paused) === true
  const rates = listFrom(objectFrom(summary.hashrate)?.total)
  // The proxy's first window is one minute, in kH/s.
  const hashesPerSecond = paused ? 0 : isProxy ? hashesPerSecondFrom(rates[0], 1000) : nearestMinute(rates)
  const results = objectFrom(summary.results) ?? {}
  const connection = objectFrom(summary.connection) ?? {}
  const accepted = countFrom(results.shares_good) ?? countFrom(results.accepted)
  const submitted = countFrom(results.shares_total)
  const connectedSeconds = countFrom(connection.uptime)
  const uptimeSeconds = countFrom(summary.uptime) ?? connectedSeconds
  const gpus = backends.flatMap((backend) => gpuDevices(backend, algorithm))
  const cpu = objectFrom(summary.cpu)
  const powerWatts = positiveFrom(total(gpus.map((gpu) => gpu.powerWatts)))
  return compact({
    state: paused ? ('paused' as const) : hashesPerSecond === undefined ? ('warming' as const) : ('hashing' as const),
    miner: compact({ name, version: textFrom(summary.version), uptimeSeconds }),
    work: [
      compact({
        algorithm,
        hashesPerSecond,
        shares: present({
          accepted,
          rejected:
            countFrom(results.rejected) ??
            (submitted === undefined || accepted === undefined ? undefined : Math.max(0, submitted - accepted)),
        }),
        bestDifficulty: difficultyFrom(listFrom(results.best)[0]),
        pool: present({
          url: textFrom(connection.pool),
          connected: connectedSeconds === undefined ? undefined : connectedSeconds > 0,
        }),
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('output' as const),
    devices:
      gpus.length > 0 ? gpus : name === 'xmrig' && cpu ? [cpuDevice(cpu, algorithm, hashesPerSecond)] : undefined,
  })
}

/** Windows of 10 s, 60 s and 15 min, each `null` until it has filled. */
function nearestMinute(windows: unknown[]): number | undefined {
  return hashesPerSecondFrom(windows[1]) ?? hashesPerSecondFrom(windows[0]) ?? hashesPerSecondFrom(windows[2])
}

function cpuDevice(cpu: JsonObject, algorithm: string, hashesPerSecond: number | undefined): DeviceReport {
  return compact({
    index: 0,
    kind: 'cpu' as const,
    name: textFrom(cpu.brand),
    work: [compact({ algorithm, hashesPerSecond })],
  })
}

function gpuDevices(backend: JsonObject, algorithm: string): DeviceReport[] {
  if (!/cuda|opencl/i.test(textFrom(backend.type) ?? '')) return []
  return objectsFrom(backend.threads).map((thread, position) => {
    const health = objectFrom(thread.health) ?? {}
    return compact({
      index: countFrom(thread.index) ?? position,
      kind: 'gpu' as const,
      name: textFrom(thread.name),
      busId: busIdFrom(thread.bus_id),
      work: [compact({ algorithm, hashesPerSecond: nearestMinute(listFrom(thread.hashrate)) })],
      temperatureCelsius: celsiusFrom(health.temperature),
      frequencyMegahertz: positiveFrom(health.clock),
      fanPercent: highest(listFrom(health.fan_speed).map(percentFrom)),
      powerWatts: positiveFrom(health.power),
    })
  })
}
