import type { DeviceReport, FanReport, PoolReport } from '#lib/domain/reading'
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
  macFrom,
  nonNegativeFrom,
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
import type { MinerRead, MinerReader, MinerReading, ReaderMemory, Target } from './miner-reader'
import { isPossibleRate } from './possible-rate'
import { type Door, openSession } from './web-session'

/** Auradine Teraflux over HTTP (FluxOS): the cgminer API's rows and its own, one page each, behind a token. */
export const auradineWeb: MinerReader = {
  family: 'auradine-web',
  guides: [
    {
      kind: 'auradine',
      machines: 'Auradine Teraflux AT, AI and AD series',
      reached: 'HTTP 8080, login (admin/admin unless changed); without one, TCP 4028 tells less',
      tells:
        'rate, boards with chip and board temperatures, fans, input power, pool, shares, sleep, MAC, serial number',
      switchOn: 'on as shipped; give user and password',
      source: "replies in Auradine's API guide as kept by asic-rs",
      evidence: 'documented',
    },
  ],
  kinds: ['auradine'],
  transport: 'http',
  defaultPort: 8080,
  read: readAuradineWeb,
}

const DOOR: Door = {
  headers: (token) => ({ token }),
  logIn: async (open, user, password) => {
    const json = { command: 'token', user: user ?? 'admin', password }
    const reply = await getJson(open, '/token', { method: 'POST', json })
    return reply.ok ? textFrom(objectsFrom(objectFrom(reply.json)?.Token)[0]?.Token) : undefined
  },
  refuses: (json) => {
    const status = objectsFrom(objectFrom(json)?.STATUS)[0]
    return /^E/i.test(textFrom(status?.STATUS) ?? '') && /token|session|expired|auth/i.test(textFrom(status?.Msg) ?? '')
  },
}

const PAGES = ['summary', 'devs', 'pools', 'psu', 'fan', 'temperature', 'mode'] as const
type Pages = { ipreport: unknown } & { [page in (typeof PAGES)[number]]?: unknown }

async function readAuradineWeb(target: Target, memory: ReaderMemory = {}): Promise<MinerRead> {
  const ask = openSession(target, memory, DOOR)
  const report = await ask('/ipreport')
  if (!report.ok) return report
  if (objectsFrom(objectFrom(report.json)?.IPReport).length === 0) return notThisMiner(target, 'an Auradine')
  const pages: Pages = { ipreport: report.json }
  for (const page of PAGES) {
    const reply = await ask(`/${page}`)
    if (reply.ok) pages[page] = reply.json
    else if (reply.failure === 'unreachable') break
  }
  return { ok: true, reading: auradineReading(pages) }
}

const rowsOf = (page: unknown, section: string) => objectsFrom(objectFrom(page)?.[section])

export function auradineReading(pages: Pages): MinerReading {
  const report = rowsOf(pages.ipreport, 'IPReport')[0] ?? {}
  const summary = rowsOf(pages.summary, 'SUMMARY')[0] ?? {}
  const psus = rowsOf(pages.psu, 'PSU')
  const mode = rowsOf(pages.mode, 'Mode')[0] ?? {}
  const powerWatts = wattsFrom(total(psus.map((psu) => nonNegativeFrom(leadingNumberFrom(psu.PowerIn)))))
  const devices = rowsOf(pages.devs, 'DEVS').map((row, position) => boardOf(row, position, pages.temperature))
  const asleep = /^(on|true)$/i.test(textFrom(mode.Sleep) ?? '')
  const told = rateOf(summary) ?? total(devices.map((device) => device.work?.[0]?.hashesPerSecond))
  const uptimeSeconds = secondsFrom(summary.Elapsed)
  const fans = rowsOf(pages.fan, 'Fan')
    .map((fan): FanReport | undefined => present({ rpm: rpmFrom(fan.Speed) }))
    .filter((fan) => fan !== undefined)
  const possible = isPossibleRate('sha256d', told, powerWatts) ? told : undefined
  return compact({
    state: asleep
      ? ('paused' as const)
      : !told && (uptimeSeconds ?? 60) < 60
        ? ('warming' as const)
        : ('hashing' as const),
    miner: compact({
      name: 'auradine',
      version: textFrom(report.version),
      model: textFrom(report.model) && `Auradine ${textFrom(report.model)}`,
      uptimeSeconds,
      mac: macFrom(report.mac),
      serial: textFrom(report.SerialNo),
    }),
    work: [
      compact({
        algorithm: 'sha256d',
        hashesPerSecond: asleep ? 0 : possible,
        nominalHashesPerSecond: positiveFrom(hashesPerSecondFrom(mode.Ths, 1e12)),
        shares: present({
          accepted: countFrom(summary.Accepted),
          rejected: countFrom(summary.Rejected),
          stale: countFrom(summary.Stale),
        }),
        pool: poolOf(pages.pools),
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('input' as const),
    devices: devices.length > 0 ? devices : undefined,
    fans: fans.length > 0 ? fans : undefined,
  })
}

function rateOf(row: JsonObject): number | undefined {
  for (const name of ['MHS 1m', 'MHS 30s', 'MHS 5s', 'MHS 5m']) {
    const rate = hashesPerSecondFrom(row[name], 1e6)
    if (rate !== undefined) return rate
  }
  return undefined
}

function boardOf(row: JsonObject, position: number, temperatures: unknown): DeviceReport {
  const index = indexFrom(row.ID) ?? position + 1
  // The control board is number 0 there.
  const sensors = rowsOf(temperatures, 'Temperature').find((board) => countFrom(board.ID) === index)
  const hottest = (section: string) =>
    highest(objectsFrom(sensors?.[section]).map((sensor) => celsiusFrom(sensor.Temperature)))
  return compact({
    index,
    kind: 'board' as const,
    work: [compact({ algorithm: 'sha256d', hashesPerSecond: rateOf(row) })],
    temperatureCelsius: hottest('ChipTemp'),
    boardCelsius: hottest('BoardTemp') ?? celsiusFrom(row.Temperature),
  })
}

function poolOf(page: unknown): PoolReport | undefined {
  const rows = rowsOf(page, 'POOLS')
  const alive = (pool: JsonObject) => /^alive$/i.test(textFrom(pool.Status) ?? '')
  const active = rows.find((pool) => flagFrom(pool['Stratum Active']) === true) ?? rows.find(alive) ?? rows[0]
  return active && present({ url: textFrom(active.URL), user: textFrom(active.User), connected: alive(active) })
}
