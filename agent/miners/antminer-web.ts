import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, FanReport, MachineError, PoolReport, ShareCounters } from '#lib/domain/reading'
import { antminerModel, modelName, rateUnit } from './cgminer/antminer-models'
import { getJson, notThisMiner } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  difficultyFrom,
  flagFrom,
  hashesPerSecondFrom,
  highest,
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
  positiveFrom,
  present,
  rpmFrom,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, Target } from './miner-reader'
import { isPossibleRate } from './possible-rate'

/** The web pages of stock Antminers since 2020 and of what copied them: Elphapex, Hammer. Digest login. */
export const antminerWeb: MinerReader = {
  family: 'antminer-web',
  guides: [
    {
      kind: 'antminer',
      machines: 'Antminer S19 to S23, L7, L9, KS, Z15 and others with the stock firmware of 2020 and later',
      reached: 'HTTP 80, digest login (root/root unless changed)',
      tells:
        'rate, boards with chip and board temperatures, fans, pool, shares, MAC and serial number, fault texts; power only where the firmware has `watt`',
      switchOn: 'on as shipped; give user and password',
      source: 'recorded stats.cgi and summary.cgi of an S23 Hydro, S21 XP Hydro, KS7 and Z15 Pro (asic-rs)',
      evidence: 'recorded',
    },
    {
      kind: 'elphapex',
      machines: 'Elphapex DG1, DG1+, DG Home',
      reached: 'HTTP 80, digest login (root/root unless changed)',
      tells: 'rate, boards with temperatures, fans, pool, shares, MAC, serial number; no power',
      switchOn: 'on as shipped; give user and password',
      source: 'recorded replies of a DG1+ with firmware 1.0.2 (pyasic)',
      evidence: 'recorded',
    },
  ],
  kinds: ['antminer', 'elphapex'],
  transport: 'http',
  defaultPort: 80,
  read: readAntminerWeb,
}

async function readAntminerWeb(target: Target): Promise<MinerRead> {
  const pages: Pages = {}
  for (const [page, path] of PAGES) {
    const reply = await getJson(target, path)
    if (reply.ok) pages[page] = reply.json
    else if (page === 'stats' && reply.failure !== 'not-this-miner') return reply
    else if (reply.failure === 'unreachable') break
    // Some builds have only one of the two pages with figures.
    if (page === 'summary' && !isFigures(pages.stats, 'STATS') && !isFigures(pages.summary, 'SUMMARY')) break
  }
  if (!isFigures(pages.stats, 'STATS') && !isFigures(pages.summary, 'SUMMARY')) {
    return notThisMiner(target, "an Antminer's web server")
  }
  return { ok: true, reading: antminerWebReading(pages, Date.now()) }
}

const PAGES = [
  ['stats', '/cgi-bin/stats.cgi'],
  ['summary', '/cgi-bin/summary.cgi'],
  ['pools', '/cgi-bin/pools.cgi'],
  ['system', '/cgi-bin/get_system_info.cgi'],
  ['config', '/cgi-bin/get_miner_conf.cgi'],
] as const

function isFigures(page: unknown, section: string): boolean {
  const row = firstRow(page, section)
  return row !== undefined && ('chain' in row || 'rate_5s' in row || 'rate_unit' in row)
}

type Pages = { [page in (typeof PAGES)[number][0]]?: unknown }

function firstRow(page: unknown, section: string): JsonObject | undefined {
  const rows = objectFrom(page)?.[section]
  return isObject(rows) ? rows : objectsFrom(rows)[0]
}

/** `nowMs` is the agent's clock, for shares that are told by their age. */
export function antminerWebReading(pages: Pages, nowMs: number): MinerReading {
  const stats = firstRow(pages.stats, 'STATS') ?? {}
  const summary = firstRow(pages.summary, 'SUMMARY') ?? {}
  const system = objectFrom(pages.system) ?? {}
  const info = objectFrom(objectFrom(pages.stats)?.INFO) ?? objectFrom(objectFrom(pages.summary)?.INFO) ?? {}
  const model = modelOf(system, info)
  const elphapex = /^(elphapex\s*)?DG/i.test(model ?? '')
  const known = elphapex ? undefined : antminerModel(model)
  const algorithm = elphapex
    ? 'scrypt'
    : (known?.algorithm ?? canonicalAlgorithm(textFrom(system.Algorithm) ?? textFrom(system.algorithm) ?? 'unknown'))
  const unit = rateUnit(stats.rate_unit) ?? rateUnit(summary.rate_unit)
  const scaled = (value: unknown) =>
    hashesPerSecondFrom(value, unit ?? known?.hashesPerUnit(numberFrom(value) ?? 0) ?? (elphapex ? 1e6 : 1e9))
  const boards = objectsFrom(stats.chain).filter(isFitted)
  const powerWatts = wattsFrom(stats.watt) ?? wattsFrom(summary.watt) ?? wattsFrom(stats.power)
  const told =
    scaled(summary.rate_5s) ?? scaled(stats.rate_5s) ?? total(boards.map((board) => scaled(boardRate(board))))
  const possible = isPossibleRate(algorithm, told, powerWatts)
  const asleep = isAsleep(stats, summary, pages.config)
  const errors = errorsOf(summary)
  const elapsed = secondsFrom(stats.elapsed) ?? secondsFrom(summary.elapsed)
  const hashesPerSecond = asleep ? 0 : possible ? told : undefined
  const pools = poolsOf(pages.pools, nowMs)
  const fans = fansOf(stats)
  return compact({
    state: stateOf(asleep, errors, hashesPerSecond, elapsed),
    miner: compact({
      name: elphapex ? 'elphapex' : 'antminer',
      version: textFrom(system.system_filesystem_version) ?? textFrom(info.miner_version) ?? textFrom(info.CompileTime),
      model,
      uptimeSeconds: elapsed,
      mac: macFrom(system.macaddr),
      serial: textFrom(system.serinum) ?? textFrom(info.dev_sn),
    }),
    work: [
      compact({
        algorithm,
        hashesPerSecond,
        nominalHashesPerSecond: positiveFrom(scaled(stats.rate_ideal) ?? scaled(summary.rate_ideal)),
        shares: pools.shares,
        bestDifficulty: difficultyFrom(summary.bestshare),
        pool: pools.pool,
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('estimated' as const),
    devices:
      boards.length > 0
        ? boards.map((board, position) => boardOf(board, position, algorithm, scaled, elphapex))
        : undefined,
    fans: fans.length > 0 ? fans : undefined,
    cooling: /hyd/i.test(model ?? '') ? ('hydro' as const) : undefined,
    errors: errors.length > 0 ? errors : undefined,
  })
}

function modelOf(system: JsonObject, info: JsonObject): string | undefined {
  return modelName(textFrom(system.minertype) ?? textFrom(info.type))
}

/** A slot without chips is no board. */
function isFitted(board: JsonObject): boolean {
  return countFrom(board.asic_num) !== 0 || (hashesPerSecondFrom(boardRate(board)) ?? 0) > 0
}

/** Elphapex's `rate_real` is a mean since the start, and its `hashrate` the present one. */
function boardRate(board: JsonObject): unknown {
  return nonNegativeFrom(board.hashrate) === undefined ? board.rate_real : board.hashrate
}

function boardOf(
  board: JsonObject,
  position: number,
  algorithm: string,
  scaled: (value: unknown) => number | undefined,
  milli: boolean,
): DeviceReport {
  const hottest = (value: unknown) => highest(listFrom(value).map((sensor) => sensorFrom(sensor, milli)))
  return compact({
    index: indexFrom(board.index) ?? position,
    kind: 'board' as const,
    work: [compact({ algorithm, hashesPerSecond: scaled(boardRate(board)) })],
    temperatureCelsius: hottest(board.temp_chip),
    boardCelsius: hottest(board.temp_pcb),
    frequencyMegahertz: milli ? undefined : megahertzFrom(board.freq_avg),
    // Elphapex counts its chips there.
    hardwareErrors: milli ? undefined : countFrom(board.hw),
    powerWatts: wattsFrom(board.power),
  })
}

/** Elphapex tells chips in thousandths of a degree, as text. */
function sensorFrom(value: unknown, milli: boolean): number | undefined {
  const number = numberFrom(value)
  return celsiusFrom(milli && number !== undefined && Math.abs(number) >= 1_000 ? number / 1000 : value)
}

function fansOf(stats: JsonObject): FanReport[] {
  const speeds = listFrom(stats.fan).map(rpmFrom)
  // A machine without fans lists zeros, or nothing; one whose fans all stand still would not hash.
  if (!speeds.some((rpm) => rpm !== undefined && rpm > 0)) return []
  return speeds.filter((rpm) => rpm !== undefined).map((rpm) => ({ rpm }))
}

/** Sleep is `miner-mode` 1 in the replies and `bitmain-work-mode` "1" in the configuration. */
function isAsleep(stats: JsonObject, summary: JsonObject, config: unknown): boolean {
  const mode =
    countFrom(stats['miner-mode']) ??
    countFrom(objectFrom(config)?.['miner-mode']) ??
    countFrom(objectFrom(config)?.['bitmain-work-mode'])
  const hashes = (nonNegativeFrom(stats.rate_5s) ?? nonNegativeFrom(summary.rate_5s) ?? 0) > 0
  return mode === 1 && !hashes
}

function stateOf(asleep: boolean, errors: MachineError[], rate: number | undefined, elapsed: number | undefined) {
  if (asleep) return 'paused' as const
  if (errors.length > 0) return 'error' as const
  return !rate && (elapsed ?? 60) < 60 ? ('warming' as const) : ('hashing' as const)
}

/** `{"type":"temp","status":"e","code":77,"msg":"over max temp"}`; `s` and nothing are how a good one looks. */
function errorsOf(summary: JsonObject): MachineError[] {
  return objectsFrom(summary.status)
    .filter((row) => /^[ef]/i.test(textFrom(row.status) ?? ''))
    .map((row) => {
      const words = textFrom(row.msg) ?? `${textFrom(row.type) ?? 'machine'} fault`
      const code = textFrom(row.code)
      return compact({ code: code === '0' ? undefined : code, text: words.slice(0, 500) })
    })
}

function poolsOf(page: unknown, nowMs: number): { pool?: PoolReport; shares?: ShareCounters } {
  const rows = objectsFrom(objectFrom(page)?.POOLS).filter((pool) => !/dev\s*fee/i.test(textFrom(pool.url) ?? ''))
  const alive = (pool: JsonObject) => /^alive$/i.test(textFrom(pool.status) ?? '')
  const byPriority = rows.toSorted((a, b) => (numberFrom(a.priority) ?? 0) - (numberFrom(b.priority) ?? 0))
  const active = byPriority.find(alive) ?? byPriority.find((pool) => textFrom(pool.url) !== undefined)
  const sum = (key: string) => total(rows.map((pool) => countFrom(pool[key])))
  return {
    pool: active && present({ url: textFrom(active.url), user: textFrom(active.user), connected: connectedOf(active) }),
    shares: present({
      accepted: sum('accepted'),
      rejected: sum('rejected'),
      stale: sum('stale'),
      lastAcceptedAt: active && lastShareMs(active, nowMs),
    }),
  }
}

function connectedOf(pool: JsonObject): boolean | undefined {
  const status = textFrom(pool.status)
  return status === undefined ? flagFrom(pool.active) : /^alive$/i.test(status)
}

/** `"0:00:18"` is an age; "0" and an age of nothing without a share accepted say nothing. */
function lastShareMs(pool: JsonObject, nowMs: number): number | undefined {
  const age = /^(\d+):(\d\d):(\d\d)$/.exec(textFrom(pool.lstime) ?? '')
  if (!age || !countFrom(pool.accepted)) return undefined
  const seconds = Number(age[1]) * 3600 + Number(age[2]) * 60 + Number(age[3])
  return Math.round(nowMs / 1000 - seconds) * 1000
}
