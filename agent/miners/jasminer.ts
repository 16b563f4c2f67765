import type { DeviceReport, FanReport, PoolReport } from '#lib/domain/reading'
import { rateUnit } from './cgminer/antminer-models'
import { getJson, notThisMiner } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  highest,
  isObject,
  type JsonObject,
  leadingNumberFrom,
  objectFrom,
  objectsFrom,
  present,
  rpmFrom,
  secondsFrom,
  textFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, Target } from './miner-reader'

/** Jasminer's page `/cgi-bin/minerStatus.cgi`. The rate is text with its unit; boards tell only temperatures. */
export const jasminer: MinerReader = {
  family: 'jasminer',
  guides: [
    {
      kind: 'jasminer',
      machines: 'Jasminer X16-Q, and X4 and X16 with the same page',
      reached: 'HTTP 80, login (root/root unless changed)',
      tells: 'rate, chip temperatures of each board, fans, pool, serial number; no power',
      switchOn: 'on as shipped; give user and password',
      source: 'the shape observed on an X16-Q of 2024 by a public scanner (AgentScanner)',
      evidence: 'documented',
    },
  ],
  kinds: ['jasminer'],
  transport: 'http',
  defaultPort: 80,
  read: readJasminer,
}

async function readJasminer(target: Target): Promise<MinerRead> {
  const reply = await getJson(target, '/cgi-bin/minerStatus.cgi')
  if (!reply.ok) return reply
  if (!isObject(reply.json) || !/jasminer/i.test(textFrom(block(reply.json, 'summary').miner) ?? '')) {
    return notThisMiner(target, 'a Jasminer')
  }
  return { ok: true, reading: jasminerReading(reply.json) }
}

/** Some builds write a block as a list of one. */
function block(json: JsonObject, name: string): JsonObject {
  return objectFrom(json[name]) ?? objectsFrom(json[name])[0] ?? {}
}

export function jasminerReading(json: JsonObject): MinerReading {
  const summary = block(json, 'summary')
  const boards = block(json, 'boards')
  // Every Jasminer mines Ethereum's way; whether Ethereum Classic's, only the pool would know.
  const algorithm = 'etchash'
  const devices = objectsFrom(boards.board).map((board, index) => boardOf(board, index))
  const fans = fansOf(boards)
  return compact({
    state: 'hashing' as const,
    miner: compact({
      name: 'jasminer',
      model: textFrom(summary.miner)?.replace(/^jasminer/i, 'Jasminer'),
      version: textFrom(summary.version),
      serial: textFrom(summary.machine_sn),
      uptimeSeconds: secondsFrom(summary.uptime),
    }),
    work: [compact({ algorithm, hashesPerSecond: rateFrom(summary.rt), pool: poolOf(block(json, 'pools')) })],
    devices: devices.length > 0 ? devices : undefined,
    fans: fans.length > 0 ? fans : undefined,
  })
}

/** "1786.59 MH/s"; without a unit it says nothing. */
function rateFrom(value: unknown): number | undefined {
  const text = textFrom(value)
  const unit = rateUnit(/[\d.]\s*([kmgtp]?h\/s)$/i.exec(text ?? '')?.[1])
  return unit === undefined ? undefined : hashesPerSecondFrom(leadingNumberFrom(text), unit)
}

function boardOf(board: JsonObject, index: number): DeviceReport {
  const chips = Object.entries(board).filter(([name]) => /^asic\d+_temp$/.test(name))
  return compact({
    index,
    kind: 'board' as const,
    chipCelsius: highest(chips.map(([, degrees]) => celsiusFrom(degrees))),
  })
}

/** `fan1` and on, of which there are `fan_num`. */
function fansOf(boards: JsonObject): FanReport[] {
  const count = Math.min(countFrom(boards.fan_num) ?? 8, 8)
  return Array.from({ length: count }, (_, index) => present({ rpm: rpmFrom(boards[`fan${index + 1}`]) })).filter(
    (fan) => fan !== undefined,
  )
}

function poolOf(pools: JsonObject): PoolReport | undefined {
  const rows = objectsFrom(pools.pool)
  const used = rows.find((row) => /^in use$/i.test(textFrom(row.status) ?? ''))
  const row = used ?? rows[0]
  return (
    row &&
    present({
      url: textFrom(row.url),
      user: textFrom(row.user),
      connected: row.status === undefined ? undefined : used !== undefined,
    })
  )
}
