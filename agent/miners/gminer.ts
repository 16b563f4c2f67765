import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, WorkReport } from '#lib/domain/reading'
import { gpuMinerReading } from './gpu-miner-reading'
import { getJson } from './http-json'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  indexFrom,
  isObject,
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
import { describeTarget, type MinerRead, type MinerReader, type MinerReading, type Target } from './miner-reader'
import { hashesPerUnit } from './rate-units'

/** GMiner over HTTP (`/stat`). It gives no totals: the rig's rate is the sum of its devices'. */
export const gminer: MinerReader = {
  family: 'gminer',
  guides: [
    {
      kind: 'gminer',
      machines: 'GMiner, on NVIDIA and AMD',
      reached: 'HTTP 10050',
      tells:
        'rate of one or two algorithms by GPU, core and memory temperatures, fans, clocks, watts of the cards, shares, pool and user; less in older versions',
      switchOn: 'start it with `--api 10050` (`--api 127.0.0.1:10050` for an agent on the same machine)',
      source:
        'github.com/develsoftware/GMinerRelease; github.com/delawr0190/foreman-apps, test data (recorded: 1.18, 1.34)',
      evidence: 'recorded',
    },
  ],
  kinds: ['gminer'],
  transport: 'http',
  defaultPort: 10050,
  read: readGminer,
}

async function readGminer(target: Target): Promise<MinerRead> {
  const reply = await getJson(target, '/stat')
  if (!reply.ok) return reply
  if (isObject(reply.json) && isGminer(reply.json)) return { ok: true, reading: gminerReading(reply.json) }
  const place = describeTarget({ ...target, scheme: target.scheme ?? 'http' })
  return { ok: false, failure: 'not-this-miner', problem: `${place} answers, but not as GMiner does` }
}

/** Before 1.34 it did not say what it is; its devices' fields do. */
function isGminer(json: JsonObject): boolean {
  const rows = objectsFrom(json.devices)
  if (/gminer/i.test(textFrom(json.miner) ?? '')) return Array.isArray(json.devices)
  return rows.some((row) => 'gpu_id' in row && 'speed' in row && 'temperature_limit' in row)
}

/** The fields of one of two algorithms: the second's end in 2. */
type Half = { suffix: '' | '2'; algorithm: string; scale: number }

export function gminerReading(json: JsonObject): MinerReading {
  const rows = objectsFrom(json.devices)
  const halves = halvesOf(json, rows)
  const devices = mapObjects(json.devices, (row, position) => readDevice(row, position, halves))
  const uptimeSeconds = secondsFrom(json.uptime)
  const work = halves.map((half, position) => workOf(json, half, position, devices, rows))
  return gpuMinerReading({
    name: 'gminer',
    version: textFrom(textFrom(json.miner)?.replace(/^gminer\s+v?/i, '')),
    uptimeSeconds,
    work,
    devices,
  })
}

function halvesOf(json: JsonObject, rows: JsonObject[]): Half[] {
  const names = (textFrom(json.algorithm) ?? 'unknown').split(/\s*\+\s*/)
  const second = textFrom(json.algorithm2) ?? names[1]
  const first: Half = {
    suffix: '',
    algorithm: canonicalAlgorithm(names[0] ?? 'unknown'),
    scale: scaleOf(json.speedUnit ?? json.speed_unit, rows, 'speed'),
  }
  const isDual = second !== undefined || rows.some((row) => positiveFrom(row.speed2))
  if (!isDual) return [first]
  const unit = json.speedUnit2 ?? json.speed_unit2
  return [
    first,
    { suffix: '2', algorithm: canonicalAlgorithm(second ?? 'unknown'), scale: scaleOf(unit, rows, 'speed2') },
  ]
}

const LARGEST_PRINTED_IN_KILO_OR_MEGA = 1e5

/** `H/s`, `Sol/s`, `G/s` (graphs); `K/s` and `M/s` leave the hashes out, and are not believed beside figures that are whole already. */
function scaleOf(unit: unknown, rows: JsonObject[], field: 'speed' | 'speed2'): number {
  const bare = /^([km])\/s$/i.exec(textFrom(unit) ?? '')?.[1]
  if (bare === undefined) return hashesPerUnit(unit) ?? 1
  const isScaled = rows.every((row) => (numberFrom(row[field]) ?? 0) < LARGEST_PRINTED_IN_KILO_OR_MEGA)
  return isScaled ? (hashesPerUnit(`${bare}h/s`) ?? 1) : 1
}

function workOf(
  json: JsonObject,
  half: Half,
  position: number,
  devices: DeviceReport[],
  rows: JsonObject[],
): WorkReport {
  const count = (what: string) =>
    countFrom(json[`total_${what}_shares${half.suffix}`]) ??
    total(rows.map((row) => countFrom(row[`${what}_shares${half.suffix}`])))
  return compact({
    algorithm: half.algorithm,
    hashesPerSecond: total(devices.map((device) => device.work?.[position]?.hashesPerSecond)),
    shares: present({ accepted: count('accepted'), rejected: count('rejected'), stale: count('stale') }),
    pool: present({ url: textFrom(json[`server${half.suffix}`]), user: textFrom(json[`user${half.suffix}`]) }),
  })
}

function readDevice(row: JsonObject, position: number, halves: Half[]): DeviceReport {
  return compact({
    index: indexFrom(row.gpu_id) ?? position,
    kind: 'gpu' as const,
    name: textFrom(row.name),
    busId: busIdFrom(textFrom(row.bus_id)),
    work: halves.map((half) =>
      compact({
        algorithm: half.algorithm,
        hashesPerSecond: hashesPerSecondFrom(row[`speed${half.suffix}`], half.scale),
      }),
    ),
    temperatureCelsius: celsiusFrom(row.temperature),
    memoryCelsius: celsiusFrom(row.memory_temperature),
    frequencyMegahertz: megahertzFrom(row.core_clock),
    fanPercent: percentFrom(row.fan),
    powerWatts: wattsFrom(row.power_usage),
  })
}
