import type { DeviceReport, FanReport } from '#lib/domain/reading'
import {
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  macFrom,
  nonNegativeFrom,
  percentFrom,
  positiveFrom,
  present,
  textFrom,
  total,
} from '../lenient'
import type { MinerReading, ReaderMemory } from '../miner-reader'
import { type AvalonModule, avalonModules, numberOf, numbersOf } from './avalon-text'
import { isWarmingUp, rateReader } from './generic'
import { windowedRate } from './hash-windows'
import { readPools } from './pools'
import { type Replies, rowsOf, summaryOf } from './replies'

const ALGORITHM = 'sha256d'

/** Canaan's Avalon: cgminer with one bracket text per module. `MGHS` and `GHSavg` are averages since the start and never read. */
export function readAvalon(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const modules = avalonModules(rowsOf(replies, 'STATS'))
  const version = rowsOf(replies, 'VERSION')[0] ?? {}
  const summary = summaryOf(replies)
  const rows = rowsOf(replies, 'DEVS')
  const rateOf = rateReader([summary, ...rows], summary, memory, nowMs)
  const live = total(modules.map((module) => hashesPerSecondFrom(numberOf(module, 'GHSspd'), 1e9)))
  const windows = windowedRate(summary) ?? total(rows.map((row) => windowedRate(row)))
  const idle = modules.length > 0 && modules.every(isIdle)
  // The minute's window of one that was sent to sleep takes a minute to fall.
  const hashesPerSecond = idle ? (live ?? 0) : (windows ?? live ?? rateOf(summary) ?? total(rows.map(rateOf)))
  const uptimeSeconds = countFrom(summary.Elapsed) ?? countFrom(modules[0] && numberOf(modules[0], 'Elapsed'))
  const { pool, shares, bestDifficulty, blocksFound } = readPools(replies, nowMs)
  const power = readPower(modules, idle)
  const devices = modules.flatMap(readBoards).map((device, index) => ({ ...device, index }))
  const fans = modules.flatMap(readFans)
  const status = modules.map((module) => module.get('SYSTEMSTATU') ?? '').join(' ')
  return compact({
    state: stateOf(idle, status, uptimeSeconds),
    miner: compact({
      name,
      version: textFrom(version.VERSION) ?? textFrom(version.CGVERSION) ?? textFrom(version.CGMiner),
      model: modelOf(textFrom(version.PROD), textFrom(version.MODEL), modules[0]),
      uptimeSeconds,
      mac: macFrom(version.MAC),
      serial: [version.DNA, modules[0]?.get('DNA'), modules[0]?.get('HDNA')].map(serialFrom).find((text) => text),
    }),
    work: [
      compact({
        algorithm: ALGORITHM,
        hashesPerSecond,
        nominalHashesPerSecond: positiveFrom(
          total(modules.map((module) => hashesPerSecondFrom(numberOf(module, 'GHSmm'), 1e9))),
        ),
        shares,
        bestDifficulty,
        blocksFound,
        pool,
      }),
    ],
    ...power,
    devices: devices.length > 0 ? devices : undefined,
    fans: fans.length > 0 ? fans : undefined,
    intakeCelsius: modules[0] && intakeOf(modules[0]),
    cooling: fans.some((fan) => fan.rpm) ? ('air' as const) : undefined,
  })
}

/** A Nano 3 prints zeros for its own number and tells that of its board (`HDNA`). */
function serialFrom(value: unknown): string | undefined {
  const text = textFrom(value)
  return text && !/^(0+|<.*>)$/.test(text) ? text : undefined
}

function stateOf(idle: boolean, status: string, uptimeSeconds: number | undefined): MinerReading['state'] {
  if (idle) return 'paused'
  if (/in (err|fault|fail|protect)/i.test(status)) return 'error'
  return /in (init|test|tun)/i.test(status) || isWarmingUp(uptimeSeconds) ? 'warming' : 'hashing'
}

/** Soft-off: it says so in words; `SoftOFF` alone counts only where the words are missing. */
function isIdle(module: AvalonModule): boolean {
  const status = module.get('SYSTEMSTATU')
  if (status) return /in (idle|sleep|standby)/i.test(status)
  return (numberOf(module, 'SoftOFF') ?? 0) > 0
}

/**
 * `WALLPOWER` is the draw at the wall. Of `PS`, the supply's line, the layout differs by model, and volts stand where another has
 * watts: a figure is one only where volts × amperes come to it. `PS[4]` is what the supply puts out. `PS[6]` equals `WALLPOWER` where
 * both are told; a Nano 3S, whose supply tells nothing else, has its draw only there, and a Nano 3 in `PS[5]`.
 */
function readPower(modules: AvalonModule[], idle: boolean): Pick<MinerReading, 'powerWatts' | 'powerSource'> {
  const wall = positiveFrom(total(modules.map((module) => positiveFrom(numberOf(module, 'WALLPOWER')))))
  if (wall !== undefined) return { powerWatts: wall, powerSource: 'input' }
  const output = positiveFrom(total(modules.map(outputWatts)))
  if (output !== undefined) return { powerWatts: output, powerSource: 'output' }
  const drawn = positiveFrom(total(modules.map(drawnWatts)))
  return drawn === undefined || idle ? {} : { powerWatts: drawn, powerSource: 'input' }
}

/** `PS[4]`, with hundredths of a volt in `PS[2]` and whole amperes in `PS[3]`, as captures of the A10 to A15 and the Q have it. */
function outputWatts(module: AvalonModule): number | undefined {
  const supply = numbersOf(module, 'PS')
  const watts = positiveFrom(supply[4])
  return watts !== undefined && isProduct(watts, (supply[2] ?? 0) / 100, supply[3] ?? 0) ? watts : undefined
}

/** `PS[6]` with millivolts in `PS[2]` (Nano 3S), or `PS[5]` with hundredths of a volt in `PS[4]` (Nano 3). */
function drawnWatts(module: AvalonModule): number | undefined {
  const supply = numbersOf(module, 'PS')
  const amperes = supply[3] ?? 0
  if (positiveFrom(supply[4]) === undefined) {
    const volts = positiveFrom(supply[2])
    return volts === undefined || volts < 5_000 || isProduct(supply[6] ?? 0, volts / 1000, amperes)
      ? positiveFrom(supply[6])
      : undefined
  }
  return isProduct(supply[5] ?? 0, (supply[4] ?? 0) / 100, amperes) ? positiveFrom(supply[5]) : undefined
}

/** The amperes are cut to whole ones, so that the watts may be up to one ampere more. */
function isProduct(watts: number, volts: number, amperes: number): boolean {
  return volts * amperes * 0.9 <= watts && watts <= volts * (amperes + 1) * 1.1 && watts > 0
}

function readBoards(module: AvalonModule): Omit<DeviceReport, 'index'>[] {
  const hottest = numbersOf(module, 'MTmax')
  const errors = numbersOf(module, 'MH')
  const counted = /Hash Board:\s*(\d+)/i.exec(module.get('SYSTEMSTATU') ?? '')?.[1]
  const boards = Math.min(Math.max(1, hottest.length, Number(counted ?? 0)), 16)
  const alone = boards === 1
  return Array.from({ length: boards }, (_, board) =>
    compact({
      kind: 'board' as const,
      work: alone
        ? [compact({ algorithm: ALGORITHM, hashesPerSecond: hashesPerSecondFrom(numberOf(module, 'GHSspd'), 1e9) })]
        : undefined,
      temperatureCelsius: celsiusFrom(hottest[board]) ?? (alone ? celsiusFrom(numberOf(module, 'TMax')) : undefined),
      frequencyMegahertz: positiveFrom(numberOf(module, 'Freq')),
      hardwareErrors:
        errors.length === boards && !alone
          ? countFrom(errors[board])
          : alone
            ? countFrom(numberOf(module, 'HW'))
            : undefined,
    }),
  )
}

/** `ITemp`, else `Temp`, which on a Nano 3 is warmer than what comes out (`OTemp`) and so is not the air that goes in. */
function intakeOf(module: AvalonModule): number | undefined {
  const told = celsiusFrom(numberOf(module, 'ITemp'))
  if (told !== undefined || module.has('ITemp')) return told
  const outside = celsiusFrom(numberOf(module, 'Temp'))
  const outlet = celsiusFrom(numberOf(module, 'OTemp'))
  return outlet !== undefined && outside !== undefined && outside > outlet ? undefined : outside
}

function readFans(module: AvalonModule): FanReport[] {
  const percent = percentFrom(numberOf(module, 'FanR'))
  const names = [...module.keys()].filter((key) => /^Fan\d*$/.test(key)).toSorted()
  return names
    .map((key) => present({ rpm: nonNegativeFrom(numberOf(module, key)), percent }))
    .filter((fan) => fan !== undefined)
}

/** `PROD` where told, with `MODEL` where that says more (`Avalonnano`, `nano3`), else the model that the firmware's version begins with. */
function modelOf(
  product: string | undefined,
  model: string | undefined,
  module: AvalonModule | undefined,
): string | undefined {
  const told = product && /\d|\bQ\b/.test(product) ? product : (model ?? product)
  if (told)
    return /avalon/i.test(told)
      ? told
      : `Avalon ${told.replace(/^nano(?=\d)/i, 'Nano ').replace(/^mini(?=\d)/i, 'Mini ')}`
  const version = module?.get('Ver') ?? ''
  const number = /^(Q|Nano\d*\w*|Mini\d*|\d{3,4})/i.exec(version)?.[1]
  if (!number) return undefined
  // A7 versions run on: 7411706-… is an 741.
  return `Avalon ${/^\d{7}-/.test(version) ? number.slice(0, 3) : number}`
}
