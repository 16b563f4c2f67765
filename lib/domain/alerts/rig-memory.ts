import { newWorkMemory, rememberWork, type WorkMemory } from '#lib/domain/alerts/work-memory'
import { newTrack, observe, offlineAfterMs, type RigTrack } from '#lib/domain/presence'
import type { Reading } from '#lib/domain/reading'

/**
 * What is remembered of a rig between readings for its rules: rolling windows and marks, rebuilt by feeding the last
 * hour of readings. What must outlast a restart stands in the states of rules instead.
 */
export type RigMemory = {
  track: RigTrack
  /** Since when readings come without a gap that counts as offline. */
  seenSinceMs: number
  /** Since when it mines without a pause, a warm-up or a gap; undefined while it does not. */
  miningSinceMs?: number
  work: WorkMemory[]
  /** Moments of the last restarts, oldest first. */
  restarts: number[]
  /** Fans that have turned: chassis fans by place, devices' by index. */
  turned: { chassis: boolean[]; devices: boolean[] }
}

const RESTARTS_REMEMBERED = 50
/** A clock that is set may take some seconds off an uptime. */
const UPTIME_SLACK_SECONDS = 5

export function newRigMemory(createdAtMs = 0): RigMemory {
  return {
    track: newTrack(createdAtMs),
    seenSinceMs: createdAtMs,
    work: [],
    restarts: [],
    turned: { chassis: [], devices: [] },
  }
}

/**
 * Takes in a reading. The memory is changed in place (a hot path) and returned; a reading that is not later than the
 * last changes nothing.
 */
export function remember(memory: RigMemory, reading: Reading): RigMemory {
  const before = memory.track.reading
  if (before && reading.at <= before.at) return memory
  const gone = before === undefined || reading.at - before.at > offlineAfterMs(before)
  memory.track = observe(memory.track, reading)
  if (gone) memory.seenSinceMs = reading.at
  const restarted = before !== undefined && hasRestarted(before, reading)
  if (restarted) {
    memory.restarts.push(reading.at)
    if (memory.restarts.length > RESTARTS_REMEMBERED) memory.restarts.shift()
  }
  if (reading.state !== 'hashing') memory.miningSinceMs = undefined
  else if (gone || restarted || memory.miningSinceMs === undefined) memory.miningSinceMs = reading.at
  for (const report of reading.work) {
    let known = memory.work.find(({ algorithm }) => algorithm === report.algorithm)
    if (!known) {
      known = newWorkMemory(report.algorithm)
      memory.work.push(known)
    }
    rememberWork(known, report, reading, before, gone)
  }
  noteTurning(memory, reading)
  return memory
}

/** An uptime shorter than it was, or than the time since; counters that fell where no uptime is told. */
function hasRestarted({ at, miner, work }: Reading, now: Reading): boolean {
  const sinceSeconds = (now.at - at) / 1000
  const machine = beganAgain(miner.machineUptimeSeconds, now.miner.machineUptimeSeconds, sinceSeconds)
  const software = beganAgain(miner.uptimeSeconds, now.miner.uptimeSeconds, sinceSeconds)
  if (machine !== undefined || software !== undefined) return machine === true || software === true
  const [first] = work
  const accepted = now.work.find(({ algorithm }) => algorithm === first?.algorithm)?.shares?.accepted
  const acceptedBefore = first?.shares?.accepted
  return accepted !== undefined && acceptedBefore !== undefined && accepted < acceptedBefore
}

/** One that stands still is a frozen reading's. */
function beganAgain(before: number | undefined, now: number | undefined, sinceSeconds: number): boolean | undefined {
  if (before === undefined || now === undefined) return undefined
  return now !== before && now + UPTIME_SLACK_SECONDS < Math.max(before, sinceSeconds)
}

function noteTurning({ turned }: RigMemory, { fans, devices }: Reading): void {
  if (fans) {
    for (let at = 0; at < fans.length; at += 1) {
      const { rpm = 0 } = fans[at] ?? {}
      if (rpm > 0 && turned.chassis[at] !== true) turned.chassis[at] = true
    }
  }
  if (devices) {
    for (const { index, fanRpm, fanPercent } of devices) {
      if (((fanRpm ?? 0) > 0 || (fanPercent ?? 0) > 0) && turned.devices[index] !== true) turned.devices[index] = true
    }
  }
}
