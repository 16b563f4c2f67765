import { isMining } from '#lib/domain/figures'
import {
  DEVICE_MISSED_WITHIN_MS,
  FROZEN_AFTER_MS,
  OFFLINE_AFTER_INTERVALS,
  OFFLINE_AT_LEAST_MS,
} from '#lib/domain/limits'
import { DEFAULT_INTERVAL_SECONDS, type DeviceKind, type DeviceReport, type Reading } from '#lib/domain/reading'
import { sameFigures } from '#lib/domain/same-figures'

/** What is concluded of a rig from its readings and from silence. `zero`: it answers and hashes nothing. */
export type PresenceState = 'hashing' | 'warming' | 'paused' | 'zero' | 'frozen' | 'error' | 'offline' | 'never'

export type Presence = { state: PresenceState; sinceMs: number }

/** What is remembered of a rig to tell its presence. Plain data; {@link observe} makes a new one. */
export type RigTrack = {
  createdAtMs: number
  /** The last reading observed. */
  reading?: Reading
  /** What the last reading says, and since when. */
  state: PresenceState
  stateSinceMs: number
  /** Since when no figure, counter or uptime has changed. */
  unchangedSinceMs: number
  /** Devices last told; a reading without a list of devices leaves it as it was. */
  devices: DeviceReport[]
  /** Devices that were there and are not in the last list. */
  gone: MissingDevice[]
}

export type MissingDevice = { index: number; kind: DeviceKind; name?: string; busId?: string; seenAtMs: number }

/** The track of a rig that was never seen; `createdAtMs` is since when it is expected. */
export function newTrack(createdAtMs = 0): RigTrack {
  return {
    createdAtMs,
    state: 'never',
    stateSinceMs: createdAtMs,
    unchangedSinceMs: createdAtMs,
    devices: [],
    gone: [],
  }
}

/** The track after a reading. One that is not later than the last changes nothing. */
export function observe(track: RigTrack, reading: Reading): RigTrack {
  const before = track.reading
  if (before && reading.at <= before.at) return track
  const wasOffline = before !== undefined && reading.at - before.at > offlineAfterMs(before)
  const unchanged = before !== undefined && !wasOffline && sameFigures(before, reading)
  const unchangedSinceMs = unchanged ? track.unchangedSinceMs : reading.at
  const state = stateOf(reading, reading.at - unchangedSinceMs)
  const stateSinceMs =
    state === track.state && !wasOffline ? track.stateSinceMs : state === 'frozen' ? unchangedSinceMs : reading.at
  const devices = reading.devices ?? track.devices
  const gone = goneAfter(track, before?.at ?? reading.at, devices)
  return { createdAtMs: track.createdAtMs, reading, state, stateSinceMs, unchangedSinceMs, devices, gone }
}

/**
 * Presence at a moment; first match wins: never seen, offline (nothing for 3 intervals, at least 60 s; since the last
 * reading), error, paused, frozen (nothing changed for 5 min; since then), zero hash, warming, hashing.
 */
export function presenceAt(track: RigTrack, nowMs: number): Presence {
  const { reading } = track
  if (!reading) return { state: 'never', sinceMs: track.createdAtMs }
  if (nowMs - reading.at > offlineAfterMs(reading)) return { state: 'offline', sinceMs: reading.at }
  return { state: track.state, sinceMs: track.stateSinceMs }
}

/** How long a rig may be silent before it is offline. */
export function offlineAfterMs({
  intervalSeconds = DEFAULT_INTERVAL_SECONDS,
}: Pick<Reading, 'intervalSeconds'>): number {
  return Math.max(OFFLINE_AT_LEAST_MS, OFFLINE_AFTER_INTERVALS * intervalSeconds * 1000)
}

/** Devices the rig had within the last day and has no longer. They are told apart by bus address, else by index. */
export function missingDevices(track: RigTrack, nowMs: number): MissingDevice[] {
  if (track.gone.length === 0) return track.gone
  return track.gone.filter(({ seenAtMs }) => nowMs - seenAtMs <= DEVICE_MISSED_WITHIN_MS)
}

function stateOf(reading: Reading, unchangedMs: number): PresenceState {
  if (reading.state === 'error') return 'error'
  if (reading.state === 'paused') return 'paused'
  if (unchangedMs >= FROZEN_AFTER_MS && wouldMove(reading)) return 'frozen'
  if (!isMining(reading) && reading.work.every(({ hashesPerSecond }) => hashesPerSecond !== undefined)) return 'zero'
  return reading.state === 'warming' ? 'warming' : 'hashing'
}

/** Standing still means something only where something should move: an uptime, or the counters of a rig that mines. */
function wouldMove(reading: Reading): boolean {
  return (
    reading.miner.uptimeSeconds !== undefined || reading.miner.machineUptimeSeconds !== undefined || isMining(reading)
  )
}

function goneAfter(track: RigTrack, seenAtMs: number, devices: DeviceReport[]): MissingDevice[] {
  if (track.gone.length === 0 && sameDevices(track.devices, devices)) return track.gone
  const gone: MissingDevice[] = track.gone.filter((missing) => !devices.some((device) => isSame(missing, device)))
  for (const device of track.devices) {
    if (devices.some((other) => isSame(device, other))) continue
    const { index, kind, name, busId } = device
    gone.push({ index, kind, name, busId, seenAtMs })
  }
  return gone.filter((missing) => seenAtMs - missing.seenAtMs <= DEVICE_MISSED_WITHIN_MS)
}

function sameDevices(before: DeviceReport[], now: DeviceReport[]): boolean {
  if (before === now) return true
  if (before.length !== now.length) return false
  for (let at = 0; at < now.length; at += 1) {
    const one = before[at]
    const other = now[at]
    if (!one || !other || !isSame(one, other)) return false
  }
  return true
}

type DeviceIdentity = Pick<DeviceReport, 'index' | 'kind' | 'busId'>

function isSame(one: DeviceIdentity, other: DeviceIdentity): boolean {
  if (one.busId !== undefined && other.busId !== undefined) return one.busId === other.busId
  return one.index === other.index && one.kind === other.kind
}
