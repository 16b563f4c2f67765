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

/** A reading's clock may run this far ahead of the server's. */
export const MAX_FUTURE_MS = 5 * 60_000

/** A reading older than this when received changes history only: no presence, no live delta. */
export const LATE_AFTER_MS = 5 * 60_000

/** How long the agent that writes a rig must be silent about it before another may take it over. */
export const TAKEOVER_AFTER_MS = 10 * 60_000
