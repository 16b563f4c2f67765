import type { DeviceReport, FanReport, MachineError, PoolReport, ShareCounters } from '#lib/domain/reading'
import { getJson, notThisMiner } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  indexFrom,
  isObject,
  type JsonObject,
  listFrom,
  macFrom,
  nonNegativeFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  positiveFrom,
  present,
  rpmFrom,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, ReaderMemory, Target } from './miner-reader'
import { isPossibleRate } from './possible-rate'
import { type Door, openSession } from './web-session'

/** Proto Rig (Block): the MDK API, where every figure carries its unit. */
export const proto: MinerReader = {
  family: 'proto',
  guides: [
    {
      kind: 'proto',
      machines: 'Proto Rig',
      reached: 'HTTP 80; a password where reading is locked',
      tells:
        'rate, nominal rate, boards with power and temperatures, fans, input power of its PSUs, pool, shares, faults, MAC, serial number',
      switchOn: 'on as shipped',
      source: "recorded replies of Proto's own simulator with ProtoOS 1.8.0 (asic-rs), and the MDK OpenAPI document",
      evidence: 'documented',
    },
  ],
  kinds: ['proto'],
  transport: 'http',
  defaultPort: 80,
  read: readProto,
}

const DOOR: Door = {
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  logIn: async (open, _user, password) => {
    const reply = await getJson(open, '/api/v1/auth/login', { method: 'POST', json: { password } })
    return reply.ok ? textFrom(objectFrom(reply.json)?.access_token) : undefined
  },
}

const PAGES = [
  ['telemetry', '/api/v1/telemetry?level=miner,hashboard,psu'],
  ['system', '/api/v1/system'],
  ['cooling', '/api/v1/cooling'],
  ['pools', '/api/v1/pools'],
  ['network', '/api/v1/network'],
  ['errors', '/api/v1/errors'],
] as const

type Pages = { mining: JsonObject } & { [page in (typeof PAGES)[number][0]]?: unknown }

async function readProto(target: Target, memory: ReaderMemory = {}): Promise<MinerRead> {
  const ask = openSession(target, memory, DOOR)
  const mining = await ask('/api/v1/mining')
  if (!mining.ok) return mining
  if (!isObject(mining.json) || !isObject(mining.json['mining-status'])) return notThisMiner(target, 'a Proto Rig')
  const pages: Pages = { mining: mining.json }
  for (const [page, path] of PAGES) {
    const reply = await ask(path)
    if (reply.ok) pages[page] = reply.json
    else if (reply.failure === 'unreachable') break
  }
  return { ok: true, reading: protoReading(pages) }
}

export function protoReading(pages: Pages): MinerReading {
  const mining = objectFrom(pages.mining['mining-status']) ?? {}
  const telemetry = objectFrom(pages.telemetry) ?? {}
  const whole = objectFrom(telemetry.miner) ?? {}
  const system = objectFrom(objectFrom(pages.system)?.['system-info']) ?? {}
  const network = objectFrom(objectFrom(pages.network)?.['network-info']) ?? {}
  const input = wattsFrom(
    total(objectsFrom(telemetry.psus).map((psu) => nonNegativeFrom(objectFrom(psu.power)?.input))),
  )
  const powerWatts = input ?? wattsFrom(objectFrom(whole.power)?.value) ?? wattsFrom(mining.power_usage_watts)
  const told = rateOf(whole.hashrate) ?? hashesPerSecondFrom(mining.hashrate_ghs, 1e9)
  const state = stateOf(textFrom(mining.status))
  const listed = errorsOf(pages.errors)
  const errors = state === 'error' && listed.length === 0 ? [{ text: textFrom(mining.status) ?? 'fault' }] : listed
  const boards = objectsFrom(telemetry.hashboards).map(boardOf)
  const fans = fansOf(pages.cooling)
  const possible = isPossibleRate('sha256d', told, powerWatts) ? told : undefined
  return compact({
    // A fault that does not keep it from hashing is told, and is no stop.
    state,
    miner: compact({
      name: 'proto',
      version: textFrom(objectFrom(system.os)?.version),
      model: textFrom(system.product_name) ?? textFrom(system.model),
      uptimeSeconds: secondsFrom(mining.mining_uptime_s),
      machineUptimeSeconds: secondsFrom(mining.reboot_uptime_s) ?? secondsFrom(system.uptime_seconds),
      mac: macFrom(network.mac),
      serial: textFrom(system.cb_sn),
    }),
    work: [
      compact({
        algorithm: 'sha256d',
        hashesPerSecond: state === 'paused' ? 0 : possible,
        nominalHashesPerSecond: positiveFrom(hashesPerSecondFrom(mining.ideal_hashrate_ghs, 1e9)),
        ...poolsOf(pages.pools),
      }),
    ],
    powerWatts,
    powerSource:
      powerWatts === undefined ? undefined : input === undefined ? ('estimated' as const) : ('input' as const),
    devices: boards.length > 0 ? boards : undefined,
    fans: fans.length > 0 ? fans : undefined,
    errors: errors.length > 0 ? errors : undefined,
  })
}

const UNITS: { [unit: string]: number } = {
  'h/s': 1,
  'kh/s': 1e3,
  'mh/s': 1e6,
  'gh/s': 1e9,
  'th/s': 1e12,
  'ph/s': 1e15,
}

/** `{"value": 135.47, "unit": "TH/s"}`. */
function rateOf(value: unknown): number | undefined {
  const rate = objectFrom(value)
  return hashesPerSecondFrom(rate?.value, UNITS[textFrom(rate?.unit)?.toLowerCase() ?? 'th/s'] ?? 1e12)
}

function stateOf(word: string | undefined): MinerReading['state'] {
  if (/^(stopped|poweringoff|paused|idle|sleep|curtail)/i.test(word ?? '')) return 'paused'
  if (/^(error|fault|failed|nopools)/i.test(word ?? '')) return 'error'
  return /^(poweringon|starting|initializ|uninitialized|tuning)/i.test(word ?? '') ? 'warming' : 'hashing'
}

function boardOf(board: JsonObject, position: number): DeviceReport {
  const temperature = objectFrom(board.temperature)
  return compact({
    index: indexFrom(board.index) ?? position,
    kind: 'board' as const,
    work: [compact({ algorithm: 'sha256d', hashesPerSecond: rateOf(board.hashrate) })],
    boardCelsius: celsiusFrom(temperature?.outlet) ?? celsiusFrom(temperature?.average),
    powerWatts: wattsFrom(objectFrom(board.power)?.value),
  })
}

function fansOf(page: unknown): FanReport[] {
  return objectsFrom(objectFrom(objectFrom(page)?.['cooling-status'])?.fans)
    .map((fan) => present({ rpm: rpmFrom(fan.rpm), percent: percentFrom(fan.speed_percentage) }))
    .filter((fan) => fan !== undefined)
}

function errorsOf(page: unknown): MachineError[] {
  const rows = Array.isArray(page) ? page : listFrom(objectFrom(page)?.errors)
  return objectsFrom(rows)
    .slice(0, 16)
    .map((row) =>
      compact({
        code: textFrom(row.error_code)?.slice(0, 120),
        text: (textFrom(row.message) ?? 'fault').slice(0, 500),
      }),
    )
}

/** By priority; all that are enabled say "Active", so the first in order is the one in use. */
function poolsOf(page: unknown): { pool?: PoolReport; shares?: ShareCounters } {
  const rows = objectsFrom(objectFrom(page)?.pools).toSorted(
    (a, b) => (countFrom(a.priority) ?? 0) - (countFrom(b.priority) ?? 0),
  )
  const connected = (pool: JsonObject) =>
    /^active$/i.test(textFrom(pool.connection_status) ?? textFrom(pool.status) ?? '')
  const active = rows.find(connected) ?? rows[0]
  if (!active) return {}
  return compact({
    pool: present({ url: textFrom(active.url), user: textFrom(active.user), connected: connected(active) }),
    shares: present({ accepted: countFrom(active.accepted), rejected: countFrom(active.rejected) }),
  })
}
