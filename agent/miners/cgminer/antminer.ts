import type { DeviceReport, FanReport } from '#lib/domain/reading'
import {
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  highest,
  type JsonObject,
  leadingNumberFrom,
  nonNegativeFrom,
  numberFrom,
  percentFrom,
  positiveFrom,
  present,
  textFrom,
  total,
} from '../lenient'
import type { MinerReading } from '../miner-reader'
import { antminerModel, modelName, rateUnit } from './antminer-models'
import { isWarmingUp } from './generic'
import { windowedRate } from './hash-windows'
import { readPools } from './pools'
import { type Replies, rowsOf, statsOf, summaryOf } from './replies'

const CHAINS = Array.from({ length: 32 }, (_, index) => index + 1)

/** Bitmain's bmminer and cgminer, and what is built on them (Hiveon, vnish, LuxOS's `stats`). Source of the shape: captured replies. */
export function readAntminer(replies: Replies, name: string, nowMs: number): MinerReading {
  const stats = statsOf(replies)
  const summary = summaryOf(replies)
  const version = rowsOf(replies, 'VERSION')[0] ?? {}
  const type = textFrom(stats.Type) ?? textFrom(version.Type)
  const model = antminerModel(type)
  const algorithm = model?.algorithm ?? 'sha256d'
  const sample =
    leadingNumberFrom(stats['GHS 5s']) ?? leadingNumberFrom(summary['GHS 5s']) ?? numberFrom(stats.total_rateideal) ?? 0
  const hashesPerUnit = rateUnit(stats.rate_unit) ?? model?.hashesPerUnit(sample) ?? ('MHS 5s' in stats ? 1e6 : 1e9)
  // The label is wrong only where it says GHS; the one that says MHS is meant so.
  const unitOf = (prefix: string) =>
    prefix === 'G' ? hashesPerUnit : prefix === 'M' ? 1e6 : prefix === 'K' ? 1e3 : undefined
  const boards = readBoards(stats, algorithm, hashesPerUnit)
  const hashesPerSecond =
    windowedRate(summary, unitOf) ??
    windowedRate(stats, unitOf) ??
    hashesPerSecondFrom(stats.total_rate, hashesPerUnit) ??
    total(boards.map((board) => board.work?.[0]?.hashesPerSecond))
  const nominal =
    positiveFrom(stats.total_rateideal) ?? positiveFrom(total(CHAINS.map((chain) => boardNominal(stats, chain))))
  const powerWatts = positiveFrom(stats.total_power) ?? positiveFrom(total(boards.map((board) => board.powerWatts)))
  const { pool, shares, bestDifficulty, blocksFound } = readPools(replies, nowMs)
  const uptimeSeconds = countFrom(summary.Elapsed) ?? countFrom(stats.Elapsed)
  const supply = textFrom(stats.psu_status)
  return compact({
    state: isWarmingUp(uptimeSeconds) ? ('warming' as const) : ('hashing' as const),
    miner: compact({
      name,
      version: textFrom(stats.miner_version) ?? textFrom(stats.Miner) ?? textFrom(version.Miner),
      model: modelName(type),
      uptimeSeconds,
      serial: serialFrom(stats.miner_id),
    }),
    work: [
      compact({
        algorithm,
        hashesPerSecond,
        nominalHashesPerSecond: positiveFrom(hashesPerSecondFrom(nominal, hashesPerUnit)),
        shares,
        bestDifficulty,
        blocksFound,
        pool,
      }),
    ],
    powerWatts,
    // What the boards take, behind the power supply.
    powerSource: powerWatts === undefined ? undefined : ('output' as const),
    devices: boards.length > 0 ? boards : undefined,
    fans: readFans(stats),
    cooling: coolingOf(type, stats),
    errors: supply && /lost|fail|fault|error|abnormal/i.test(supply) ? [{ text: supply }] : undefined,
  })
}

function readBoards(stats: JsonObject, algorithm: string, hashesPerUnit: number): DeviceReport[] {
  return CHAINS.filter((chain) => (countFrom(stats[`chain_acn${chain}`]) ?? 0) > 0).map((chain) =>
    compact({
      // By slot, so that a board that vanishes does not rename the others.
      index: chain - 1,
      kind: 'board' as const,
      work: [compact({ algorithm, hashesPerSecond: hashesPerSecondFrom(stats[`chain_rate${chain}`], hashesPerUnit) })],
      temperatureCelsius: highest([
        ...joinedTemperatures(stats[`temp_chip${chain}`]),
        celsiusFrom(stats[`temp2_${chain}`]),
        celsiusFrom(stats[`temp3_${chain}`]),
      ]),
      boardCelsius: highest([...joinedTemperatures(stats[`temp_pcb${chain}`]), celsiusFrom(stats[`temp${chain}`])]),
      frequencyMegahertz:
        positiveFrom(stats[`freq${chain}`]) ??
        positiveFrom(stats[`freq_avg${chain}`]) ??
        positiveFrom(leadingNumberFrom(stats.frequency)),
      hardwareErrors: countFrom(stats[`chain_hw${chain}`]),
      powerWatts: positiveFrom(stats[`chain_power${chain}`]) ?? positiveFrom(stats[`chain_consumption${chain}`]),
    }),
  )
}

function boardNominal(stats: JsonObject, chain: number): number | undefined {
  return (countFrom(stats[`chain_acn${chain}`]) ?? 0) > 0
    ? nonNegativeFrom(stats[`chain_rateideal${chain}`])
    : undefined
}

/** `"78-50-69-70"`, where the separator is the minus sign too: `"2--1-20-22"` is 2, −1, 20, 22. */
export function joinedTemperatures(value: unknown): (number | undefined)[] {
  if (typeof value !== 'string') return [celsiusFrom(value)]
  const parts = [...value.matchAll(/(?:^|-)(-?\d+(?:\.\d+)?)/g)].map((part) => numberFrom(part[1]))
  return parts.map((degrees) =>
    degrees !== undefined && degrees !== 0 && degrees > -20 && degrees < 150 ? degrees : undefined,
  )
}

/** Fans sit in any of the slots; `fan_num` tells how many there should be, so that one standing still is seen. */
function readFans(stats: JsonObject): FanReport[] | undefined {
  const slots = CHAINS.map((slot) => nonNegativeFrom(stats[`fan${slot}`]))
  const expected = Math.min(countFrom(stats.fan_num) ?? 0, 16)
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
