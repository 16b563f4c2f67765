import type { DeviceReport, FanReport, MachineError, PoolReport, ShareCounters } from '#lib/domain/reading'
import { braiinsGraphql } from './braiins-graphql'
import { getJson, notThisMiner } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  difficultyFrom,
  flagFrom,
  hashesPerSecondFrom,
  indexFrom,
  isObject,
  type JsonObject,
  listFrom,
  macFrom,
  megahertzFrom,
  nonNegativeFrom,
  numberFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  positiveFrom,
  present,
  rpmFrom,
  secondsFrom,
  textFrom,
  wattsFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, ReaderMemory, Target } from './miner-reader'
import { isPossibleRate } from './possible-rate'
import { type Door, openSession } from './web-session'

/** Braiins OS over its REST API (`/api/v1`, 23.03 and later), else over the GraphQL of its web pages (21.09 and later). */
export const braiinsWeb: MinerReader = {
  family: 'braiins-web',
  guides: [
    {
      kind: 'braiins',
      machines: 'Antminers, BMM and others with Braiins OS 21.09 and later',
      reached: 'HTTP 80; REST login (root and its password), else the GraphQL of its web pages',
      tells:
        'rate, nominal rate, boards with temperatures and clocks, fans, estimated power, pool, shares, MAC, serial number',
      switchOn: 'on as shipped; give user and password',
      source: 'recorded REST replies of an S21 Pro with 26.04 and GraphQL replies of 24.09 (asic-rs)',
      evidence: 'recorded',
    },
  ],
  kinds: ['braiins'],
  transport: 'http',
  defaultPort: 80,
  read: readBraiinsWeb,
}

async function readBraiinsWeb(target: Target, memory: ReaderMemory = {}): Promise<MinerRead> {
  const ask = openSession(target, memory, DOOR)
  const stats = await ask('/api/v1/miner/stats')
  if (!stats.ok && stats.failure === 'unreachable') return stats
  if (stats.ok && isObject(stats.json) && isObject(stats.json.miner_stats)) {
    const pages: Pages = { stats: stats.json }
    for (const [page, path] of PAGES) {
      const reply = await ask(path)
      if (reply.ok) pages[page] = reply.json
      else if (reply.failure === 'unreachable') break
    }
    return { ok: true, reading: braiinsReading(pages) }
  }
  const graphql = await braiinsGraphql(target, memory)
  if (graphql.ok) return graphql
  if (!stats.ok && stats.failure === 'denied') return stats
  return graphql.failure === 'denied' ? graphql : notThisMiner(target, 'Braiins OS')
}

const PAGES = [
  ['details', '/api/v1/miner/details'],
  ['boards', '/api/v1/miner/hw/hashboards'],
  ['cooling', '/api/v1/cooling/state'],
  ['pools', '/api/v1/pools'],
  ['network', '/api/v1/network'],
  ['errors', '/api/v1/miner/errors'],
] as const

type Pages = { stats: JsonObject } & { [page in (typeof PAGES)[number][0]]?: unknown }

const DOOR: Door = {
  headers: (token) => ({ authorization: token }),
  logIn: async (open, user, password) => {
    const json = { username: user ?? 'root', password }
    const reply = await getJson(open, '/api/v1/auth/login', { method: 'POST', json })
    return reply.ok ? textFrom(objectFrom(reply.json)?.token) : undefined
  },
}

export function braiinsReading(pages: Pages): MinerReading {
  const stats = objectFrom(pages.stats.miner_stats) ?? {}
  const details = objectFrom(pages.details) ?? {}
  const network = objectFrom(pages.network) ?? {}
  const identity = objectFrom(details.miner_identity) ?? {}
  const powerWatts = wattsFrom(objectFrom(objectFrom(pages.stats.power_stats)?.approximated_consumption)?.watt)
  const told = presentRate(stats.real_hashrate)
  const state = stateOf(details.status)
  const errors = state === 'error' || (state === 'hashing' && told === 0) ? errorsOf(pages.errors) : []
  const boards = objectsFrom(objectFrom(pages.boards)?.hashboards).map(boardOf)
  const fans = fansOf(pages.cooling)
  const possible = isPossibleRate('sha256d', told, powerWatts) ? told : undefined
  return compact({
    state: errors.length > 0 ? ('error' as const) : state,
    miner: compact({
      name: 'braiins',
      version: textFrom(objectFrom(details.bos_version)?.current),
      model: textFrom(identity.miner_model) ?? textFrom(identity.name),
      uptimeSeconds: secondsFrom(details.bosminer_uptime_s),
      machineUptimeSeconds: secondsFrom(details.system_uptime_s) ?? secondsFrom(details.system_uptime),
      mac: macFrom(details.mac_address) ?? macFrom(network.mac_address),
      serial: textFrom(details.serial_number),
    }),
    work: [
      compact({
        algorithm: 'sha256d',
        hashesPerSecond: state === 'paused' ? 0 : possible,
        nominalHashesPerSecond: positiveFrom(gigahashes(stats.nominal_hashrate)),
        shares: sharesOf(pages.stats),
        bestDifficulty: difficultyFrom(stats.best_share),
        blocksFound: countFrom(stats.found_blocks),
        pool: poolOf(pages.pools),
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('estimated' as const),
    devices: boards.length > 0 ? boards : undefined,
    fans: fans.length > 0 ? fans : undefined,
    errors: errors.length > 0 ? errors : undefined,
  })
}

function gigahashes(value: unknown): number | undefined {
  const rate = objectFrom(value)
  return hashesPerSecondFrom(rate?.gigahash_per_second, 1e9) ?? hashesPerSecondFrom(rate?.megahash_per_second, 1e6)
}

/** The window of one minute, else the nearest. */
function presentRate(value: unknown): number | undefined {
  const windows = objectFrom(value) ?? {}
  for (const name of ['last_1m', 'last_30s', 'last_15s', 'last_5s', 'last_5m', 'last_15m']) {
    const rate = gigahashes(windows[name])
    if (rate !== undefined) return rate
  }
  return undefined
}

/** `MinerStatus` of its API: 1 not started, 2 normal, 3 paused, 4 suspended (a fault), 5 restricted. Some proxies write the names. */
function stateOf(status: unknown): MinerReading['state'] {
  const word = textFrom(status)
    ?.toUpperCase()
    .replace(/^MINER_STATUS_/, '')
  if (word === '3' || word === 'PAUSED') return 'paused'
  if (word === '4' || word === 'SUSPENDED') return 'error'
  return word === '1' || word === 'NOT_STARTED' ? 'warming' : 'hashing'
}

/** It keeps a log of all that ever went wrong, some of it dated 2015: only the latest few say why it stands still now. */
function errorsOf(page: unknown): MachineError[] {
  return objectsFrom(objectFrom(page)?.errors)
    .slice(-3)
    .map((row) => {
      const code = objectsFrom(row.error_codes)[0]
      return compact({
        code: textFrom(code?.code),
        text: (textFrom(row.message) ?? textFrom(code?.reason) ?? 'fault').slice(0, 500),
      })
    })
}

function boardOf(board: JsonObject, position: number): DeviceReport {
  const stats = objectFrom(board.stats) ?? {}
  const hertz = nonNegativeFrom(objectFrom(board.current_frequency)?.hertz)
  const enabled = flagFrom(board.enabled) !== false
  return compact({
    index: indexFrom(numberFrom(board.id)) ?? position + 1,
    kind: 'board' as const,
    name: textFrom(board.chip_type),
    work: [compact({ algorithm: 'sha256d', hashesPerSecond: enabled ? presentRate(stats.real_hashrate) : 0 })],
    temperatureCelsius: celsiusFrom(objectFrom(objectFrom(board.highest_chip_temp)?.temperature)?.degree_c),
    boardCelsius: celsiusFrom(objectFrom(board.board_temp)?.degree_c),
    frequencyMegahertz: hertz === undefined ? undefined : megahertzFrom(hertz / 1e6),
  })
}

function fansOf(page: unknown): FanReport[] {
  return objectsFrom(objectFrom(page)?.fans)
    .map((fan) => {
      const ratio = nonNegativeFrom(fan.target_speed_ratio)
      return present({
        rpm: rpmFrom(fan.rpm),
        percent: ratio === undefined ? undefined : percentFrom(Math.round(ratio * 1000) / 10),
      })
    })
    .filter((fan) => fan !== undefined)
}

function sharesOf(page: JsonObject): ShareCounters | undefined {
  const stats = objectFrom(page.pool_stats) ?? {}
  const last = objectFrom(stats.last_share_time)
  const seconds = countFrom(last?.seconds)
  return present({
    accepted: countFrom(stats.accepted_shares),
    rejected: countFrom(stats.rejected_shares),
    stale: countFrom(stats.stale_shares),
    lastAcceptedAt:
      seconds !== undefined && seconds > 1e9
        ? seconds * 1000 + Math.floor((countFrom(last?.nanos) ?? 0) / 1e6)
        : undefined,
  })
}

/** Groups of pools; the first that is in use, else the first. */
function poolOf(page: unknown): PoolReport | undefined {
  const groups = Array.isArray(page) ? objectsFrom(page) : objectsFrom(objectFrom(page)?.groups)
  const pools = groups.flatMap((group) => listFrom(group.pools).filter(isObject))
  const active = pools.find((pool) => flagFrom(pool.active) === true) ?? pools[0]
  return (
    active &&
    present({
      url: textFrom(active.url),
      user: textFrom(active.user),
      connected: flagFrom(active.alive) ?? flagFrom(active.active),
    })
  )
}
