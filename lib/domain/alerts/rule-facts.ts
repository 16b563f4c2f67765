import type { RigMemory } from '#lib/domain/alerts/rig-memory'
import type { RigKind } from '#lib/domain/limits'
import type { MissingDevice, Presence } from '#lib/domain/presence'
import type { Cooling, Reading } from '#lib/domain/reading'

export type Lifecycle = 'active' | 'repair' | 'stored' | 'sold'

/** What a rig does on one algorithm, as rules see it; H/s. */
export type WorkFacts = {
  algorithm: string
  hashesPerSecond?: number
  /** Over the last 10 min of hashing; undefined before half of that is known. */
  tenMinuteMean?: number
  /** What it should do: its own word, else the maker's. */
  nominal?: number
  /** Median of its last 24 h. */
  dayMedian?: number
}

/** Everything that rules look at in a rig at a moment; `rigFacts` makes it. */
export type RigFacts = {
  subject: 'rig'
  rigId: number
  machine: RigKind
  lifecycle: Lifecycle
  /** The last one. */
  reading?: Reading
  presence: Presence
  /** Since when readings come without a gap that counts as offline. */
  seenSinceMs: number
  missingDevices: readonly MissingDevice[]
  work: readonly WorkFacts[]
  /** Of the machine, else of the miner, else since it was seen. */
  machineUptimeMs: number
  warmingUp: boolean
  cooling?: Cooling
  /** At the wall, where known. */
  wallWatts?: number
  /** Present where revenue and cost are known: a day of such hours as this one. */
  money?: { profitPerDay: number }
  /** One for each span that a rule sums over. */
  nets?: readonly RigNet[]
  memory: RigMemory
}

/** What the closed hours of `[untilMs - windowMs, untilMs)` brought and cost, in the time of which both are known. */
export type RigNet = {
  windowMs: number
  untilMs: number
  revenue: number
  cost: number
  currency: string
  knownMs: number
}

export type AgentFacts = {
  subject: 'agent'
  agentId: string
  connected: boolean
  /** Since when it has been connected, or not. */
  sinceMs: number
  rigs: number
}

export type SiteFacts = {
  subject: 'site'
  siteId: number
  /** Active rigs that were ever seen. */
  expectedRigs: number
  offlineRigs: number
  /** When the last of them fell silent, while all are offline. */
  darkSinceMs?: number
}

export type ServerFacts = {
  subject: 'server'
  /** Agents that are expected, and those not connected. */
  agents: number
  agentsGone: number
  /** When the last of them went, while all are gone. */
  nobodySinceMs?: number
  disk?: { usedBytes: number; totalBytes: number }
  /** The oldest rate in use, and the coins whose rates are stale. */
  market?: { oldestAtMs: number; staleCoins: readonly string[] }
}

export type CoinFacts = {
  subject: 'coin'
  coin: string
  /** The next change of difficulty: `change` is a fraction (0.03 = 3 % harder), `height` tells changes apart. */
  difficulty?: { height: number; atMs: number; change: number }
}

export type ChannelFacts = { subject: 'channel'; channelId: number; failingSinceMs?: number; lastProblem?: string }

/** What a payer of a coin owes; `gaps` has one for each window that a rule compares over, where it could be compared. */
export type PayerFacts = { subject: 'payer'; payer: string; coin: string; gaps: readonly PayerGap[] }

export type PayerGap = {
  windowMs: number
  /** Of what was expected, beyond one deviation of luck; negative: more came. */
  unexplainedFraction: number
  /** What was compared, and with what: `0.091 BTC of 0.1 BTC expected, 13 to 19 November`. */
  words: string
}

/** Facts about a subject that is not a rig. */
export type SubjectFacts = AgentFacts | SiteFacts | ServerFacts | CoinFacts | ChannelFacts | PayerFacts
