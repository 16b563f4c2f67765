import type { DeviceReport, FanReport, MachineError, WorkReport } from '#lib/domain/reading'
import {
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  type JsonObject,
  leadingNumberFrom,
  macFrom,
  nonNegativeFrom,
  numberFrom,
  percentFrom,
  positiveFrom,
  present,
  textFrom,
  total,
} from '../lenient'
import type { MinerReading } from '../miner-reader'
import { antminerBoards, boardsInUse, CHAINS } from './antminer-boards'
import { antminerModel, modelName, rateUnit } from './antminer-models'
import { CUT_OFF } from './cut-off'
import { isWarmingUp } from './generic'
import { windowedRate } from './hash-windows'
import { readPools } from './pools'
import { type Replies, rowsOf, statsOf, summaryOf } from './replies'

/** Bitmain's bmminer and cgminer, and what is built on them (Hiveon, vnish, asicseer, LuxOS's `stats`). Source of the shape: captured replies. */
export function readAntminer(replies: Replies, name: string, nowMs: number): MinerReading {
  const stats = statsOf(replies)
  const summary = summaryOf(replies)
  const version = rowsOf(replies, 'VERSION')[0] ?? {}
  const type = machineType(replies)
  const model = antminerModel(type)
  // What Bitmain made and does not name hashes SHA-256; of others' machines nobody knows.
  const algorithm = model?.algorithm ?? (name === 'cgminer' ? 'unknown' : 'sha256d')
  const told = rateUnit(stats.rate_unit) ?? rateUnit(summary.rate_unit)
  const hashesPerUnit = (value: number) => told ?? model?.hashesPerUnit(value) ?? ('MHS 5s' in stats ? 1e6 : 1e9)
  // The label is wrong only where it says GHS; the one that says MHS is meant so.
  const unitOf = (prefix: string, value: number) =>
    prefix === 'G' ? hashesPerUnit(value) : { '': 1, K: 1e3, M: 1e6, T: 1e12 }[prefix]
  const rateFrom = (value: unknown) => hashesPerSecondFrom(value, hashesPerUnit(numberFrom(value) ?? 0))
  const listed = antminerBoards(stats, algorithm, rateFrom)
  const hashesPerSecond =
    windowedRate(summary, unitOf) ??
    // Of a reply that was cut off too: there is no other window in it.
    windowedRate({ ...stats, [CUT_OFF]: undefined }, unitOf) ??
    rateFrom(stats.total_rate) ??
    (stats[CUT_OFF] ? undefined : total(listed.map((board) => board.work?.[0]?.hashesPerSecond)))
  const boards = inUnitOfTotal(listed, hashesPerSecond)
  const nominal =
    positiveFrom(rateFrom(positiveFrom(stats.total_rateideal))) ??
    positiveFrom(total(boardsInUse(stats).map((chain) => rateFrom(stats[`chain_rateideal${chain}`]))))
  const powerWatts =
    positiveFrom(stats.total_power) ??
    positiveFrom(total(boards.map((board) => board.powerWatts))) ??
    positiveFrom(leadingNumberFrom(stats.chain_power))
  const { pool, shares, bestDifficulty, blocksFound } = readPools(replies, nowMs)
  const uptimeSeconds = countFrom(summary.Elapsed) ?? countFrom(stats.Elapsed)
  const errors = readErrors(stats)
  const work: WorkReport = compact({
    algorithm,
    hashesPerSecond,
    nominalHashesPerSecond: nominal,
    shares,
    bestDifficulty,
    blocksFound,
    pool,
  })
  return compact({
    state: stateOf(stats, hashesPerSecond, uptimeSeconds),
    miner: compact({
      name,
      version:
        textFrom(stats.build_version) ??
        textFrom(stats.miner_version) ??
        textFrom(stats.Miner) ??
        textFrom(version.Miner),
      model: modelName(type),
      uptimeSeconds,
      mac: macFrom(stats.MAC) ?? macFrom(version.MAC),
      serial: serialFrom(stats.miner_id),
    }),
    work: [work],
    powerWatts,
    // What the boards take, behind the power supply.
    powerSource: powerWatts === undefined ? undefined : ('output' as const),
    devices: boards.length > 0 ? boards : undefined,
    fans: readFans(stats),
    cooling: coolingOf(type, stats),
    errors: errors.length > 0 ? errors : undefined,
  })
}

/** Firmware since 2024 tells an L9's total in MH/s and its boards in GH/s: boards that come to a thousandth of the total are meant so. */
function inUnitOfTotal(boards: DeviceReport[], hashesPerSecond: number | undefined): DeviceReport[] {
  const sum = total(boards.map((board) => board.work?.[0]?.hashesPerSecond))
  const times = sum && hashesPerSecond ? hashesPerSecond / sum : 1
  if (times < 500 || times > 2_000) return boards
  return boards.map((board) => ({
    ...board,
    work: board.work?.map((work) =>
      compact({ ...work, hashesPerSecond: hashesPerSecondFrom(work.hashesPerSecond, 1_000) }),
    ),
  }))
}

/** What the machine is called, by whichever reply says it. */
export function machineType(replies: Replies): string | undefined {
  return textFrom(statsOf(replies).Type) ?? textFrom(rowsOf(replies, 'VERSION')[0]?.Type)
}

/** vnish says what it does as `state`; Bitmain's own gives its work mode as `Mode`, where 1 is sleep; Hiveon and MSK say `tune_running`. */
function stateOf(
  stats: JsonObject,
  hashesPerSecond: number | undefined,
  uptimeSeconds: number | undefined,
): MinerReading['state'] {
  const told = textFrom(stats.state)?.toLowerCase()
  const still = !hashesPerSecond
  if (told && /^(stop|paus|sleep|shut)/.test(told)) return 'paused'
  if (told && /fail|error|fault/.test(told)) return 'error'
  if (told && /tun|init|start|warm|prepar/.test(told)) return 'warming'
  if (still && (numberFrom(stats.Mode) === 1 || isAsleep(stats, uptimeSeconds))) return 'paused'
  if (told === 'mining') return isWarmingUp(uptimeSeconds) ? 'warming' : 'hashing'
  return flagFrom(stats.tune_running) === true || isWarmingUp(uptimeSeconds) ? 'warming' : 'hashing'
}

/** An S21 or T21 put to sleep answers with its name alone, and its clock stands at the first second. */
function isAsleep(stats: JsonObject, uptimeSeconds: number | undefined): boolean {
  return uptimeSeconds !== undefined && uptimeSeconds <= 1 && 'Type' in stats && !('Elapsed' in stats)
}

function readErrors(stats: JsonObject): MachineError[] {
  const supply = textFrom(stats.psu_status)
  const faults = CHAINS.map((chain) => textFrom(stats[`chain_fault${chain}`])).filter((text) => text && text !== '0')
  return [
    ...(supply && /lost|fail|fault|error|abnormal/i.test(supply) ? [supply] : []),
    ...faults,
    ...CHAINS.flatMap((chain) => {
      const state = textFrom(stats[`chain_state${chain}`])
      return state && /fail|fault|error/i.test(state) ? [`Chain ${chain}: ${state}`] : []
    }),
  ].map((text) => ({ text }))
}

const MOST_FANS = 4

/** Fans sit in any of the slots; `fan_num` tells how many there should be, so that one standing still is seen. */
function readFans(stats: JsonObject): FanReport[] | undefined {
  const slots = CHAINS.map((slot) => nonNegativeFrom(stats[`fan${slot}`]))
  const told = countFrom(stats.fan_num) ?? 0
  // An S7 counts its slots there, of which two have a fan.
  const expected = told <= MOST_FANS ? told : 0
  const turningSlots = slots.flatMap((rpm, slot) => (rpm ? [slot] : []))
  if (turningSlots.length === 0 && isLiquidCooled(textFrom(stats.Type))) return undefined
  const contiguous = turningSlots.every((slot) => slot < expected)
  const turning = slots.filter((rpm) => rpm !== undefined && rpm > 0)
  const rpms = contiguous
    ? slots.slice(0, expected)
    : [...turning, ...Array.from({ length: Math.max(0, expected - turning.length) }, () => 0)]
  const percent = percentFrom(stats.fan_pwm)
  const fans = rpms.map((rpm) => present({ rpm, percent })).filter((fan) => fan !== undefined)
  return fans.length > 0 ? fans : undefined
}

function isLiquidCooled(type: string | undefined): boolean {
  return /hyd|imm/i.test(type ?? '')
}

function coolingOf(type: string | undefined, stats: JsonObject): 'air' | 'hydro' | 'immersion' | undefined {
  if (/hyd/i.test(type ?? '')) return 'hydro'
  if (/imm/i.test(type ?? '')) return 'immersion'
  return CHAINS.some((slot) => positiveFrom(stats[`fan${slot}`])) ? 'air' : undefined
}

/** The control board's own number; firmwares without one print a word or zeros. */
function serialFrom(value: unknown): string | undefined {
  const text = textFrom(value)
  return text && /^(?=.*\d)[0-9A-Za-z]{10,}$/.test(text) && !/^(.)\1+$/.test(text) ? text : undefined
}
