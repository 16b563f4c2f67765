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
  const ofGpus = gpus.every((gpu) => gpu.work?.[0]?.hashesPerSecond !== undefined) && areAll(gpus, summary.GPUS)
  const hashesPerSecond =
    rateIn(summary) ?? (ofGpus ? devicesRate(gpus) : undefined) ?? threadsRate(threads, summary.CPUS)
  // What the pool counts may have begun at another time: it stands in where the summary does not count, not where it broke off.
  const counts = summary.ACC === undefined && summary.UPTIME !== undefined ? pool : summary
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
          accepted: countFrom(counts.ACC),
          rejected: countFrom(counts.REJ),
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

/** Whether none of them is missing, where the summary says how many there are: the sum of a part would be a wrong total. */
function areAll(rows: unknown[], count: string | undefined): boolean {
  return rows.length >= (countFrom(count) ?? 0)
}

function threadsRate(threads: TextRecord[], count: string | undefined): number | undefined {
  const rates = threads.map(threadRateIn).filter((rate) => rate !== undefined)
  return areAll(rates, count) ? total(rates) : undefined
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
