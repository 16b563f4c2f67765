import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport } from '#lib/domain/reading'
import type { TextRecord } from './bar-records'
import { devicesRate, gpuMinerReading } from './gpu-miner-reading'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  indexFrom,
  megahertzFrom,
  nonNegativeFrom,
  numberFrom,
  percentFrom,
  positiveFrom,
  present,
  rpmFrom,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerReading } from './miner-reader'
import { hashesPerUnit } from './rate-units'

/** What a program with ccminer's API answered: the records of each question. */
export type CcminerReplies = {
  summary: TextRecord
  threads: TextRecord[]
  hardware: TextRecord[]
  pool: TextRecord
}

/** Rates are kH/s, watts mostly milliwatts; a CPU miner tells of its threads but of no device. */
export function ccminerReading({ summary, threads, hardware, pool }: CcminerReplies): MinerReading {
  const algorithm = canonicalAlgorithm(textFrom(summary.ALGO) ?? textFrom(pool.ALGO) ?? 'unknown')
  const rows = [...threads, ...hardware].filter((row) => row.GPU !== undefined)
  const gpus = rows.map((row, position) => gpuOf(row, position, algorithm))
  const isCpu = gpus.length === 0 && summary.CPUS !== undefined
  const hashesPerSecond = rateIn(summary) ?? devicesRate(gpus) ?? total(threads.map(threadRateIn))
  const devices = isCpu ? [cpuOf(summary, algorithm, hashesPerSecond)] : gpus
  // cpuminer-gr cuts the scheme off and leaves a slash of it.
  const url = (textFrom(pool.URL) ?? textFrom(summary.URL))?.replace(/^\/+/, '')
  return gpuMinerReading({
    name: /^t-?rex/i.test(summary.NAME ?? '') ? 'trex' : 'ccminer',
    version: textFrom(summary.VER),
    uptimeSeconds: secondsFrom(summary.UPTIME),
    work: [
      compact({
        algorithm,
        hashesPerSecond,
        shares: present({
          accepted: countFrom(summary.ACC) ?? countFrom(pool.ACC),
          rejected: countFrom(summary.REJ) ?? countFrom(pool.REJ),
          stale: countFrom(pool.STALE),
        }),
        blocksFound: countFrom(summary.SOLV) ?? countFrom(summary.SOL),
        pool: present({ url: textFrom(url), user: textFrom(pool.USER) }),
      }),
    ],
    devices,
  })
}

/** `KHS`, or the finer `HS` unless it is the smaller number: one fork prints other units there. */
function rateIn(record: TextRecord): number | undefined {
  const kilo = nonNegativeFrom(record.KHS)
  const plain = nonNegativeFrom(record.HS)
  if (plain !== undefined && (kilo === undefined || plain > kilo)) return plain
  return hashesPerSecondFrom(kilo, 1000)
}

/** cpuminer's threads name their unit: `CPU=0;kH/s=36.59`. */
function threadRateIn(thread: TextRecord): number | undefined {
  const [unit, rate] = Object.entries(thread).find(([field]) => /^[kMG]?H\/s$/i.test(field)) ?? []
  return hashesPerSecondFrom(rate, hashesPerUnit(unit) ?? 1)
}

function gpuOf(row: TextRecord, position: number, algorithm: string): DeviceReport {
  const temperatureCelsius = celsiusFrom(row.TEMP)
  return compact({
    index: indexFrom(row.GPU) ?? position,
    kind: 'gpu' as const,
    name: textFrom(row.CARD),
    busId: busIdFrom(numberFrom(row.BUS)),
    work: [compact({ algorithm, hashesPerSecond: rateIn(row) })],
    temperatureCelsius,
    frequencyMegahertz: clockFrom(row.FREQ),
    hardwareErrors: countFrom(row.HWF),
    // A card that tells no temperature tells no fan either, and shows 0.
    fanPercent: temperatureCelsius === undefined ? undefined : percentFrom(row.FAN),
    fanRpm: positiveFrom(rpmFrom(row.RPM)),
    powerWatts: milliwattsFrom(row.POWER),
  })
}

function cpuOf(summary: TextRecord, algorithm: string, hashesPerSecond: number | undefined): DeviceReport {
  return compact({
    index: 0,
    kind: 'cpu' as const,
    work: [compact({ algorithm, hashesPerSecond })],
    temperatureCelsius: celsiusFrom(summary.TEMP),
    frequencyMegahertz: clockFrom(summary.FREQ),
  })
}

/** Milliwatts in ccminer, watts in some that speak its dialect: no card draws a kilowatt, and none idles below one watt. */
function milliwattsFrom(value: string | undefined): number | undefined {
  const power = wattsFrom(value)
  return power === undefined || power <= 1000 ? power : power / 1000
}

/** MHz, or kHz in forks that pass on what the driver says. */
function clockFrom(value: string | undefined): number | undefined {
  const frequency = positiveFrom(value)
  return megahertzFrom(frequency === undefined || frequency < 100_000 ? frequency : frequency / 1000)
}
