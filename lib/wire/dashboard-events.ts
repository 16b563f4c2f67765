import type { ExplainedMoney } from '#lib/domain/explained-money'
import type { PowerTrust } from '#lib/domain/power-trust'
import type { PresenceState } from '#lib/domain/presence'
import type { PowerSource, Reading } from '#lib/domain/reading'
import type { AlertsSummary } from './alerts.ts'

/**
 * What flows between the server and a browser on the namespace `/dashboards`. A browser watches one topic at a time:
 * it gets a snapshot, then at most one delta a second. Each delta names the version it follows, so that a browser that
 * missed one asks for a new snapshot instead of showing a mixture.
 */
export type DashboardTopic = { page: 'fleet' } | { page: 'rig'; rigId: number }

export type DashboardClientEvents = {
  watch: (topic: DashboardTopic, answer: (result: WatchResult) => void) => void
}

export type WatchResult =
  | { ok: true; page: 'fleet'; snapshot: FleetSnapshot }
  | { ok: true; page: 'rig'; snapshot: RigSnapshot }
  | { ok: false; reason: string }

export type DashboardServerEvents = {
  fleet: (delta: FleetDelta) => void
  rig: (snapshot: RigSnapshot) => void
  /** For the bell on every page, whatever is watched. */
  alerts: (summary: AlertsSummary) => void
  /** The session ended or was revoked: the page goes to sign-in. */
  signedOut: () => void
}

export type FleetSnapshot = {
  version: number
  serverAtMs: number
  currency: string
  sites: SiteRow[]
  rigs: RigRow[]
  /** Rented hash power that runs now. */
  contracts: ContractRow[]
  totals: FleetTotals
  market: MarketNote
}

export type FleetDelta = {
  /** The version a browser must hold for this delta to apply. */
  follows: number
  version: number
  serverAtMs: number
  rigs: RigRow[]
  removedRigIds: number[]
  totals: FleetTotals
  market: MarketNote
  /** Present only when a site or the currency changed. */
  sites?: SiteRow[]
  currency?: string
  /** Present only when one changed. */
  contracts?: ContractRow[]
}

export type SiteRow = {
  id: number
  name: string
  timeZone: string
  pricePerKwhNow?: number
  /** When and to what the tariff changes next, within a day. */
  nextPrice?: { atMs: number; pricePerKwh: number }
  /** Of the site's present day, where the price changes within it; `label` as its tariff window is called. */
  pricesToday?: { fromMs: number; toMs: number; pricePerKwh: number; label?: string }[]
}

/** Where rates come from, for the note under every amount. */
export type MarketNote = {
  source: 'live' | 'typed' | 'snapshot' | 'none'
  /** Of the oldest rate in use. */
  oldestRateAtMs?: number
  /** Older than 6 h while live. */
  stale: boolean
}

export type Lifecycle = 'active' | 'repair' | 'stored' | 'sold'

/** One rig in lists: everything the fleet's table, cards and totals show of it. */
export type RigRow = {
  id: number
  key: string
  name: string
  model?: string
  siteId: number
  lifecycle: Lifecycle
  tags: string[]
  location?: string
  /** Row and rack of the location, without the position. */
  rack?: string
  state: PresenceState
  stateSinceMs: number
  /** Of the last reading; absent when none ever came. */
  seenAtMs?: number
  /** Only while it is online: an offline rig is shown, never counted. */
  work: RowWork[]
  hottest?: HottestSensor
  /** At the wall as far as is known: corrected, else as reported, else estimated. */
  powerWatts?: number
  powerSource?: PowerSource
  /** The figure is metered, the PSU's input, or corrected by the owner. */
  powerAtTheWall: boolean
  /** Devices it had within the last day and has no longer. */
  missingDevices: number
  perDay: MoneyPerDay
  /** Revenue a day just before it stopped hashing (offline, error, frozen, zero); absent while it hashes or if not known. */
  lostPerDay?: number
  /** Of this hour at the present pace, its energy at the price of this hour; standing charges are not in it. */
  profitThisHour?: number
  /** What it makes in this hour is known and negative. */
  losesMoney: boolean
  /** What the coin or power rests on an assumption of ours. */
  assumed: boolean
}

/** Rented hash power in the list of rigs: it stands at no place of one's own, draws nothing and is never offline. */
export type ContractRow = {
  id: number
  name: string
  provider: string
  siteId: number
  algorithm: string
  coin: string
  hashesPerSecond: number
  /** Below its fee: at present rates its output does not pay for its maintenance. */
  state: 'running' | 'below-fee'
  /** Whole days in a row, up to yesterday, with a fee above the output. */
  daysBelowFee: number
  /** So many of them end it; absent where its terms have no such rule. */
  daysToTermination?: number
  perDay: MoneyPerDay
}

export type RowWork = {
  algorithm: string
  hashesPerSecond?: number
  nominalHashesPerSecond?: number
  /** Absent without power or at no hash rate. In dual mining, on the first algorithm only. */
  joulesPerHash?: number
  coin?: string
  revenuePerDay?: number
}

export type HottestSensor = {
  celsius: number
  sensor: 'core' | 'chip' | 'board' | 'memory' | 'hotspot' | 'regulator' | 'coolant' | 'cpu'
  /** The device's index, where it is a device's. */
  device?: number
  warningCelsius: number
  criticalCelsius: number
  severity?: 'warning' | 'critical'
}

/** In the installation's currency; unknown is absent, with the reason in words. */
export type MoneyPerDay = { revenue?: number; cost?: number; profit?: number; unknown?: string }

export type FleetTotals = {
  /** Active rigs, which are expected to be seen; and of them those hashing or warming. */
  expectedRigs: number
  runningRigs: number
  states: Partial<Record<PresenceState, number>>
  algorithms: AlgorithmTotal[]
  powerWatts: number
  /** The same watts by how they are known; together `powerWatts`. */
  powerWattsBy: Record<PowerTrust, number>
  /** Online rigs whose power nobody tells, and online rigs whose figure is not at the wall. */
  unknownPowerRigs: number
  notAtTheWallRigs: number
  perDay: MoneyPerDay
  /** From each site's local midnight until now. */
  today: MoneyPerDay
  /** The same span of yesterday. */
  yesterdayByNow: MoneyPerDay
  /** What stood still since midnight; absent where it is not known. */
  downtimeToday?: DowntimeToday
  /** Seconds hashing ÷ seconds expected over the last 24 h, chosen pauses left out; 0 to 1. */
  availability24h?: number
  /** Price of a kWh at which the fleet's profit is 0. */
  breakEvenPerKwh?: number
  /** How many contracts the money of this day and of today has in it; their hash rate is in no other total. */
  contracts?: number
}

/** Active rigs that did not hash although they were expected to and not paused, from the first full hour of each site's day. */
export type DowntimeToday = {
  rigs: number
  seconds: number
  /** What they would have earned at present rates, and what their energy would have cost had they drawn nothing meanwhile. */
  lostRevenue?: number
  savedAtMost?: number
  /** Rigs among them of which it is not known what they would have earned: they are left out of both amounts. */
  unknownRigs: number
}

export type AlgorithmTotal = {
  algorithm: string
  hashesPerSecond: number
  /** What all active rigs of this algorithm would do together. */
  expectedHashesPerSecond?: number
  joulesPerHash?: number
  /** Of rigs alone. */
  revenuePerDay?: number
  rigs: number
  /** Rented beside it, in no other figure here. */
  rented?: { hashesPerSecond: number; contracts: number }
}

/** An algorithm's miner works elsewhere than the owner confirmed; `payer` and `paidAs` are keys of payers. */
export type ContradictedPayer = { algorithm: string; address: string; payer: string; paidAs: string }

/** Everything the page of one rig shows live. */
export type RigSnapshot = {
  serverAtMs: number
  currency: string
  row: RigRow
  site: SiteRow
  reading?: Reading
  /** The miner's own page, where it has one. */
  minerPageUrl?: string
  agent?: { id: string; name: string; connected: boolean; seenAtMs?: number; problem?: string }
  shares30min?: { accepted: number; rejected: number; stale: number }
  /** Only while it is online, and only where there are any. */
  contradictedPayers?: ContradictedPayer[]
  perDay: ExplainedMoney
  today: ExplainedMoney
  market: MarketNote
}
