import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, WorkReport } from '#lib/domain/reading'
import { gpuMinerReading } from './gpu-miner-reading'
import { type HttpFamily, readHttpFamily } from './http-family'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  indexFrom,
  type JsonObject,
  mapObjects,
  megahertzFrom,
  numberFrom,
  objectsFrom,
  percentFrom,
  positiveFrom,
  present,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerReader, MinerReading } from './miner-reader'

/** BzMiner over HTTP (`/status`). A device's lists have one place for each pool it mines at; rates are H/s. */
export const bzminer: MinerReader = {
  family: 'bzminer',
  kinds: ['bzminer'],
  guides: [
    {
      kind: 'bzminer',
      machines: 'BzMiner, on GPUs and CPUs',
      reached: 'HTTP 4014',
      tells:
        'rate of each algorithm by device, core and memory temperatures, fans, clocks, watts of the cards, shares, pool; no user',
      switchOn:
        'on as shipped, for this machine; start it with `--http_enabled 1 --http_address 0.0.0.0 --http_port 4014` for others',
      source:
        'github.com/bzminer/bzminer, readme; field names of its answers as its users read them (versions 9 … 100)',
      evidence: 'documented',
    },
  ],
  transport: 'http',
  defaultPort: 4014,
  read: (target) => readHttpFamily(FAMILY, target),
}

const FAMILY: HttpFamily = {
  label: 'BzMiner',
  paths: ['/status'],
  isReply: (json) => 'bzminer_version' in json || (Array.isArray(json.pools) && 'uptime_s' in json),
  reading: bzminerReading,
}

const MINING = 3
const CPU_VENDOR = 4

export function bzminerReading(json: JsonObject): MinerReading {
  const pools = objectsFrom(json.pools)
  const rates = mapObjects(json.devices, (row) => pools.map((pool, position) => rateAt(row, pool, position)))
  const work = pools.flatMap((pool, position) =>
    workOf(
      pool,
      total(rates.map((row) => row[position])),
      // 9.0 lists the pools of its example configuration beside the one that it mines at.
      rates.some((row) => row[position] || (row[position] === 0 && !(position > 0 && neverConnected(pool)))),
    ),
  )
  return gpuMinerReading({
    name: 'bzminer',
    version: textFrom(json.bzminer_version)?.replace(/^v(?=\d)/, ''),
    uptimeSeconds: secondsFrom(json.uptime_s),
    work,
    devices: mapObjects(json.devices, (row, position) =>
      deviceOf(
        row,
        position,
        pools,
        pools.map((pool, place) => rateAt(row, pool, place)),
      ),
    ),
  })
}

/** What a device does for a pool; absent when it does not mine there or nobody knows, 0 when it should and does not. */
function rateAt(row: JsonObject, pool: JsonObject, position: number): number | undefined {
  const place = Array.isArray(row.pool) ? row.pool.indexOf(pool.id ?? position) : position
  if (place < 0 || (row.pool !== undefined && !Array.isArray(row.pool))) return undefined
  const rate = hashesPerSecondFrom(inList(row.hashrate)[place])
  const told = inList(row.status)[place]
  if (rate === undefined || row.status === undefined) return rate
  const status = indexFrom(told)
  // What a stopped device did last stays in its place.
  return status === undefined ? undefined : status === MINING ? rate : 0
}

function neverConnected(pool: JsonObject): boolean {
  return !secondsFrom(pool.uptime_s) && !hashesPerSecondFrom(pool.hashrate) && !countFrom(pool.total_solutions)
}

/** With one pool some versions leave the list away. */
function inList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

function workOf(pool: JsonObject, hashesPerSecond: number | undefined, inUse: boolean): WorkReport[] {
  if (!inUse && positiveFrom(pool.valid_solutions) === undefined) return []
  return [
    compact({
      algorithm: canonicalAlgorithm(textFrom(pool.algorithm) ?? 'unknown'),
      hashesPerSecond,
      shares: present({
        accepted: countFrom(pool.valid_solutions),
        rejected: countFrom(pool.rejected_solutions),
        stale: countFrom(pool.stale_solutions),
      }),
      pool: present({ url: textFrom(pool.url) ?? textFrom(pool.current_url), user: walletOf(pool) }),
    }),
  ]
}

/** An address of nothing but zeros is a placeholder. */
function walletOf(pool: JsonObject): string | undefined {
  const wallet = textFrom(pool.wallet)
  return wallet !== undefined && /^0x0+$/.test(wallet) ? undefined : wallet
}

function deviceOf(row: JsonObject, position: number, pools: JsonObject[], rates: (number | undefined)[]): DeviceReport {
  const isCpu = numberFrom(row.vendor) === CPU_VENDOR
  const work = pools.flatMap((pool, place) => {
    const hashesPerSecond = rates[place]
    if (hashesPerSecond === undefined) return []
    if (place > 0 && hashesPerSecond === 0 && neverConnected(pool)) return []
    return [{ algorithm: canonicalAlgorithm(textFrom(pool.algorithm) ?? 'unknown'), hashesPerSecond }]
  })
  return compact({
    index: position,
    kind: isCpu ? ('cpu' as const) : ('gpu' as const),
    name: textFrom(row.name),
    busId: isCpu ? undefined : busIdFrom(numberFrom(row.pci_bus_id)),
    work: work.length > 0 ? work : undefined,
    temperatureCelsius: celsiusFrom(row.core_temp),
    memoryCelsius: celsiusFrom(row.mem_temp),
    frequencyMegahertz: megahertzFrom(row.clock_rate),
    fanPercent: percentFrom(row.fan),
    powerWatts: wattsFrom(row.power),
  })
}
