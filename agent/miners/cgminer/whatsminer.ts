import type { DeviceReport, MachineError } from '#lib/domain/reading'
import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  isObject,
  type JsonObject,
  listFrom,
  macFrom,
  nonNegativeFrom,
  positiveFrom,
  textFrom,
  total,
} from '../lenient'
import type { MinerReading, ReaderMemory } from '../miner-reader'
import { isWarmingUp, type RateOfRow, rateReader } from './generic'
import { windowedRate } from './hash-windows'
import { readPools } from './pools'
import { messageOf, type Replies, rowsOf, summaryOf } from './replies'

const ALGORITHM = 'sha256d'

/** MicroBT's BTMiner, API v1 and v2. Every rate is in MH/s, `HS RT` too, against its label. */
export function readWhatsminer(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const summary = summaryOf(replies)
  const status = messageOf(replies.status)
  const version = messageOf(replies.get_version)
  const boards = rowsOf(replies, 'DEVS')
  const live = windowedRate(summary) ?? hashesPerSecondFrom(summary['HS RT'], 1e6)
  const rateOf: RateOfRow =
    live === undefined ? rateReader([summary, ...boards], summary, memory, nowMs) : (row) => windowedRate(row)
  const devices = boards.map((board, position) => readBoard(board, position, rateOf))
  const hashesPerSecond = live ?? rateOf(summary) ?? total(devices.map((device) => device.work?.[0]?.hashesPerSecond))
  const off = flagFrom(status.btmineroff) ?? flagFrom(status.mineroff) ?? false
  const uptimeSeconds = countFrom(summary.Elapsed)
  const errors = readErrors(summary, messageOf(replies.get_error_code).error_code)
  const { pool, shares, bestDifficulty, blocksFound } = readPools(replies, nowMs)
  const powerWatts = positiveFrom(summary.Power) ?? positiveFrom(summary.Power_RT)
  const model = textFrom(rowsOf(replies, 'DEVDETAILS')[0]?.Model) ?? textFrom(version.miner_type)
  const tuning = boards.some((board) => flagFrom(board['Upfreq Complete']) === false)
  const rpms = [nonNegativeFrom(summary['Fan Speed In']), nonNegativeFrom(summary['Fan Speed Out'])].filter(
    (rpm) => rpm !== undefined,
  )
  const cooling = coolingOf(model, summary)
  return compact({
    state: stateOf(off, errors.length > 0 && !hashesPerSecond, tuning || isWarmingUp(uptimeSeconds)),
    miner: compact({
      name,
      version:
        firmware(summary['Firmware Version']) ??
        firmware(version.fw_ver) ??
        firmware(status.FirmwareVersion) ??
        firmware(status['Firmware Version']),
      model: model && (/whatsminer/i.test(model) ? model : `Whatsminer ${model}`),
      uptimeSeconds,
      machineUptimeSeconds: countFrom(summary.Uptime),
      mac: macFrom(summary.MAC) ?? macFrom(messageOf(replies.get_miner_info).mac),
      serial: textFrom(messageOf(replies.get_miner_info).minersn),
    }),
    work: [
      compact({
        algorithm: ALGORITHM,
        hashesPerSecond: off ? 0 : hashesPerSecond,
        nominalHashesPerSecond: nominalOf(summary),
        shares,
        bestDifficulty,
        blocksFound,
        pool,
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('input' as const),
    devices: devices.length > 0 ? devices : undefined,
    fans:
      rpms.length > 0 && (cooling === 'air' || rpms.some((rpm) => rpm > 0)) ? rpms.map((rpm) => ({ rpm })) : undefined,
    intakeCelsius: celsiusFrom(summary['Env Temp']),
    cooling,
    errors: errors.length > 0 ? errors : undefined,
  })
}

function stateOf(off: boolean, failed: boolean, warming: boolean): MinerReading['state'] {
  if (off) return 'paused'
  if (failed) return 'error'
  return warming ? 'warming' : 'hashing'
}

function readBoard(board: JsonObject, position: number, rateOf: RateOfRow): DeviceReport {
  return compact({
    index: countFrom(board.Slot) ?? countFrom(board.ASC) ?? position,
    kind: 'board' as const,
    work: [compact({ algorithm: ALGORITHM, hashesPerSecond: rateOf(board) })],
    temperatureCelsius: celsiusFrom(board['Chip Temp Max']) ?? celsiusFrom(board['Chip Temp Avg']),
    boardCelsius: celsiusFrom(board.Temperature),
    frequencyMegahertz: positiveFrom(board['Chip Frequency']) ?? positiveFrom(board.Frequency),
    hardwareErrors: countFrom(board['Hardware Errors']),
  })
}

/** What it aims at now (`Target MHS`), else what it left the factory with. Some firmwares print −3 for unknown. */
function nominalOf(summary: JsonObject): number | undefined {
  const target = positiveFrom(hashesPerSecondFrom(summary['Target MHS'], 1e6))
  return target ?? positiveFrom(hashesPerSecondFrom(summary['Factory GHS'], 1e9))
}

/** `Error Code 0 … n` of the summary, and `get_error_code`, a list of `{ code: when }` in most firmwares, an object or bare codes in some. */
function readErrors(summary: JsonObject, listed: unknown): MachineError[] {
  const codes = new Set<string>()
  for (const [key, value] of Object.entries(summary)) {
    const code = /^Error Code \d+$/.test(key) ? textFrom(value) : undefined
    if (code && code !== '0') codes.add(code)
  }
  for (const entry of isObject(listed) ? [listed] : listFrom(listed)) {
    if (isObject(entry)) for (const code of Object.keys(entry)) codes.add(code)
    else if (textFrom(entry)) codes.add(String(textFrom(entry)))
  }
  return [...codes].filter((code) => /^\d+$/.test(code)).map((code) => ({ code }))
}

/** Versions come in quotes within quotes: `"'20210322.22.REL'"`. */
function firmware(value: unknown): string | undefined {
  return textFrom(textFrom(value)?.replace(/^'+|'+$/g, ''))
}

/** By MicroBT's naming: M33, M53, M63 are hydro, M36, M56, M66 immersion. */
function coolingOf(model: string | undefined, summary: JsonObject): MinerReading['cooling'] {
  const digit = /\bM\d(\d)/i.exec(model ?? '')?.[1]
  if (digit === '3') return 'hydro'
  if (digit === '6') return 'immersion'
  if (flagFrom(summary['Liquid Cooling']) === true) return undefined
  return positiveFrom(summary['Fan Speed In']) || positiveFrom(summary['Fan Speed Out']) ? 'air' : undefined
}
