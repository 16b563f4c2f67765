import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport } from '#lib/domain/reading'
import { recordsIn, type TextRecord } from './bar-records'
import { devicesRate, gpuMinerReading } from './gpu-miner-reading'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  indexFrom,
  isObject,
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
import {
  describeTarget,
  type MinerRead,
  type MinerReader,
  type MinerReading,
  type ReaderMemory,
  type Target,
} from './miner-reader'
import { hashesPerUnit } from './rate-units'
import { askText, type TextReply, type Wholeness } from './tcp-text'
import { trexReading } from './trex'

/** ccminer's text API over TCP (`summary|`), which cpuminer, CryptoDredge, Z-Enemy and T-Rex's telnet door speak too. Rates are kH/s. */
export const ccminer: MinerReader = {
  family: 'ccminer',
  kinds: ['ccminer', 'trex'],
  guides: [
    {
      kind: 'ccminer',
      machines: 'ccminer and its forks, cpuminer, CryptoDredge, Z-Enemy and others with its API',
      reached: 'TCP 4068 (cpuminer 4048), text',
      tells:
        'rate in all and by GPU, shares, algorithm, pool and user; temperatures, fans, clocks and watts where the card tells them',
      switchOn: 'on as shipped, for this machine; start it with `-b 0.0.0.0:4068` for others',
      source:
        'github.com/tpruvot/ccminer, api.cpp; github.com/delawr0190/foreman-apps, test data (recorded: ccminer, Z-Enemy, zjazz, cpuminer-opt)',
      evidence: 'recorded',
    },
    {
      kind: 'trex',
      machines: 'T-Rex through its telnet door',
      reached: 'TCP 4068, text or JSON',
      tells: 'as over HTTP in versions that answer with JSON; in all only in those that answer with text',
      switchOn: 'start it with `--api-bind-telnet 0.0.0.0:4068`',
      source: 'github.com/delawr0190/foreman-apps, test data (recorded: 0.9.2, 0.19.1)',
      evidence: 'recorded',
    },
  ],
  transport: 'tcp',
  defaultPort: 4068,
  read: readCcminer,
}

/** The bar is ccminer's own ending; some want a line end, and some nothing after the word. */
const ENDINGS = ['|\n', '\n', '']

async function readCcminer(target: Target, memory?: ReaderMemory): Promise<MinerRead> {
  const endings = memory?.questionEnding === undefined ? ENDINGS : [memory.questionEnding]
  let problem = `${describeTarget({ ...target, scheme: 'tcp' })} answers, but not as ccminer does`
  for (const ending of endings) {
    const reply = await askRecords(target, `summary${ending}`)
    if (!reply.ok && reply.failure !== 'not-this-miner') return reply
    if (!reply.ok) problem = reply.problem
    if (!reply.ok || !isSummary(reply.text)) continue
    if (memory) memory.questionEnding = ending
    return readFrom(target, reply.text, ending)
  }
  return { ok: false, failure: 'not-this-miner', problem }
}

async function readFrom(target: Target, summary: string, ending: string): Promise<MinerRead> {
  const json = jsonIn(summary)
  if (isObject(json)) return { ok: true, reading: trexReading(json) }
  const told = async (question: string) => {
    const reply = await askRecords(target, `${question}${ending}`)
    return reply.ok ? recordsIn(reply.text) : []
  }
  const threads = await told('threads')
  const [first] = recordsIn(summary)
  return {
    ok: true,
    reading: ccminerReading({
      summary: first ?? {},
      threads,
      // What the cards are, from forks that have no threads to tell of.
      hardware: threads.length > 0 || first?.CPUS !== undefined ? [] : await told('hwinfo'),
      pool: first?.URL === undefined ? ((await told('pool'))[0] ?? {}) : {},
    }),
  }
}

function isSummary(text: string): boolean {
  const record = recordsIn(text)[0]
  if (record?.NAME !== undefined && (record.KHS !== undefined || record.HS !== undefined)) return true
  const json = jsonIn(text)
  return isObject(json) && 'gpus' in json && 'algorithm' in json
}

function jsonIn(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text.replaceAll('\0', ''))
    return json
  } catch {
    return undefined
  }
}

function askRecords(target: Target, question: string): Promise<TextReply> {
  return askText(target, question, wholeness)
}

/** Text ends with its last bar and mostly a line end or NUL; a JSON document with its own bracket. */
function wholeness(text: string): Wholeness {
  if (/^\s*\{/.test(text)) return jsonIn(text) === undefined ? 'no' : 'yes'
  return /[\n\0]\s*$/.test(text) ? 'yes' : /\|\s*$/.test(text) ? 'perhaps' : 'no'
}

export type CcminerReplies = {
  summary: TextRecord
  threads: TextRecord[]
  hardware: TextRecord[]
  pool: TextRecord
}

export function ccminerReading({ summary, threads, hardware, pool }: CcminerReplies): MinerReading {
  const algorithm = canonicalAlgorithm(textFrom(summary.ALGO) ?? textFrom(pool.ALGO) ?? 'unknown')
  const rows = [...threads, ...hardware].filter((row) => row.GPU !== undefined)
  const gpus = rows.map((row, position) => gpuOf(row, position, algorithm))
  const isCpu = gpus.length === 0 && summary.CPUS !== undefined
  const hashesPerSecond = rateIn(summary) ?? devicesRate(gpus) ?? total(threads.map(threadRateIn))
  const devices = isCpu ? [cpuOf(summary, algorithm, hashesPerSecond)] : gpus
  const url = textFrom(pool.URL) ?? textFrom(summary.URL)
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
        pool: present({ url, user: textFrom(pool.USER) }),
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
