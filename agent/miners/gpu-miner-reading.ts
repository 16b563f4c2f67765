import type { DeviceReport, ReportedState, WorkReport } from '#lib/domain/reading'
import { compact, present, total, wattsFrom } from './lenient'
import type { MinerReading } from './miner-reader'

/** What a GPU or CPU miner told, taken apart. */
export type GpuMinerParts = {
  /** The `miner.name`. */
  name: string
  version?: string
  uptimeSeconds?: number
  work: WorkReport[]
  devices: DeviceReport[]
  /** The miner's own total; the devices' sum without it. */
  powerWatts?: number
  /** Every device was paused by its owner. */
  paused?: boolean
}

const FIRST_MINUTE_SECONDS = 60

/**
 * The reading of a program that mines on GPUs or a CPU. Its watts come from the cards' own sensors, which is the DC side. One that hashes
 * nothing yet is warming for its first minute, and hashing (at 0) after it.
 */
export function gpuMinerReading(parts: GpuMinerParts): MinerReading {
  const { name, version, uptimeSeconds, work } = parts
  const devices = withOwnIndex(parts.devices)
  const powerWatts =
    wattsFrom(parts.powerWatts) ?? wattsFrom(total(devices.map((device) => wattsFrom(device.powerWatts))))
  return compact({
    state: stateOf(parts),
    miner: compact({ name, version, uptimeSeconds }),
    work: oncePerAlgorithm(work),
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('output' as const),
    devices: devices.length > 0 ? devices : undefined,
  })
}

/** Two of one number (one did not tell its own, and goes by its place) would be taken for one card. */
function withOwnIndex(devices: DeviceReport[]): DeviceReport[] {
  const taken = new Set<number>()
  return devices.map((device) => {
    let { index } = device
    while (taken.has(index)) index++
    taken.add(index)
    return index === device.index ? device : { ...device, index }
  })
}

/**
 * Two pools of one algorithm (a spare one, which has had its shares) are one work: what is told twice would be taken for a restart. Two
 * without a name need not be one, and are not added up.
 */
function oncePerAlgorithm(work: WorkReport[]): WorkReport[] {
  const byAlgorithm = new Map<string, WorkReport>()
  for (const entry of work) {
    const before = byAlgorithm.get(entry.algorithm)
    const both = before && (entry.algorithm === 'unknown' ? before : together(before, entry))
    byAlgorithm.set(entry.algorithm, both ?? entry)
  }
  return [...byAlgorithm.values()]
}

function together(first: WorkReport, other: WorkReport): WorkReport {
  const sum = (field: 'accepted' | 'rejected' | 'stale') => total([first.shares?.[field], other.shares?.[field]])
  const inUse = !first.hashesPerSecond && other.hashesPerSecond ? other : first
  return compact({
    ...inUse,
    hashesPerSecond: total([first.hashesPerSecond, other.hashesPerSecond]),
    shares: present({ accepted: sum('accepted'), rejected: sum('rejected'), stale: sum('stale') }),
  })
}

function stateOf({ paused, work, uptimeSeconds }: GpuMinerParts): ReportedState {
  if (paused) return 'paused'
  const started = work.some((entry) => entry.hashesPerSecond)
  return !started && (uptimeSeconds ?? FIRST_MINUTE_SECONDS) < FIRST_MINUTE_SECONDS ? 'warming' : 'hashing'
}

/** The rate of one algorithm over all devices; absent when none tells. */
export function devicesRate(devices: DeviceReport[], algorithmPosition = 0): number | undefined {
  return total(devices.map((device) => device.work?.[algorithmPosition]?.hashesPerSecond))
}
