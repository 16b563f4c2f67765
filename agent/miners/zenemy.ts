import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport } from '#lib/domain/reading'
import { devicesRate, gpuMinerReading } from './gpu-miner-reading'
import { type HttpFamily, readHttpFamily } from './http-family'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  difficultyFrom,
  hashesPerSecondFrom,
  indexFrom,
  type JsonObject,
  listFrom,
  mapObjects,
  megahertzFrom,
  numberFrom,
  objectFrom,
  percentFrom,
  positiveFrom,
  present,
  secondsFrom,
  textFrom,
  wattsFrom,
} from './lenient'
import type { MinerReader, MinerReading } from './miner-reader'

/** Z-Enemy over HTTP since 2.0, at T-Rex's port and alike; but watts are milliwatts and clocks kHz. Its `quit` door is never opened. */
export const zenemy: MinerReader = {
  family: 'zenemy',
  kinds: ['zenemy'],
  guides: [
    {
      kind: 'zenemy',
      machines: 'Z-Enemy since 2.0, on NVIDIA; older ones as `ccminer`',
      reached: 'HTTP 4067',
      tells:
        'rate in all and by GPU, card names and bus numbers, temperatures, fans, clocks, watts of the cards, shares, blocks, best share, pool and user; no uptime',
      switchOn: 'start it with `--api-bind-http 0.0.0.0:4067`; on as shipped, for this machine',
      source: 'Zealot/Enemy 2.0 HTTP JSON API Reference, in its readme',
      evidence: 'documented',
    },
  ],
  transport: 'http',
  defaultPort: 4067,
  read: (target) => readHttpFamily(FAMILY, target),
}

const FAMILY: HttpFamily = {
  label: 'Z-Enemy',
  paths: ['/summary?poolinfo=1&gpuinfo=1', '/summary?gpuinfo=1', '/summary'],
  isReply: (json) =>
    /enemy|zealot/i.test(`${textFrom(json.name) ?? ''} ${textFrom(json.version) ?? ''}`) && 'hashrate' in json,
  reading: zenemyReading,
}

export function zenemyReading(json: JsonObject): MinerReading {
  const algorithm = canonicalAlgorithm(textFrom(json.algorithm) ?? 'unknown')
  // Its reference calls the list by both names.
  const rows = [...listFrom(json.gpus), ...listFrom(json.gpuinfo)]
  const devices = mapObjects(rows, (row, position) => deviceOf(row, position, algorithm))
  const sum = devicesRate(devices)
  const told = hashesPerSecondFrom(json.hashrate)
  const pool = objectFrom(json.active_pool) ?? objectFrom(json.poolinfo) ?? {}
  const url = textFrom(pool.url)
  const retries = countFrom(pool.retries)
  const count = (field: string) => countFrom(pool[field]) ?? countFrom(json[field])
  return gpuMinerReading({
    name: 'zenemy',
    version: textFrom(textFrom(json.version)?.replace(/^(z-)?enemy-?v?/i, '')),
    uptimeSeconds: secondsFrom(json.uptime),
    work: [
      compact({
        algorithm,
        // As in T-Rex, a version may leave cards out of its total.
        hashesPerSecond: sum !== undefined && (told === undefined || told <= 0.6 * sum) ? sum : told,
        shares: present({ accepted: count('accepted_count'), rejected: count('rejected_count') }),
        bestDifficulty: difficultyFrom(pool.best_share_diff),
        blocksFound: count('solved_count'),
        pool: present({
          url,
          user: textFrom(pool.user),
          connected: url === undefined || retries === undefined ? undefined : retries === 0,
        }),
      }),
    ],
    devices,
  })
}

const THOUSAND = 1000

function deviceOf(row: JsonObject, position: number, algorithm: string): DeviceReport {
  const milliwatts = positiveFrom(row.power)
  const kilohertz = positiveFrom(row.gpu_clock)
  return compact({
    index: indexFrom(row.dev_id) ?? indexFrom(row.gpu_id) ?? position,
    kind: 'gpu' as const,
    name: textFrom(row.name),
    busId: busIdFrom(numberFrom(row.bus_id)),
    work: [compact({ algorithm, hashesPerSecond: hashesPerSecondFrom(row.hashrate) })],
    temperatureCelsius: celsiusFrom(row.temperature),
    frequencyMegahertz: kilohertz === undefined ? undefined : megahertzFrom(kilohertz / THOUSAND),
    fanPercent: percentFrom(row.fan_speed),
    powerWatts: milliwatts === undefined ? undefined : wattsFrom(milliwatts / THOUSAND),
  })
}
