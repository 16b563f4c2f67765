import type { Reading } from '#lib/domain/reading'
import type { DiscoverAnswer, DiscoverRequest, DiscoveryNews } from '#lib/wire/discovery'
import type { AssignedMeter } from '#lib/wire/meter-schema'

/**
 * What flows between an agent and the server on the namespace `/agents`: `docs/agent-protocol.md` in types.
 * Both sides ignore events and fields they do not know.
 */
export const AGENT_PROTOCOL = 1

/** The oldest that the server still speaks: an agent is updated later than its server, if ever. */
export const OLDEST_AGENT_PROTOCOL = 1

/** `auth` of the handshake. Only the token is required. */
export type AgentHandshake = {
  token: string
  protocol?: number
  agent?: { id?: string; name?: string; version?: string }
}

/** A rig as an agent announces it. The key is unique in the installation: MAC, else serial, else a UUID the agent keeps. */
export type RigAnnouncement = { key: string; name?: string; model?: string; address?: string }

export type AgentLimits = {
  messageBytes: number
  readingsPerMessage: number
  devicesPerReading: number
  messagesPerSecond: number
}

export type RigsAnswer =
  | {
      ok: true
      rigs: { key: string; id: number }[]
      refused: { key: string; reason: string }[]
      protocol: number
      serverAtMs: number
      limits: AgentLimits
      /** What this server takes beside what version 1 began with: `like`, readings told by others of their message. */
      accepts: string[]
    }
  | { ok: false; reason: string; serverAtMs: number }

/** `rig` is the id from the acknowledgement of `rigs`, or the key. */
export type ReportedReading = Reading & { rig: number | string }

/**
 * A reading as the one at the place `like` of the same list, from 0, with other numbers: `figures` are all of those that one has beside
 * `rig` and `at`, in the order in which it has them.
 */
export type AlikeReport = { rig: number | string; at: number; like: number; figures: number[] }

/**
 * Answered after the commit is on disk. A rejection is final: the agent drops that reading, counts and logs it.
 * `retryAfterMs` instead: nothing of this message was stored, send it again then.
 */
export type ReadingsAnswer =
  | { stored: number; duplicates: number; rejected: { index: number; reason: string }[]; serverAtMs: number }
  | { retryAfterMs: number; reason: string; serverAtMs: number }

/** How one target fares: its last success, or its problem in words. */
export type TargetStatus = {
  address: string
  /** The server's id of a target it assigned. */
  targetId?: number
  miner?: string
  rigKey?: string
  lastSuccessAtMs?: number
  problem?: string
  /** Figures left out since the agent began, because no such machine can reach them. */
  figuresDropped?: number
}

/** A target the owner typed into the app; the agent polls it beside those of its own file. */
export type AssignedTarget = {
  id: number
  address: string
  miner?: string
  user?: string
  password?: string
  token?: string
  intervalSeconds?: number
}

export type AgentClientEvents = {
  rigs: (rigs: RigAnnouncement[], answer: (result: RigsAnswer) => void) => void
  readings: (readings: (ReportedReading | AlikeReport)[], answer: (result: ReadingsAnswer) => void) => void
  status: (targets: TargetStatus[], answer?: (result: StatusAnswer) => void) => void
  /** Answered when it is stored; told again at the next connection otherwise. */
  discovery: (news: DiscoveryNews, answer?: (result: { ok: boolean }) => void) => void
}

export type StatusAnswer =
  | { ok: true; refused: { index: number; reason: string }[]; serverAtMs: number }
  | { ok: false; reason: string; serverAtMs: number }

export type AgentServerEvents = {
  /** The whole list of assigned targets, at connection and after each change. */
  targets: (targets: AssignedTarget[]) => void
  /** The whole list of meters of this agent's rigs, by the rigs' keys, at connection and after each change. */
  meters: (meters: AssignedMeter[]) => void
  /** The owner asks it to look through its own networks. */
  discover: (request: DiscoverRequest, answer: (result: DiscoverAnswer) => void) => void
  /** Said right before the server ends the connection. After `revoked` there is no use in coming back with this token. */
  closing: (why: { code: 'revoked' | 'flooding' | 'stopping'; reason: string }) => void
}
