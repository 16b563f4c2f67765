/**
 * Words of alerting. A **rule** watches a **subject** (a rig, an agent, a site, the server, a coin); a condition that
 * lasts becomes an **incident** (pending, firing, acknowledged, resolved), and what is worth saying of it a message.
 */
export type Severity = 'info' | 'warning' | 'critical'

/** What a rule watches for. Those of `GOOD_NEWS` happen at a moment: they fire and are over at once. */
export type RuleKind =
  | 'overheat'
  | 'offline'
  | 'zero-hash'
  | 'low-hash'
  | 'frozen'
  | 'machine-error'
  | 'rejected-shares'
  | 'no-accepted-share'
  | 'device-missing'
  | 'fan-stopped'
  | 'fan-pinned'
  | 'power-range'
  | 'inefficient'
  | 'restart-loop'
  | 'pool-changed'
  | 'losing-money'
  | 'agent-gone'
  | 'site-dark'
  | 'nobody-seen'
  | 'payout-gap'
  | 'market-stale'
  | 'disk-filling'
  | 'channel-failing'
  | 'block-found'
  | 'best-difficulty'
  | 'break-even'
  | 'difficulty-change'

export const GOOD_NEWS: ReadonlySet<RuleKind> = new Set<RuleKind>([
  'block-found',
  'best-difficulty',
  'break-even',
  'difficulty-change',
])

/** What a rule looks at. In the database and in messages as text: `rig:7`, `agent:<uuid>`, `site:2`, `server`, `coin:BTC`, `payer:BTC:braiins`. */
export type Subject =
  | { kind: 'rig'; rigId: number }
  | { kind: 'agent'; agentId: string }
  | { kind: 'site'; siteId: number }
  | { kind: 'server' }
  | { kind: 'coin'; coin: string }
  | { kind: 'channel'; channelId: number }
  | { kind: 'payer'; payer: string; coin: string }

/** Which rigs a rule, a silence, a maintenance window or a channel is about. Absent lists mean all; lists are "any of". */
export type Scope = {
  siteIds?: number[]
  tags?: string[]
  rigIds?: number[]
  machines?: ('asic' | 'bitaxe' | 'computer')[]
}

export type IncidentPhase = 'pending' | 'firing' | 'acknowledged' | 'resolved'

/**
 * What was seen, for the text of a message and for the page of an incident: a value against its threshold, in the
 * unit's SI form, and words where a number says too little.
 */
export type Evidence = {
  atMs: number
  /** Since when it lasts this time: an incident that came back began before. */
  sinceMs?: number
  value?: number
  threshold?: number
  unit?:
    | 'celsius'
    | 'hashesPerSecond'
    | 'fraction'
    | 'watts'
    | 'joulesPerHash'
    | 'rpm'
    | 'milliseconds'
    | 'money'
    | 'count'
    | 'bytes'
  algorithm?: string
  /** Which sensor, device, pool, before → after: `GPU 2 memory`, `stratum+tcp://…`. */
  detail?: string
}
