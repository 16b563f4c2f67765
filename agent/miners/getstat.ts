import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport } from '#lib/domain/reading'
import { devicesRate, gpuMinerReading } from './gpu-miner-reading'
import { readHttpFamily } from './http-family'
import { askJsonLine } from './json-line'
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
import {
  describeTarget,
  type MinerGuide,
  type MinerRead,
  type MinerReader,
  type MinerReading,
  type Target,
} from './miner-reader'

const TELLS = 'Sol/s by GPU, temperatures, watts of the cards, shares, pool'
const CAPTURES = 'github.com/delawr0190/foreman-apps, test data'

const MINIZ: MinerGuide = {
  kind: 'miniz',
  machines: 'miniZ, on NVIDIA and AMD',
  reached: 'TCP 20000, one JSON object a line (`getstat`)',
  tells: `${TELLS}; fans, clocks; the algorithm in newer versions only`,
  switchOn: 'start it with `--telemetry=0.0.0.0:20000` (on as shipped, for this machine)',
  source: `miniz.ch, usage; ${CAPTURES} (recorded)`,
  evidence: 'recorded',
}

const DSTM: MinerGuide = {
  kind: 'dstm',
  machines: 'dstm’s ZCASH miner (zm), on NVIDIA',
  reached: 'TCP 2222, one JSON object a line (`getstat`)',
  tells: `${TELLS}; fans, user; mines Equihash 200,9 only`,
  switchOn: 'start it with `--telemetry=0.0.0.0:2222`',
  source: `${CAPTURES} (recorded)`,
  evidence: 'recorded',
}

const EWBF: MinerGuide = {
  kind: 'ewbf',
  machines: 'EWBF’s miner, on NVIDIA',
  reached: 'HTTP or TCP 42000 (`getstat`)',
  tells: `${TELLS}; not the algorithm`,
  switchOn: 'start it with `--api 0.0.0.0:42000`',
  source: `${CAPTURES} (recorded)`,
  evidence: 'recorded',
}

/** miniZ, EWBF and dstm over TCP: one question, `getstat`, answered with one row a GPU. */
export const getstat: MinerReader = {
  family: 'miniz',
  kinds: ['miniz', 'dstm', 'ewbf'],
  guides: [MINIZ, DSTM],
  transport: 'tcp',
  defaultPort: 20000,
  read: readGetstat,
}

/** EWBF answers the same over HTTP, on the port that its page is on. */
export const ewbf: MinerReader = {
  family: 'ewbf',
  kinds: ['ewbf'],
  guides: [EWBF],
  transport: 'http',
  defaultPort: 42000,
  read: (target) =>
    readHttpFamily(
      { label: 'EWBF', paths: ['/getstat'], isReply, reading: (json) => getstatReading(json, Date.now()) },
      target,
    ),
}

async function readGetstat(target: Target): Promise<MinerRead> {
  const reply = await askJsonLine(target, { id: '0', method: 'getstat' })
  if (!reply.ok) return reply
  if (isReply(reply.json)) return { ok: true, reading: getstatReading(reply.json, Date.now()) }
  const place = describeTarget({ ...target, scheme: 'tcp' })
  return { ok: false, failure: 'not-this-miner', problem: `${place} answers, but not as miniZ, EWBF and dstm do` }
}

function isReply(json: JsonObject): boolean {
  return (
    Array.isArray(json.result) &&
    objectsFrom(json.result).some((row) => 'speed_sps' in row || 'sol_ps' in row || 'gpuid' in row)
  )
}

/** `nowMs` is for the uptime, of which miniZ and EWBF tell only when it began. */
export function getstatReading(json: JsonObject, nowMs: number): MinerReading {
  const rows = objectsFrom(json.result)
  const name = nameOf(json, rows)
  const algorithm = canonicalAlgorithm(textFrom(json.algorithm) ?? (name === 'dstm' ? 'equihash' : 'unknown'))
  const devices = mapObjects(json.result, (row, position) => deviceOf(row, position, algorithm))
  const startedAtSeconds = positiveFrom(json.start_time)
  const server = textFrom(json.current_server) ?? textFrom(objectFrom(json.pool)?.server) ?? serverOf(json)
  const count = (field: string) => total(rows.map((row) => countFrom(row[field])))
  return gpuMinerReading({
    name,
    version: textFrom(textFrom(json.version)?.replace(/^miniz\s*v?/i, '')),
    uptimeSeconds:
      secondsFrom(json.uptime) ??
      (startedAtSeconds === undefined ? undefined : secondsFrom(nowMs / 1000 - startedAtSeconds)),
    work: [
      compact({
        algorithm,
        hashesPerSecond: devicesRate(devices),
        shares: present({ accepted: count('accepted_shares'), rejected: count('rejected_shares') }),
        pool: present({ url: server, user: textFrom(json.user) ?? textFrom(json.current_user) }),
      }),
    ],
    devices,
  })
}

function nameOf(json: JsonObject, rows: JsonObject[]): string {
  if (rows.some((row) => 'sol_ps' in row)) return 'dstm'
  const ofMiniz = ['server_latency', 'algorithm', 'version'].some((field) => field in json)
  return ofMiniz || rows.some((row) => 'gpu_fan_speed' in row) ? 'miniz' : 'ewbf'
}

function serverOf(json: JsonObject): string | undefined {
  const host = textFrom(json.server)
  const port = countFrom(json.port)
  return host === undefined || port === undefined ? host : `${host}:${port}`
}

function deviceOf(row: JsonObject, position: number, algorithm: string): DeviceReport {
  return compact({
    index: indexFrom(row.gpuid) ?? indexFrom(row.gpu_id) ?? position,
    kind: 'gpu' as const,
    name: textFrom(row.name) ?? textFrom(row.gpu_name),
    busId: busIdFrom(textFrom(row.busid)) ?? busIdFrom(numberFrom(row.gpu_pci_bus_id)),
    work: [
      compact({ algorithm, hashesPerSecond: hashesPerSecondFrom(row.speed_sps) ?? hashesPerSecondFrom(row.sol_ps) }),
    ],
    temperatureCelsius: celsiusFrom(row.temperature),
    frequencyMegahertz: megahertzFrom(row.gpu_clock_core_max),
    fanPercent: percentFrom(row.gpu_fan_speed ?? row.fan_speed),
    powerWatts: wattsFrom(row.gpu_power_usage) ?? wattsFrom(row.power_usage),
  })
}
