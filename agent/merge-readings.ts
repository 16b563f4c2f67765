import type {
  DeviceReport,
  DeviceWork,
  PowerSource,
  ReportedState,
  ShareCounters,
  WorkReport,
} from '#lib/domain/reading'
import { compact, present, total } from './miners/lenient'
import type { MinerReading } from './miners/miner-reader'

/** From the most to the least trustworthy. */
const POWER_SOURCES: readonly PowerSource[] = ['metered', 'input', 'output', 'estimated']

/**
 * One reading of a rig from what its targets told in one poll. `miner` and state are the first target's; the others add work (one
 * algorithm is summed), devices (joined by bus id, else by kind and index) and what the first does not tell. Power: the best source wins; among
 * whole-machine figures of one source those of different devices are added. Throws when `parts` is empty, which is a bug.
 */
export function mergeReadings(parts: MinerReading[]): MinerReading {
  const [first, ...others] = parts
  if (!first) throw new Error('a rig without a single target cannot be read')
  if (others.length === 0) return first
  const devices = parts.map((part) => part.devices ?? []).reduce(mergeDevices)
  const miners = parts.filter((part) => !isSensor(part))
  return compact({
    state: stateOf(first, miners),
    miner: first.miner,
    work: parts.flatMap((part) => part.work).reduce(addWork, []),
    ...powerOf(parts, devices),
    devices: devices.length > 0 ? devices : undefined,
    fans: merged(parts.flatMap((part) => part.fans ?? [])),
    intakeCelsius: parts.find((part) => part.intakeCelsius !== undefined)?.intakeCelsius,
    cooling: parts.find((part) => part.cooling !== undefined)?.cooling,
    errors: merged(parts.flatMap((part) => part.errors ?? [])),
  })
}

/** The reading with the watts of a meter at the rig's plug, which stand before whatever a miner says of itself. */
export function withMeteredPower(reading: MinerReading, meteredWatts: number | undefined): MinerReading {
  return meteredWatts === undefined ? reading : { ...reading, powerWatts: meteredWatts, powerSource: 'metered' }
}

function merged<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined
}

function isSensor(part: MinerReading): boolean {
  return part.miner.name === 'gpu' || part.miner.name === 'cpu'
}

/** A rig is paused only when all that mines on it is; a sensor says nothing of it. */
function stateOf(first: MinerReading, miners: MinerReading[]): ReportedState {
  const states = (miners.length > 0 ? miners : [first]).map((part) => part.state)
  for (const state of ['error', 'hashing', 'warming'] as const) if (states.includes(state)) return state
  return 'paused'
}

function addWork(sum: WorkReport[], next: WorkReport): WorkReport[] {
  const at = sum.findIndex((work) => work.algorithm === next.algorithm)
  const same = sum[at]
  if (!same) return [...sum, next]
  const both = compact({
    ...next,
    ...same,
    hashesPerSecond: total([same.hashesPerSecond, next.hashesPerSecond]),
    // A sum of which one half is unknown would promise too little.
    nominalHashesPerSecond:
      same.nominalHashesPerSecond !== undefined && next.nominalHashesPerSecond !== undefined
        ? same.nominalHashesPerSecond + next.nominalHashesPerSecond
        : undefined,
    shares: addShares(same.shares, next.shares),
    bestDifficulty: most(same.bestDifficulty, next.bestDifficulty),
    blocksFound: total([same.blocksFound, next.blocksFound]),
  })
  return sum.with(at, both)
}

function addShares(a: ShareCounters | undefined, b: ShareCounters | undefined): ShareCounters | undefined {
  return present({
    accepted: total([a?.accepted, b?.accepted]),
    rejected: total([a?.rejected, b?.rejected]),
    stale: total([a?.stale, b?.stale]),
    lastAcceptedAt: most(a?.lastAcceptedAt, b?.lastAcceptedAt),
  })
}

function most(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Math.max(a, b)
}

function mergeDevices(known: DeviceReport[], added: DeviceReport[]): DeviceReport[] {
  const result = [...known]
  for (const device of added) {
    const at = result.findIndex((candidate) => isSame(candidate, device))
    const same = result[at]
    if (same) result[at] = mergeDevice(same, device)
    else result.push({ ...device, index: freeIndex(result, device) })
  }
  return result
}

/** By bus id where both tell one: an index shifts when a GPU falls off the bus. */
function isSame(a: DeviceReport, b: DeviceReport): boolean {
  if (a.kind !== b.kind) return false
  return a.busId !== undefined && b.busId !== undefined ? a.busId === b.busId : a.index === b.index
}

/** What the earlier target told stands; the later one fills gaps, and its work is added. */
function mergeDevice(a: DeviceReport, b: DeviceReport): DeviceReport {
  const work: DeviceWork[] = [...(a.work ?? [])]
  for (const next of b.work ?? []) {
    const at = work.findIndex((entry) => entry.algorithm === next.algorithm)
    const same = work[at]
    if (same) work[at] = compact({ ...same, hashesPerSecond: total([same.hashesPerSecond, next.hashesPerSecond]) })
    else work.push(next)
  }
  return compact({ ...b, ...a, work: merged(work) })
}

function freeIndex(devices: DeviceReport[], device: DeviceReport): number {
  const taken = new Set(devices.map((candidate) => candidate.index))
  let index = device.index
  while (taken.has(index)) index++
  return index
}

/**
 * The best source's figure. Targets that share devices (two miners on one GPU, a miner and a sensor) draw the same watts and count
 * once: then it is the sum over the joined devices, unless some target told of the whole machine.
 */
function powerOf(parts: MinerReading[], devices: DeviceReport[]): Pick<MinerReading, 'powerWatts' | 'powerSource'> {
  for (const source of POWER_SOURCES) {
    const telling = parts.filter((part) => part.powerSource === source && part.powerWatts !== undefined)
    const whole = telling.filter((part) => !isSumOfDevices(part))
    const metered = whole[0]
    if (metered) return { powerWatts: metered.powerWatts, powerSource: source }
    const sum = telling.length > 0 ? total(devices.map((device) => device.powerWatts)) : undefined
    if (sum !== undefined) return { powerWatts: sum, powerSource: source }
  }
  return {}
}

function isSumOfDevices(part: MinerReading): boolean {
  const sum = total((part.devices ?? []).map((device) => device.powerWatts))
  return sum !== undefined && part.powerWatts !== undefined && Math.abs(sum - part.powerWatts) < 0.5
}
