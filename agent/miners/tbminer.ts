import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, WorkReport } from '#lib/domain/reading'
import { devicesRate, gpuMinerReading } from './gpu-miner-reading'
import { getJson, isMissing, notThisMiner } from './http-json'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  indexFrom,
  isObject,
  type JsonObject,
  listFrom,
  megahertzFrom,
  numberFrom,
  objectFrom,
  percentFrom,
  positiveFrom,
  present,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, Target } from './miner-reader'

/** Team Black Miner over HTTP: `/miner`, `/threads` and `/pool`, which its later versions answer together at `/summary`. Rates are H/s. */
export const tbminer: MinerReader = {
  family: 'tbminer',
  kinds: ['tbminer'],
  guides: [
    {
      kind: 'tbminer',
      machines: 'Team Black Miner, on NVIDIA and AMD',
      reached: 'HTTP 4068',
      tells:
        'rate in all and by GPU, card names and bus numbers, core and memory temperatures, fans, clocks, watts of the cards, shares, algorithm, pool and worker',
      switchOn: 'start it with `--api --api-ip 0.0.0.0 --api-port 4068`',
      source: 'github.com/sp-hash/TeamBlackMiner, API.md (1.10); `/summary` as its users read it',
      evidence: 'documented',
    },
  ],
  transport: 'http',
  defaultPort: 4068,
  read: readTbminer,
}

export type TbminerReplies = { miner: JsonObject; threads: JsonObject[]; pools: JsonObject[] }

async function readTbminer(target: Target): Promise<MinerRead> {
  const miner = await getJson(target, '/miner')
  if (!miner.ok && miner.failure !== 'not-this-miner') return miner
  if (miner.ok && isObject(miner.json) && 'total_hashrate' in miner.json) {
    const threads = await getJson(target, '/threads')
    const pool = await getJson(target, '/pool')
    // Which algorithm the rate belongs to stands there.
    if (!pool.ok && !isMissing(pool)) return pool
    const replies = {
      miner: miner.json,
      threads: threads.ok ? entriesOf(threads.json) : [],
      pools: pool.ok ? poolsOf(pool.json) : [],
    }
    return { ok: true, reading: tbminerReading(replies) }
  }
  const summary = await getJson(target, '/summary')
  if (!summary.ok && summary.failure !== 'not-this-miner') return summary
  const json = summary.ok ? (objectFrom(summary.json) ?? {}) : {}
  const pools = poolsOf(json.pool)
  const totals = objectFrom(json.miner) ?? json
  if (![totals, ...pools].some((row) => 'total_hashrate' in row)) return notThisMiner(target, 'Team Black Miner')
  const threads = entriesOf(json.devices ?? json.Devices ?? json.threads)
  return { ok: true, reading: tbminerReading({ miner: totals, threads, pools }) }
}

/** `{"0": {…}, "1": {…}}`, or the same as a list of such objects or of rows. */
function entriesOf(value: unknown): JsonObject[] {
  if (Array.isArray(value)) {
    return listFrom(value).flatMap((entry) => (isObject(entry) && isRow(entry) ? [entry] : entriesOf(entry)))
  }
  return Object.values(objectFrom(value) ?? {}).filter(isObject)
}

function isRow(entry: JsonObject): boolean {
  return 'gpu' in entry || 'board_name' in entry || 'gpu_temp' in entry
}

/** One pool as it is, or several by their number. */
function poolsOf(value: unknown): JsonObject[] {
  const pool = objectFrom(value)
  if (pool && ('algo' in pool || 'url' in pool)) return [pool]
  // One that cannot be read is one all the same: the cards' rates are then not the other's.
  return Object.values(pool ?? {}).map((entry) => objectFrom(entry) ?? {})
}

export function tbminerReading({ miner, threads, pools }: TbminerReplies): MinerReading {
  const named = pools.length > 0 ? pools : [{}]
  const algorithms = [...new Set(named.map(algorithmOf))]
  // A thread tells one rate, and of two algorithms not whose it is.
  const alone = algorithms.length === 1 ? algorithms[0] : undefined
  const devices = threads.map((thread, position) => deviceOf(thread, position, alone))
  const minutes = numberFrom(miner.uptime_minutes)
  return gpuMinerReading({
    name: 'tbminer',
    version: textFrom(miner.version),
    uptimeSeconds: minutes === undefined ? undefined : secondsFrom(minutes * 60),
    work: named.map((pool) => workOf(pool, pools.length > 1 ? {} : miner, threads, devices, alone !== undefined)),
    devices,
  })
}

function algorithmOf(pool: JsonObject): string {
  return canonicalAlgorithm(textFrom(pool.algo) ?? textFrom(pool.algorithm) ?? 'unknown')
}

function workOf(
  pool: JsonObject,
  miner: JsonObject,
  threads: JsonObject[],
  devices: DeviceReport[],
  isAlone: boolean,
): WorkReport {
  const ofThreads = (field: string) => (isAlone ? total(threads.map((thread) => countFrom(thread[field]))) : undefined)
  const count = (what: string) =>
    countFrom(pool[`total_${what}`]) ?? countFrom(miner[`total_${what}`]) ?? ofThreads(what)
  return compact({
    algorithm: algorithmOf(pool),
    hashesPerSecond:
      hashesPerSecondFrom(pool.total_hashrate) ??
      hashesPerSecondFrom(miner.total_hashrate) ??
      (isAlone ? devicesRate(devices) : undefined),
    shares: present({ accepted: count('accepted'), rejected: count('rejected'), stale: count('stale') }),
    pool: present({ url: textFrom(pool.url), user: textFrom(pool.user) ?? textFrom(pool.worker) }),
  })
}

function deviceOf(thread: JsonObject, position: number, algorithm: string | undefined): DeviceReport {
  return compact({
    index: indexFrom(thread.gpu) ?? position,
    kind: 'gpu' as const,
    name: textFrom(thread.board_name),
    busId: busIdFrom(positiveFrom(thread.pcie_id)),
    work:
      algorithm === undefined
        ? undefined
        : [compact({ algorithm, hashesPerSecond: hashesPerSecondFrom(thread.hashrate) })],
    temperatureCelsius: celsiusFrom(thread.gpu_temp),
    memoryCelsius: celsiusFrom(thread.mem_temp),
    frequencyMegahertz: megahertzFrom(thread.core_clock),
    fanPercent: percentFrom(thread.fan),
    powerWatts: wattsFrom(thread.watt),
  })
}
