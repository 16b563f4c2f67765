import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, PoolReport, WorkReport } from '#lib/domain/reading'
import { gpuMinerReading } from './gpu-miner-reading'
import { getJson, type HttpReply, isMissing, notThisMiner } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  indexFrom,
  isObject,
  type JsonObject,
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
import type { MinerRead, MinerReader, MinerReading, Target } from './miner-reader'

/** BMiner over HTTP: `/api/status` for the cards, and two pages for what they mine and where; rates are H/s, Sol/s or graphs/s. */
export const bminer: MinerReader = {
  family: 'bminer',
  kinds: ['bminer'],
  guides: [
    {
      kind: 'bminer',
      machines: 'BMiner, on NVIDIA and AMD',
      reached: 'HTTP 1880',
      tells:
        'rate of one or two algorithms by GPU, temperatures, fans, clocks, watts of the cards, shares, pool and user; no card names',
      switchOn: 'start it with `-api 0.0.0.0:1880` (`127.0.0.1` for an agent on the same machine)',
      source: 'bminer.me/references; github.com/delawr0190/foreman-apps, test data (recorded: 5.1, Grin)',
      evidence: 'recorded',
    },
  ],
  transport: 'http',
  defaultPort: 1880,
  read: readBminer,
}

/** Answers by path; what an older version does not know is absent or empty. */
export type BminerReplies = { status: JsonObject; solver: JsonObject | undefined; stratum: JsonObject }

async function readBminer(target: Target): Promise<MinerRead> {
  const status = await getJson(target, '/api/status')
  if (!status.ok) return status
  if (!isObject(status.json) || !isStatus(status.json)) return notThisMiner(target, 'BMiner')
  const solver = await getJson(target, '/api/v1/status/solver')
  // Which algorithm a rate belongs to stands there, in versions that have it.
  if (!solver.ok && !isMissing(solver)) return solver
  if (solver.ok && !isMissing(solver) && !isObject(objectFrom(solver.json)?.devices))
    return notThisMiner(target, 'BMiner')
  const stratum = await getJson(target, '/api/v1/status/stratum')
  const replies = { status: status.json, solver: documentOf(solver), stratum: documentOf(stratum) ?? {} }
  return { ok: true, reading: bminerReading(replies, Date.now()) }
}

function documentOf(reply: HttpReply): JsonObject | undefined {
  return reply.ok && !isMissing(reply) ? objectFrom(reply.json) : undefined
}

function isStatus(json: JsonObject): boolean {
  const cards = objectFrom(json.miners)
  return cards !== undefined && Object.values(cards).some((card) => isObject(card) && 'solver' in card)
}

/** `nowMs` is for its uptime, of which it tells only when it began. */
export function bminerReading({ status, solver, stratum }: BminerReplies, nowMs: number): MinerReading {
  const fallback = canonicalAlgorithm(textFrom(status.algorithm) ?? 'unknown')
  const solvers = solver && (objectFrom(solver.devices) ?? {})
  const devices = Object.entries(objectFrom(status.miners) ?? {})
    .flatMap(([id, card], position) =>
      isObject(card) ? [deviceOf(indexFrom(id) ?? position, card, workIn(card, id, solvers, fallback))] : [],
    )
    .toSorted((a, b) => a.index - b.index)
  const algorithms = [...new Set(devices.flatMap((device) => device.work ?? []).map((work) => work.algorithm))]
  const startedAtSeconds = positiveFrom(status.start_time)
  return gpuMinerReading({
    name: 'bminer',
    version: textFrom(status.version)?.replace(/^v(?=\d)/, ''),
    uptimeSeconds: startedAtSeconds === undefined ? undefined : secondsFrom(nowMs / 1000 - startedAtSeconds),
    work: algorithms.map((algorithm) => workOf(algorithm, devices, statsOf(algorithm, algorithms, status, stratum))),
    devices,
  })
}

/** Shares and pool of one algorithm; the status has them only in sum, which is one algorithm's where there is but one. */
function statsOf(algorithm: string, algorithms: string[], status: JsonObject, stratum: JsonObject): JsonObject {
  const named = Object.entries(objectFrom(stratum.stratums) ?? {})
  const own = named.find(([name]) => canonicalAlgorithm(name) === algorithm)?.[1]
  return objectFrom(own) ?? (algorithms.length === 1 ? (objectFrom(status.stratum) ?? {}) : {})
}

function workOf(algorithm: string, devices: DeviceReport[], stats: JsonObject): WorkReport {
  const rates = devices.map((device) => device.work?.find((work) => work.algorithm === algorithm)?.hashesPerSecond)
  return compact({
    algorithm,
    hashesPerSecond: total(rates),
    shares: present({ accepted: countFrom(stats.accepted_shares), rejected: countFrom(stats.rejected_shares) }),
    pool: poolOf(objectsFrom(stats.failover_uris)),
  })
}

/** `ethproxy://wallet.worker:password@host:port/`, of which the password is not passed on. */
function poolOf(uris: JsonObject[]): PoolReport | undefined {
  const active = uris.find((uri) => flagFrom(uri.active) === true)
  const parts = /^([a-z0-9+]+:\/\/)(?:([^@]*)@)?([^/@]+)/i.exec(textFrom((active ?? uris[0])?.name) ?? '')
  return present({
    url: parts ? `${parts[1]}${parts[3]}` : undefined,
    user: textFrom(parts?.[2]?.replace(/:.*$/, '')),
    connected: uris.length === 0 ? undefined : active !== undefined,
  })
}

/** By algorithm in versions that say so; the one rate of the status is of another time in these, and may be of another algorithm. */
function workIn(
  card: JsonObject,
  id: string,
  solvers: JsonObject | undefined,
  fallback: string,
): NonNullable<DeviceReport['work']> {
  if (!solvers) {
    const rate = objectFrom(card.solver)?.solution_rate
    return [compact({ algorithm: fallback, hashesPerSecond: hashesPerSecondFrom(rate) })]
  }
  return objectsFrom(objectFrom(solvers[id])?.solvers).map((entry) => {
    const speed = objectFrom(entry.speed_info) ?? {}
    return compact({
      algorithm: canonicalAlgorithm(textFrom(entry.algorithm) ?? fallback),
      hashesPerSecond: hashesPerSecondFrom(speed.hash_rate) ?? hashesPerSecondFrom(speed.solution_rate),
    })
  })
}

function deviceOf(index: number, card: JsonObject, work: NonNullable<DeviceReport['work']>): DeviceReport {
  const sensors = objectFrom(card.device) ?? {}
  return compact({
    index,
    kind: 'gpu' as const,
    work: work.length > 0 ? work : undefined,
    temperatureCelsius: celsiusFrom(sensors.temperature),
    frequencyMegahertz: megahertzFrom(objectFrom(sensors.clocks)?.core),
    fanPercent: percentFrom(sensors.fan_speed),
    powerWatts: wattsFrom(sensors.power),
  })
}
