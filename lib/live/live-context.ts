import type { Namespace, Server } from 'socket.io'
import type { ReportingAgent } from '#lib/services/authenticate-agent'
import type { RunningServer } from '#lib/services/running-server'
import type { AgentClientEvents, AgentServerEvents } from '#lib/wire/agent-events'
import type { DashboardClientEvents, DashboardServerEvents, DashboardTopic } from '#lib/wire/dashboard-events'

/** How often the live side looks after itself; tests make it shorter. */
export type LivePeriods = {
  /** Tokens and sessions are looked up again this often, because the command line revokes in another process. */
  recheckMs: number
  /** One delta at most this often. */
  deltaMs: number
  /** What agents say of themselves is written this often. */
  flushMs: number
  /** A browser that takes nothing of what waits for it for so long is let go. */
  stalledMs: number
}

export const LIVE_PERIODS: LivePeriods = { recheckMs: 5000, deltaMs: 1000, flushMs: 10_000, stalledMs: 10_000 }

export type LiveContext = Pick<
  RunningServer,
  | 'config'
  | 'log'
  | 'database'
  | 'store'
  | 'fleet'
  | 'auth'
  | 'secrets'
  | 'counters'
  | 'keeper'
  | 'publish'
  | 'onChanges'
>

// biome-ignore lint/complexity/noBannedTypes: Socket.IO's own way to say "no events"
type Nothing = {}

export type LiveServer = Server<Nothing, Nothing, Nothing, Nothing>
export type AgentNamespace = Namespace<AgentClientEvents, AgentServerEvents, Nothing, { agent?: ReportingAgent }>
export type DashboardNamespace = Namespace<
  DashboardClientEvents,
  DashboardServerEvents,
  Nothing,
  { watching?: DashboardTopic }
>
