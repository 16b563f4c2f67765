import type { DeviceReport, FanReport, MachineError, PoolReport, ShareCounters } from '#lib/domain/reading'
import { getJson, notThisMiner } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  highest,
  indexFrom,
  type JsonObject,
  leadingNumberFrom,
  listFrom,
  macFrom,
  megahertzFrom,
  numberFrom,
  objectFrom,
  objectsFrom,
  present,
  rpmFrom,
  textFrom,
  total,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, ReaderMemory, Target } from './miner-reader'
import { openSession } from './web-session'

/** IceRiver's web pages: one POST that asks for the whole front page. Rates are text with their unit, "15011G". */
export const iceriver: MinerReader = {
  family: 'iceriver',
  guides: [
    {
      kind: 'iceriver',
      machines: 'IceRiver KS0 to KS7, KS5L, AL, AE and RX series with stock firmware or that of pbfarmer',
      reached: 'HTTP 80; a login (admin/12345678 unless changed) only where the page is locked',
      tells: 'rate, boards with temperatures and clock, fans, pool, shares, MAC; no power',
      switchOn: 'on as shipped',
      source: 'recorded /user/userpanel replies of a KS5L and a KS3M (Mining Rig Monitor), fields of an AL3 (asic-rs)',
      evidence: 'recorded',
    },
  ],
  kinds: ['iceriver'],
  transport: 'http',
  defaultPort: 80,
  read: readIceriver,
}

async function readIceriver(target: Target, memory: ReaderMemory = {}): Promise<MinerRead> {
  const ask = openSession(target, memory, {
    headers: (cookie) => ({ cookie }),
    logIn: async (open, user, password) => {
      const form = { post: '6', user: user ?? 'admin', pwd: password }
      const reply = await getJson(open, '/user/loginpost', { method: 'POST', form })
      return reply.ok ? reply.cookie : undefined
    },
    refuses: (json) => /login|session|auth/i.test(textFrom(objectFrom(json)?.message) ?? ''),
  })
  // Four asks for the page; other numbers change things.
  const reply = await ask('/user/userpanel', { method: 'POST', form: { post: '4' } })
  if (!reply.ok) return reply
  const data = objectFrom(objectFrom(reply.json)?.data)
  if (!data || !('rtpow' in data || 'avgpow' in data)) return notThisMiner(target, 'an IceRiver')
  return { ok: true, reading: iceriverReading(data) }
}

const PREFIXES: { [prefix: string]: number } = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 }

/** "5160.37G"; a figure without its letter has that of the page. */
function rateOf(value: unknown, pageUnit: unknown): number | undefined {
  const letter = /([KMGTP])(?:H\/?s|H|\/s)?\s*$/i.exec(textFrom(value) ?? '')?.[1] ?? textFrom(pageUnit)?.[0] ?? 'G'
  return hashesPerSecondFrom(leadingNumberFrom(value), PREFIXES[letter.toUpperCase()] ?? 1e9)
}

/** `data` of the page. Its `runtime` is days:hours:minutes:seconds. */
export function iceriverReading(data: JsonObject): MinerReading {
  const model = modelOf(data)
  const algorithm = algorithmOf(model, data)
  const boards = objectsFrom(data.boards)
  const told = rateOf(data.rtpow, data.unit) ?? total(boards.map((board) => rateOf(board.rtpow, undefined)))
  const errors = errorsOf(data)
  const fans = fansOf(data)
  const uptimeSeconds = runtimeSeconds(data.runtime)
  return compact({
    state:
      errors.length > 0 && !told
        ? ('error' as const)
        : !told && (uptimeSeconds ?? 60) < 60
          ? ('warming' as const)
          : ('hashing' as const),
    miner: compact({
      name: 'iceriver',
      version: textFrom(data.softver1),
      model,
      uptimeSeconds,
      mac: macFrom(data.mac),
    }),
    work: [compact({ algorithm, hashesPerSecond: told, ...poolsOf(data) })],
    devices: boards.length > 0 ? boards.map((board, position) => boardOf(board, position, algorithm)) : undefined,
    fans: fans.length > 0 ? fans : undefined,
    errors: errors.length > 0 ? errors : undefined,
  })
}

/** What its page shows in red: `false` for one that is not as it should be. Temperatures say so on machines that are well, too. */
function errorsOf(data: JsonObject): MachineError[] {
  const states: [string, string][] = [
    ['powstate', 'hash rate abnormal'],
    ['netstate', 'network abnormal'],
    ['fanstate', 'fan abnormal'],
  ]
  return states.flatMap(([code, text]) => (flagFrom(data[code]) === false ? [{ code, text }] : []))
}

/** `model` is mostly "none"; the name of the software tells it: "ICM168_3_2_10_ks5L_miner". */
function modelOf(data: JsonObject): string | undefined {
  const told = textFrom(data.model)
  if (told && !/^(none|no|unknown)$/i.test(told)) return told
  const name = /[_-]((?:ks|al|ae|rx)\d*\w*?)_?(?:miner|bg)\b/i.exec(
    textFrom(data.softver1) ?? textFrom(data.softver2) ?? '',
  )?.[1]
  return name ? `IceRiver ${name.toUpperCase()}` : undefined
}

function algorithmOf(model: string | undefined, data: JsonObject): string {
  const names = `${model ?? ''} ${textFrom(data.algo) ?? ''} ${poolWords(data)}`
  if (/\bAL\d|blake3|alph/i.test(names)) return 'blake3'
  if (/\bAE\d|aleo/i.test(names)) return 'aleo'
  if (/\bRX\d|radiant|rxd/i.test(names)) return 'sha512256d'
  return /\bKS\d|kas|heavyhash/i.test(names) ? 'kheavyhash' : 'unknown'
}

function poolWords(data: JsonObject): string {
  return objectsFrom(data.pools)
    .map((pool) => `${textFrom(pool.addr) ?? ''} ${textFrom(pool.user)?.split(':')[0] ?? ''}`)
    .join(' ')
}

function boardOf(board: JsonObject, position: number, algorithm: string): DeviceReport {
  return compact({
    index: indexFrom(board.no) ?? position + 1,
    kind: 'board' as const,
    work: [compact({ algorithm, hashesPerSecond: rateOf(board.rtpow, undefined) })],
    // One sensor at the air's way in and one at its way out; a chip's own there is none.
    boardCelsius: highest([board.intmp, board.outtmp, board.inttemp, board.outtemp].map(celsiusFrom)),
    frequencyMegahertz: megahertzFrom(board.freq),
  })
}

function fansOf(data: JsonObject): FanReport[] {
  return listFrom(data.fans)
    .map(rpmFrom)
    .filter((rpm) => rpm !== undefined)
    .map((rpm) => ({ rpm }))
}

/** `connect` is true, 1 or −1 by firmware. */
function poolsOf(data: JsonObject): { pool?: PoolReport; shares?: ShareCounters } {
  const rows = objectsFrom(data.pools).filter((pool) => textFrom(pool.addr) !== undefined)
  const connected = (pool: JsonObject) => flagFrom(pool.connect) ?? (numberFrom(pool.connect) ?? 0) > 0
  const active = rows.find(connected) ?? rows[0]
  const sum = (key: string) => total(rows.map((pool) => countFrom(pool[key])))
  return compact({
    pool: active && present({ url: textFrom(active.addr), user: textFrom(active.user), connected: connected(active) }),
    shares: present({ accepted: sum('accepted'), rejected: sum('rejected') }),
  })
}

function runtimeSeconds(value: unknown): number | undefined {
  const parts = /^(\d+):(\d+):(\d+):(\d+)$/.exec(textFrom(value) ?? '')
  if (!parts) return undefined
  return Number(parts[1]) * 86_400 + Number(parts[2]) * 3600 + Number(parts[3]) * 60 + Number(parts[4])
}
