import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, FanReport, PoolReport, WorkReport } from '#lib/domain/reading'
import { getJson, notThisMiner } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  highest,
  indexFrom,
  isObject,
  type JsonObject,
  leadingNumberFrom,
  macFrom,
  megahertzFrom,
  objectFrom,
  objectsFrom,
  present,
  rpmFrom,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, ReaderMemory, Target } from './miner-reader'
import { type Door, openSession } from './web-session'

/** Goldshell's web API (`/mcb/…`). Rates are MH/s, temperatures and fans text such as "83.0 °C / 73.8 °C". */
export const goldshell: MinerReader = {
  family: 'goldshell',
  guides: [
    {
      kind: 'goldshell',
      machines: 'Goldshell CK, KD, HS, LT, SC, LB, AL and E series, Mini-DOGE, BOX and Byte',
      reached: 'HTTP 80; newer firmware wants user and password (admin/123456789 unless changed)',
      tells:
        'rate, boards with temperatures, fans, pool, shares; power only of a Byte, MAC where its settings are open',
      switchOn: 'on as shipped',
      source:
        'recorded /mcb replies of a CK5 (Foreman) and an SC5 Pro II (goldshell-box-tools), and the fields of a Byte as read by hass-miner relatives',
      evidence: 'recorded',
    },
  ],
  kinds: ['goldshell'],
  transport: 'http',
  defaultPort: 80,
  read: readGoldshell,
}

const DOOR: Door = {
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  logIn: async (open, user, password) => {
    const name = encodeURIComponent(user ?? 'admin')
    const path = `/user/login?username=${name}&password=${encodeURIComponent(password)}&cipher=false`
    const reply = await getJson(open, path)
    return reply.ok ? textFrom(objectFrom(reply.json)?.['JWT Token']) : undefined
  },
}

async function readGoldshell(target: Target, memory: ReaderMemory = {}): Promise<MinerRead> {
  const ask = openSession(target, memory, DOOR)
  const devs = await ask('/mcb/cgminer?cgminercmd=devs')
  if (!devs.ok && devs.failure === 'unreachable') return devs
  const status = await ask('/mcb/status')
  const named = status.ok && /goldshell/i.test(textFrom(objectFrom(status.json)?.model) ?? '')
  const rows = devs.ok && isObject(devs.json) && (Array.isArray(devs.json.data) || Array.isArray(devs.json.minfos))
  if (!rows && !named) return devs.ok ? notThisMiner(target, 'a Goldshell') : devs
  if (!devs.ok) return devs
  const pools = await ask('/mcb/pools')
  return {
    ok: true,
    reading: goldshellReading(devs.json, status.ok ? status.json : undefined, pools.ok ? pools.json : undefined),
  }
}

/** What a model hashes, by the letters of its name; the HS series mines two coins, of which it does not say which. */
const MODELS: [RegExp, string][] = [
  [/\b(LT|DG|MINI-?DOGE|E-?DG|DOGE)/i, 'scrypt'],
  [/\bCK/i, 'eaglesong'],
  [/\bKD/i, 'kadena'],
  [/\bKA/i, 'kheavyhash'],
  [/\bSC/i, 'blake2b-sia'],
  [/\bLB/i, 'lbry'],
  [/\b(AL|E-?AL)/i, 'blake3'],
  [/\bST/i, 'blake2b-sia'],
]

function algorithmOf(model: string | undefined): string {
  const name = model?.replace(/^goldshell[-_ ]*/i, '') ?? ''
  return MODELS.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown'
}

type Board = { row: JsonObject; algorithm: string }

/** `devs` lists boards in `data`, or in a Byte cards by coin in `minfos`. */
export function goldshellReading(devs: unknown, status?: unknown, pools?: unknown): MinerReading {
  const json = objectFrom(devs) ?? {}
  const about = objectFrom(status) ?? {}
  const model = textFrom(about.model)
  const ofModel = algorithmOf(model)
  const boards: Board[] = [
    ...objectsFrom(json.data).map((row) => ({ row, algorithm: ofModel })),
    ...objectsFrom(json.minfos).flatMap((card) => {
      const name = textFrom(card.name) ?? textFrom(card.coin) ?? textFrom(card.algo)
      const algorithm = name === undefined ? ofModel : coinAlgorithm(name)
      return objectsFrom(card.infos).map((row) => ({ row, algorithm }))
    }),
  ]
  const devices = boards.map(boardOf)
  const powerWatts = wattsFrom(total(devices.map((device) => device.powerWatts)))
  const work = workOf(boards, poolOf(pools))
  const idle = flagFrom(about.idlemode) === true
  const rate = total(work.map((part) => part.hashesPerSecond))
  const uptime = highest(boards.map(({ row }) => secondsFrom(row.time)))
  const fans = fansOf(boards)
  return compact({
    state: idle ? ('paused' as const) : !rate && (uptime ?? 60) < 60 ? ('warming' as const) : ('hashing' as const),
    miner: compact({
      name: 'goldshell',
      version: textFrom(about.firmware),
      model: model?.replace(/^Goldshell-/, 'Goldshell '),
      uptimeSeconds: uptime,
      mac: macFrom(about.mac),
    }),
    work,
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('estimated' as const),
    devices: devices.length > 0 ? devices : undefined,
    fans: fans.length > 0 ? fans : undefined,
  })
}

function coinAlgorithm(name: string): string {
  if (/doge|ltc/i.test(name)) return 'scrypt'
  if (/^sc|sia/i.test(name)) return 'blake2b-sia'
  return canonicalAlgorithm(name)
}

function workOf(boards: Board[], pool: PoolReport | undefined): WorkReport[] {
  const algorithms = [...new Set(boards.map((board) => board.algorithm))]
  return algorithms.map((algorithm) => {
    const rows = boards.filter((board) => board.algorithm === algorithm).map((board) => board.row)
    const sum = (key: string) => total(rows.map((row) => countFrom(row[key])))
    return compact({
      algorithm,
      hashesPerSecond: total(rows.map(rateOf)),
      shares: present({ accepted: sum('accepted'), rejected: sum('rejected') }),
      // Of several coins it does not say which pool is whose.
      pool: algorithms.length === 1 ? pool : undefined,
    })
  })
}

function rateOf(row: JsonObject): number | undefined {
  return hashesPerSecondFrom(row.hashrate, 1e6)
}

function boardOf({ row, algorithm }: Board, position: number): DeviceReport {
  const temperatures = numbersIn(row.temp).map(celsiusFrom)
  return compact({
    index: indexFrom(row.id) ?? position,
    kind: 'board' as const,
    work: [compact({ algorithm, hashesPerSecond: rateOf(row) })],
    // Of two the first and hotter is the chip's; one alone is the board's, as its BFGMiner says it.
    temperatureCelsius: temperatures.length > 1 ? highest(temperatures) : undefined,
    boardCelsius: temperatures.at(-1),
    frequencyMegahertz: megahertzFrom(row.curfreq) ?? megahertzFrom(row.clock),
    hardwareErrors: countFrom(row.hwerrors),
    powerWatts: wattsFrom(leadingNumberFrom(row.power)),
  })
}

function numbersIn(value: unknown): string[] {
  return textFrom(value)?.match(/-?\d+(?:\.\d+)?/g) ?? []
}

/** Every board repeats the chassis' fans. */
function fansOf(boards: Board[]): FanReport[] {
  return numbersIn(boards[0]?.row.fanspeed)
    .map(rpmFrom)
    .filter((rpm) => rpm !== undefined)
    .map((rpm) => ({ rpm }))
}

function poolOf(page: unknown): PoolReport | undefined {
  const rows = objectsFrom(page)
  const active = rows.find((pool) => flagFrom(pool.active) === true) ?? rows[0]
  return (
    active && present({ url: textFrom(active.url), user: textFrom(active.user), connected: flagFrom(active.active) })
  )
}
