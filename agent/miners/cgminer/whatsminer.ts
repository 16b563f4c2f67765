import type { DeviceReport } from '#lib/domain/reading'
import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  type JsonObject,
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
import { coolingByModel, listedErrors, WHATSMINER_ALGORITHM, whatsminerModel } from './whatsminer-facts'

/** MicroBT's BTMiner, API v1 and v2. Every rate is in MH/s, `HS RT` too, against its label. */
export function readWhatsminer(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const summary = summaryOf(replies)
  const status = messageOf(replies.status)
  const version = { ...messageOf(replies.version), ...messageOf(replies.get_version) }
  const info = messageOf(replies.get_miner_info)
  const boards = rowsOf(replies, 'DEVS')
  const off = isOff(status)
  const live = windowedRate(summary) ?? hashesPerSecondFrom(summary['HS RT'], 1e6)
  const rateOf: RateOfRow = off
    ? () => 0
    : live === undefined
      ? rateReader([summary, ...boards], summary, memory, nowMs)
      : (row) => windowedRate(row) ?? hashesPerSecondFrom(row['HS RT'], 1e6)
  const devices = boards.map((board, position) => readBoard(board, position, rateOf))
  const hashesPerSecond =
    (off ? 0 : live) ?? rateOf(summary) ?? total(devices.map((device) => device.work?.[0]?.hashesPerSecond))
  const uptimeSeconds = countFrom(summary.Elapsed)
  const errors = listedErrors([
    ...Object.entries(summary).flatMap(([key, code]) => (/^Error Code \d+$/.test(key) ? [code] : [])),
    ...asList(messageOf(replies.get_error_code).error_code),
  ])
  const { pool, shares, bestDifficulty, blocksFound } = readPools(replies, nowMs)
  const powerWatts = positiveFrom(summary.Power) ?? positiveFrom(summary.Power_RT)
  const model = whatsminerModel(
    textFrom(rowsOf(replies, 'DEVDETAILS')[0]?.Model) ??
      textFrom(version.miner_type) ??
      textFrom(summary['Miner Type']) ??
      textFrom(info.miner_type) ??
      textFrom(info.model),
  )
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
      model,
      uptimeSeconds,
      machineUptimeSeconds: countFrom(summary.Uptime),
      mac: macFrom(summary.MAC) ?? macFrom(info.mac),
      serial: textFrom(info.minersn),
    }),
    work: [
      compact({
        algorithm: WHATSMINER_ALGORITHM,
        hashesPerSecond,
        nominalHashesPerSecond: nominalOf(summary, boards),
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

/** It says so as `mineroff`, in API 1 as `btmineroff`, and by a power mode of its own. */
function isOff(status: JsonObject): boolean {
  return flagFrom(status.mineroff) ?? flagFrom(status.btmineroff) ?? /^sleep/i.test(textFrom(status.power_mode) ?? '')
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
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
    work: [compact({ algorithm: WHATSMINER_ALGORITHM, hashesPerSecond: rateOf(board) })],
    temperatureCelsius: celsiusFrom(board['Chip Temp Max']) ?? celsiusFrom(board['Chip Temp Avg']),
    boardCelsius: celsiusFrom(board.Temperature),
    frequencyMegahertz: positiveFrom(board['Chip Frequency']) ?? positiveFrom(board.Frequency),
    hardwareErrors: countFrom(board['Hardware Errors']),
  })
}

/** What it aims at now (`Target MHS`), else what it left the factory with. Some firmwares print −3 for unknown. */
function nominalOf(summary: JsonObject, boards: JsonObject[]): number | undefined {
  const target = positiveFrom(hashesPerSecondFrom(summary['Target MHS'], 1e6))
  const factory = positiveFrom(hashesPerSecondFrom(summary['Factory GHS'], 1e9))
  const ofBoards = boards.map((board) => positiveFrom(hashesPerSecondFrom(board['Factory GHS'], 1e9)))
  return target ?? factory ?? (ofBoards.includes(undefined) ? undefined : total(ofBoards))
}

/** Versions come in quotes within quotes: `"'20210322.22.REL'"`. */
function firmware(value: unknown): string | undefined {
  return textFrom(textFrom(value)?.replace(/^'+|'+$/g, ''))
}

function coolingOf(model: string | undefined, summary: JsonObject): MinerReading['cooling'] {
  const named = coolingByModel(model)
  if (named || flagFrom(summary['Liquid Cooling']) === true) return named
  return positiveFrom(summary['Fan Speed In']) || positiveFrom(summary['Fan Speed Out']) ? 'air' : undefined
}
