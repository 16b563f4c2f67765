import type { AgentLimits } from '#lib/wire/agent-events'

/**
 * What a reporting client may send; announced in the answer to `rigs` and enforced. Bytes are a whole frame's: a
 * larger one closes the connection without a word (the websocket's own code 1009).
 */
export const AGENT_LIMITS: AgentLimits = {
  messageBytes: 1024 * 1024,
  readingsPerMessage: 600,
  devicesPerReading: 256,
  messagesPerSecond: 200,
}

/** Rigs in one announcement. */
export const MAX_ANNOUNCED_RIGS = 10_000

/** Targets in one `status`. */
export const MAX_STATUS_TARGETS = 10_000
