import type { RigMemory } from '#lib/domain/alerts/rig-memory'
import type { Lifecycle, RigFacts, WorkFacts } from '#lib/domain/alerts/rule-facts'
import { tenMinuteMean } from '#lib/domain/alerts/work-memory'
import { type RigKind, rigKind } from '#lib/domain/limits'
import { missingDevices, presenceAt } from '#lib/domain/presence'
import type { Reading } from '#lib/domain/reading'
import { MINUTE_MS } from '#lib/domain/units'
import type { MachineFacts } from '#lib/domain/wall-power'

/** What the rules of a rig need and its readings do not tell. */
export type RigSurroundings = {
  rigId: number
  lifecycle: Lifecycle
  /** What its maker says of it. */
  machine?: MachineFacts
  /** H/s by algorithm. */
  dayMedians?: ReadonlyMap<string, number>
  wallWatts?: number
  money?: RigFacts['money']
  nets?: RigFacts['nets']
}

/** How long a machine warms up, by its own uptime. */
export const WARM_UP_MS: Readonly<Record<RigKind, number>> = {
  asic: 30 * MINUTE_MS,
  computer: 5 * MINUTE_MS,
  bitaxe: 3 * MINUTE_MS,
}

const NOTHING: readonly WorkFacts[] = []

/** What there is to know of a rig at a moment, for `stepRule`. */
export function rigFacts(memory: RigMemory, surroundings: RigSurroundings, nowMs: number): RigFacts {
  const { track } = memory
  const { reading } = track
  const { rigId, lifecycle, machine, wallWatts, money, nets } = surroundings
  const kind = reading ? rigKind(reading.miner.name) : 'computer'
  const machineUptimeMs = reading ? uptimeMs(reading, memory, nowMs) : 0
  return {
    subject: 'rig',
    rigId,
    machine: kind,
    lifecycle,
    reading,
    presence: presenceAt(track, nowMs),
    seenSinceMs: memory.seenSinceMs,
    missingDevices: missingDevices(track, nowMs),
    work: reading ? workFacts(memory, surroundings, reading, nowMs) : NOTHING,
    machineUptimeMs,
    warmingUp: reading?.state === 'warming' || machineUptimeMs < WARM_UP_MS[kind],
    cooling: reading?.cooling ?? machine?.cooling,
    wallWatts,
    money,
    nets,
    memory,
  }
}

function uptimeMs({ at, miner }: Reading, { seenSinceMs }: RigMemory, nowMs: number): number {
  const seconds = miner.machineUptimeSeconds ?? miner.uptimeSeconds
  return seconds === undefined ? nowMs - seenSinceMs : seconds * 1000 + nowMs - at
}

function workFacts(
  memory: RigMemory,
  { machine, dayMedians }: RigSurroundings,
  reading: Reading,
  nowMs: number,
): WorkFacts[] {
  const facts: WorkFacts[] = []
  for (const known of memory.work) {
    const { report, algorithm } = known
    if (!report || known.atMs !== reading.at) continue
    const ofMaker = machine?.algorithm === algorithm ? machine.nominalHashesPerSecond : undefined
    facts.push({
      algorithm,
      hashesPerSecond: report.hashesPerSecond,
      tenMinuteMean: tenMinuteMean(known, nowMs),
      nominal: report.nominalHashesPerSecond ?? ofMaker,
      dayMedian: dayMedians?.get(algorithm),
    })
  }
  return facts
}
