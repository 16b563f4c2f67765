import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, FanReport, PoolReport, ShareCounters } from '#lib/domain/reading'
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
  macFrom,
  megahertzFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  present,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, ReaderMemory, Target } from './miner-reader'
import { isPossibleRate } from './possible-rate'
import { type Door, openSession } from './web-session'

/** Innosilicon's web API (and Dragonmint's, its ancestor): everything is a POST and wants a login. */
export const innosilicon: MinerReader = {
  family: 'innosilicon',
  guides: [
    {
      kind: 'innosilicon',
      machines: 'Innosilicon T2, T3, A9, A10, A11 and relatives with the Vue web page; Dragonmint T1',
      reached: 'HTTP 80, login (admin/admin unless changed)',
      tells: 'rate, boards with temperatures, fan duty, power where the firmware tells it, pool, shares, MAC',
      switchOn: 'on as shipped; give user and password',
      source: 'fields of getAll and summary as read by pyasic and asic-rs',
      evidence: 'documented',
    },
  ],
  kinds: ['innosilicon'],
  transport: 'http',
  defaultPort: 80,
  read: readInnosilicon,
}

const DOOR: Door = {
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  logIn: async (open, user, password) => {
    const form = { username: user ?? 'admin', password }
    const reply = await getJson(open, '/api/auth', { method: 'POST', form })
    return reply.ok ? textFrom(objectFrom(reply.json)?.jwt) : undefined
  },
  refuses: (json) =>
    isObject(json) &&
    flagFrom(json.success) === false &&
    ('token' in json || /token|auth|login/i.test(textFrom(json.message) ?? textFrom(json.msg) ?? '')),
}

async function readInnosilicon(target: Target, memory: ReaderMemory = {}): Promise<MinerRead> {
  const ask = openSession(target, memory, DOOR)
  const summary = await ask('/api/summary', { method: 'POST' })
  if (!summary.ok && summary.failure !== 'not-this-miner') return summary
  const all = await ask('/api/getAll', { method: 'POST' })
  if (!all.ok && all.failure !== 'not-this-miner') return all
  const told = all.ok ? objectFrom(objectFrom(all.json)?.all) : undefined
  const rows =
    summary.ok && isObject(summary.json) && flagFrom(summary.json.success) === true && Array.isArray(summary.json.DEVS)
  if (!told && !rows) return notThisMiner(target, 'an Innosilicon')
  const overview = told?.mac === undefined ? await ask('/api/overview', { method: 'POST' }) : undefined
  return {
    ok: true,
    reading: innosiliconReading(
      told,
      rows && summary.ok ? summary.json : undefined,
      overview?.ok ? overview.json : undefined,
    ),
  }
}

/** `Hash Rate H` is H/s, `Hash Rate` and the rows of `summary` MH/s. */
export function innosiliconReading(all: JsonObject | undefined, summary?: unknown, overview?: unknown): MinerReading {
  const page = objectFrom(summary) ?? {}
  const about = objectFrom(overview) ?? {}
  const model = textFrom(about.type) ?? textFrom(all?.type) ?? textFrom(page.type)
  const algorithm = algorithmOf(model)
  const whole = objectFrom(all?.total_hash)
  const chains = objectsFrom(all?.chain)
  const rows = objectsFrom(page.DEVS)
  const told = rateOf(whole) ?? total(rows.map(rateOf)) ?? total(chains.map(rateOf))
  const powerWatts = wattsFrom(all?.power)
  const devices = (chains.length > 0 ? chains : rows).map((row, position) => boardOf(row, position, algorithm))
  const fans: FanReport[] = [percentFrom(all?.fansSpeed) ?? percentFrom(objectFrom(page.HARDWARE)?.['Fan duty'])]
    .filter((percent) => percent !== undefined)
    .map((percent) => ({ percent }))
  return compact({
    state: 'hashing' as const,
    miner: compact({
      name: 'innosilicon',
      model,
      mac: macFrom(all?.mac) ?? macFrom(objectFrom(about.version)?.ethaddr),
      uptimeSeconds: highest(rows.map((row) => secondsFrom(row['Device Elapsed']))),
      version: textFrom(objectFrom(about.version)?.build_date) ?? textFrom(objectFrom(about.version)?.platform_v),
    }),
    work: [
      compact({
        algorithm,
        hashesPerSecond: isPossibleRate(algorithm, told, powerWatts) ? told : undefined,
        ...poolsOf(page, rows),
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('estimated' as const),
    devices: devices.length > 0 ? devices : undefined,
    fans: fans.length > 0 ? fans : undefined,
  })
}

function algorithmOf(model: string | undefined): string {
  const name = model?.replace(/^(inno(silicon)?|dragonmint)[-_ ]*/i, '') ?? ''
  const known: [RegExp, string][] = [
    [/^T\d/i, 'sha256d'],
    [/^A4|^A6/i, 'scrypt'],
    [/^A5/i, 'x11'],
    [/^A8/i, 'cryptonight'],
    [/^A9/i, 'equihash'],
    [/^A1[01]/i, 'ethash'],
    [/^S11/i, 'blake2b-sia'],
  ]
  return known.find(([pattern]) => pattern.test(name))?.[1] ?? canonicalAlgorithm('')
}

function rateOf(row: JsonObject | undefined): number | undefined {
  return (
    hashesPerSecondFrom(row?.['Hash Rate H']) ??
    hashesPerSecondFrom(row?.['Hash Rate'], 1e6) ??
    hashesPerSecondFrom(row?.['MHS 1m'], 1e6) ??
    hashesPerSecondFrom(row?.['MHS 5s'], 1e6) ??
    hashesPerSecondFrom(row?.['MHS 5m'], 1e6)
  )
}

function boardOf(row: JsonObject, position: number, algorithm: string): DeviceReport {
  return compact({
    index: indexFrom(row.ASC) ?? position,
    kind: 'board' as const,
    work: [compact({ algorithm, hashesPerSecond: rateOf(row) })],
    temperatureCelsius: highest([celsiusFrom(row['Temp max']), celsiusFrom(row.Temperature)]),
    frequencyMegahertz: megahertzFrom(row.Frequency),
    hardwareErrors: countFrom(row['Hardware Errors']),
  })
}

function poolsOf(page: JsonObject, rows: JsonObject[]): { pool?: PoolReport; shares?: ShareCounters } {
  const pools = objectsFrom(page.POOLS)
  const alive = (pool: JsonObject) => /^alive$/i.test(textFrom(pool.Status) ?? '')
  const active =
    pools.find((pool) => alive(pool) && flagFrom(pool['Stratum Active']) === true) ?? pools.find(alive) ?? pools[0]
  const from = pools.length > 0 ? pools : rows
  const sum = (key: string) => total(from.map((row) => countFrom(row[key])))
  return compact({
    pool: active && present({ url: textFrom(active.URL), user: textFrom(active.User), connected: alive(active) }),
    shares: present({
      accepted: sum('Accepted'),
      rejected: sum('Rejected'),
      stale: pools.length > 0 ? sum('Stale') : undefined,
    }),
  })
}
