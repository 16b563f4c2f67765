import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, WorkReport } from '#lib/domain/reading'
import { gpuMinerReading } from './gpu-miner-reading'
import { getJson, type HttpReply, withoutCredentials } from './http-json'
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
  mapObjects,
  megahertzFrom,
  numberFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  present,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import {
  describeTarget,
  type MinerRead,
  type MinerReader,
  type MinerReading,
  type ReaderMemory,
  type Target,
} from './miner-reader'

/** T-Rex over HTTP (`/summary`); rates are H/s. Its `control` and `config` doors change things and are never opened. */
export const trex: MinerReader = {
  family: 'trex',
  guides: [
    {
      kind: 'trex',
      machines: 'T-Rex, on NVIDIA',
      reached: 'HTTP 4067; password where it has one',
      tells:
        'rate over the last minute of one or two algorithms by GPU, core and memory temperatures, fans, clocks, watts of the cards, shares, blocks, pool and user, pauses',
      switchOn: 'start it with `--api-bind-http 0.0.0.0:4067`; on as shipped, for this machine',
      source:
        'github.com/trexminer/T-Rex, API reference; github.com/delawr0190/foreman-apps, test data (recorded: 0.5.6, 0.9.1, 0.19.1)',
      evidence: 'recorded',
    },
  ],
  kinds: ['trex'],
  transport: 'http',
  defaultPort: 4067,
  read: readTrex,
}

async function readTrex(target: Target, memory?: ReaderMemory): Promise<MinerRead> {
  const place = describeTarget({ ...target, scheme: target.scheme ?? 'http' })
  let reply = await summary(target, memory?.session)
  if (target.password !== undefined && !isSummary(reply)) {
    const session = await logIn(target)
    if (memory) memory.session = session
    if (session !== undefined) reply = await summary(target, session)
  }
  if (!reply.ok) return reply
  if (isSummary(reply)) return { ok: true, reading: trexReading(isObject(reply.json) ? reply.json : {}) }
  const refused = isObject(reply.json) && numberFrom(reply.json.success) === 0
  if (refused) return { ok: false, failure: 'denied', problem: `${place} wants a password, or another one` }
  return { ok: false, failure: 'not-this-miner', problem: `${place} answers, but not as T-Rex does` }
}

function summary(target: Target, session: string | undefined): Promise<HttpReply> {
  return getJson(
    withoutCredentials(target),
    session === undefined ? '/summary' : `/summary?sid=${encodeURIComponent(session)}`,
  )
}

async function logIn(target: Target): Promise<string | undefined> {
  const reply = await getJson(
    withoutCredentials(target),
    `/login?password=${encodeURIComponent(target.password ?? '')}`,
  )
  return reply.ok && isObject(reply.json) ? textFrom(reply.json.sid) : undefined
}

function isSummary(reply: HttpReply): boolean {
  return (
    reply.ok &&
    isObject(reply.json) &&
    'gpus' in reply.json &&
    'algorithm' in reply.json &&
    ('hashrate' in reply.json || 'gpu_total' in reply.json) &&
    !('miner' in reply.json) &&
    // Z-Enemy answers alike, with other units.
    !/enemy|zealot/i.test(`${textFrom(reply.json.name) ?? ''} ${textFrom(reply.json.version) ?? ''}`)
  )
}

export function trexReading(json: JsonObject): MinerReading {
  const uptimeSeconds = secondsFrom(json.uptime)
  const gpus = objectsFrom(json.gpus)
  const first = workOf(json, gpus, uptimeSeconds)
  const dual = objectFrom(json.dual_stat)
  const dualGpus = objectsFrom(dual?.gpus)
  const second = dual && textFrom(dual.algorithm) ? workOf(dual, dualGpus, uptimeSeconds) : undefined
  const devices = mapObjects(json.gpus, (gpu, position) => {
    const other =
      dualGpus.find((candidate) => candidate.gpu_id === gpu.gpu_id && candidate.device_id === gpu.device_id) ??
      dualGpus[position]
    const rates = [{ algorithm: first.algorithm, hashesPerSecond: gpuRate(gpu, uptimeSeconds) }]
    if (second && other) rates.push({ algorithm: second.algorithm, hashesPerSecond: gpuRate(other, uptimeSeconds) })
    return readGpu(gpu, position, rates.map(compact))
  })
  const paused =
    flagFrom(json.paused) === true || (gpus.length > 0 && gpus.every((gpu) => flagFrom(gpu.paused) === true))
  return gpuMinerReading({
    name: 'trex',
    version: textFrom(json.version),
    uptimeSeconds,
    work: second ? [first, second] : [first],
    devices,
    paused,
  })
}

/** The main or the second algorithm: both halves of the reply have one shape. */
function workOf(stat: JsonObject, gpus: JsonObject[], uptimeSeconds: number | undefined): WorkReport {
  const pool = objectFrom(stat.active_pool) ?? {}
  const sum = total(gpus.map((gpu) => gpuRate(gpu, uptimeSeconds)))
  const told = gpuRate(stat, uptimeSeconds)
  // Some versions leave GPUs out of their total.
  const hashesPerSecond = sum !== undefined && (told === undefined || told <= 0.6 * sum) ? sum : told
  const url = textFrom(pool.url)
  const retries = countFrom(pool.retries)
  return compact({
    algorithm: canonicalAlgorithm(textFrom(stat.algorithm) ?? 'unknown'),
    hashesPerSecond,
    shares: present({
      accepted: countFrom(stat.accepted_count),
      rejected: countFrom(stat.rejected_count),
      stale: countFrom(stat.stale_count),
    }),
    blocksFound: countFrom(stat.solved_count),
    pool: present({
      url,
      user: textFrom(pool.user),
      connected: url === undefined || retries === undefined ? undefined : retries === 0,
    }),
  })
}

/** The minute's mean where the version tells one and has been running for one. */
function gpuRate(row: JsonObject, uptimeSeconds: number | undefined): number | undefined {
  const minute = hashesPerSecondFrom(row.hashrate_minute)
  if (minute !== undefined && (minute > 0 || (uptimeSeconds ?? 0) >= 60)) return minute
  return hashesPerSecondFrom(row.hashrate) ?? minute
}

function readGpu(gpu: JsonObject, position: number, work: DeviceReport['work']): DeviceReport {
  return compact({
    index: indexFrom(gpu.gpu_id) ?? indexFrom(gpu.device_id) ?? position,
    kind: 'gpu' as const,
    name: textFrom(gpu.name),
    busId: busIdFrom(numberFrom(gpu.pci_bus)),
    work,
    temperatureCelsius: celsiusFrom(gpu.temperature),
    memoryCelsius: celsiusFrom(gpu.memory_temperature),
    frequencyMegahertz: megahertzFrom(gpu.cclock),
    fanPercent: percentFrom(gpu.fan_speed),
    powerWatts: wattsFrom(gpu.power) ?? wattsFrom(gpu.power_avr),
  })
}
