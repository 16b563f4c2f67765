import { listAgents } from '#lib/db/agents'
import type { Database } from '#lib/db/database'
import { CLOSED_UNTIL, readCursor } from '#lib/db/job-cursors'
import { type ReadingStore, type ReceivedReading, takenAtMs } from '#lib/db/reading-store'
import { CLOSE_AFTER_MS, FUTURE_AT_MOST_MS, LATE_AFTER_MS } from '#lib/domain/limits'
import type { PresenceState } from '#lib/domain/presence'
import type { Reading } from '#lib/domain/reading'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#lib/domain/units'
import type { Rates } from '#lib/domain/valuation'
import type { MachineFacts } from '#lib/domain/wall-power'
import type {
  FleetDelta,
  FleetSnapshot,
  FleetTotals,
  MarketNote,
  RigRow,
  RigSnapshot,
} from '#lib/wire/dashboard-events'
import { AgentPresence } from './agent-presence.ts'
import { CommittedReadings } from './alerts/committed-readings.ts'
import { AssumedPayers } from './assumed-payers.ts'
import { BackgroundWork } from './background-work.ts'
import type { Change } from './change-bus.ts'
import { type ClosedHours, loadClosedHours, NO_CLOSED_HOURS } from './closed-hours.ts'
import { LiveContracts, type OpenEntry } from './contracts/live-contracts.ts'
import {
  type FleetSettings,
  loadFleetSettings,
  loadRigSettings,
  type RigSettings,
  type SiteSettings,
} from './fleet-settings.ts'
import { sumFleet } from './fleet-totals.ts'
import { HoursTurn } from './hours-turn.ts'
import { knownMachine } from './known-machine.ts'
import { LateReadings } from './late-readings.ts'
import { LiveRig } from './live-rig.ts'
import { loadRates } from './load-rates.ts'
import { marketNote } from './market-note.ts'
import { siteAt } from './rig-places.ts'
import { type FleetView, type SeenRig, seeRig } from './rig-row.ts'
import { snapshotRig } from './rig-snapshot.ts'
import { RigWriters } from './rig-writers.ts'
import { countByState, presentAssignments } from './rigs-at-present.ts'
import { scanRigs } from './scan-rigs.ts'
import { ShownFleet } from './shown-fleet.ts'
import { midnightOfSites } from './site-midnight.ts'
import { fixedCosts, siteRow } from './site-row.ts'
import { Turn } from './turn.ts'

export type FleetParts = {
  database: Database
  store: ReadingStore
  /** Facts of a machine that tells no watts. */
  findMachine?: (reading: Reading, settings: RigSettings) => MachineFacts | undefined
  /** Other processes store readings too: hours are made from the store, because memory may have missed some. */
  isOneOfSeveral?: boolean
  reportError: (error: unknown) => void
}

/** The last reading of a rig that has been silent for longer is not looked for at the start. */
const LAST_READING_WITHIN_MS = 30 * DAY_MS
/** To read all is cheaper than to name so many. */
const MOST_RIGS_RELOADED = 500
const CLOSED_HOURS_FRESH_MS = MINUTE_MS
const CLOCKS_DIFFER_BY_MS = 10 * SECOND_MS
/** Readings that another node stored, and died before it told, are looked for so far back. */
const CAUGHT_UP_WITHIN_MS = 5 * MINUTE_MS

/**
 * The fleet in memory: the latest of every rig, the hours that are still open, and what a browser is shown of it. A
 * reading costs nothing but its own rig; rows are recomputed when somebody looks, and only those that changed.
 */
export class LiveFleet {
  readonly agents = new AgentPresence()
  readonly writers = new RigWriters()
  readonly late = new LateReadings()
  readonly committed = new CommittedReadings()
  /** Told of rigs that agents changed, where other nodes follow this one. */
  tellRigs: ((rigIds: number[]) => void) | undefined
  readonly #parts: FleetParts
  readonly #rigs = new Map<number, LiveRig>()
  readonly #shown: ShownFleet
  readonly #contracts: LiveContracts
  #sites = new Map<number, SiteSettings>()
  #rates: Rates
  #market: MarketNote = { source: 'none', stale: false }
  #closed: ClosedHours = NO_CLOSED_HOURS
  #closedLoadedAtMs = 0
  #closedUntilMs: number
  /** Hours before it are closed, or being closed just now. */
  #closingUntilMs = 0
  /** Whose turn it is to close, mend or recompute hours. */
  readonly hoursTurn: HoursTurn
  /** The hour that was open when this process began. */
  readonly #firstHourMs: number
  /** Counts up with whatever changes all rows at once. */
  #viewVersion = 1
  /** Something beside the rigs themselves changed what the totals say. */
  #totalsStale = false
  readonly #payers: AssumedPayers
  readonly #background: BackgroundWork
  /** Settings read before a rig was added must not be taken after it, and remove it again. */
  readonly #settingsTurn = new Turn()

  private constructor(parts: FleetParts, settings: FleetSettings, rates: Rates, nowMs: number) {
    this.#parts = parts
    this.#rates = rates
    this.#contracts = new LiveContracts(parts.database)
    this.hoursTurn = new HoursTurn(parts.database)
    this.#background = new BackgroundWork(parts.reportError)
    this.#payers = new AssumedPayers(parts.database, this.#background, async (rigId) => {
      await this.reloadRigs([rigId])
      this.tellRigs?.([rigId])
    })
    this.#firstHourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
    this.#closedUntilMs = this.#firstHourMs
    this.#shown = new ShownFleet(this.#sum([], nowMs))
    this.#takeSettings(settings, nowMs)
  }

  /** Builds the fleet from what is stored: settings, rates, the last reading of each rig and the open hours. */
  static async open(parts: FleetParts, nowMs = Date.now()): Promise<LiveFleet> {
    const { database, store } = parts
    const settings = await loadFleetSettings(database, nowMs)
    const rates = await loadRates(database, settings.currency, nowMs)
    const fleet = new LiveFleet(parts, settings, rates, nowMs)
    for (const agent of await listAgents(database)) fleet.agents.learn(agent)
    const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
    for (const [rigId, reading] of await store.latestReadings(nowMs - LAST_READING_WITHIN_MS)) {
      fleet.#rigs.get(rigId)?.seed(reading)
      fleet.writers.hear(rigId, reading.at)
    }
    fleet.#closedUntilMs = Math.min(hourMs, (await readCursor(database, CLOSED_UNTIL)) ?? hourMs)
    // Until the job closes the hour before, today is told from memory.
    const beforeIsOpen = nowMs < hourMs + CLOSE_AFTER_MS && hourMs - HOUR_MS >= fleet.#closedUntilMs
    for (const openMs of beforeIsOpen ? [hourMs - HOUR_MS, hourMs] : [hourMs]) {
      for await (const [rigId, readings] of scanRigs(store, openMs, fleet.#rigs.keys()))
        fleet.#rigs.get(rigId)?.rebuildHour(openMs, readings)
    }
    await fleet.#loadClosed(nowMs)
    fleet.advance(nowMs)
    return fleet
  }

  /** Until nothing is read or written in the background any more: before the database is closed. */
  settled(): Promise<void> {
    return this.#background.settled()
  }

  rigSettings(rigId: number): RigSettings | undefined {
    return this.#rigs.get(rigId)?.settings
  }

  liveRigs(): Iterable<LiveRig> {
    return this.#rigs.values()
  }

  liveRig(rigId: number): LiveRig | undefined {
    return this.#rigs.get(rigId)
  }

  get sites(): ReadonlyMap<number, SiteSettings> {
    return this.#sites
  }

  get rates(): Rates {
    return this.#rates
  }

  get closedUntilMs(): number {
    return this.#closedUntilMs
  }

  /** Hours before it are written already or being written: what is received for them must be mended afterwards. */
  get closingUntilMs(): number {
    return Math.max(this.#closedUntilMs, this.#closingUntilMs)
  }

  get isOneOfSeveral(): boolean {
    return this.#parts.isOneOfSeveral ?? false
  }

  /**
   * What is received for hours before it must be remembered on disk. Of several processes another one closes hours, and may be doing so
   * before this one hears of it.
   */
  lateUntilMs(nowMs: number): number {
    if (!this.isOneOfSeveral) return this.closingUntilMs
    const othersCloseMs = Math.floor((nowMs + CLOCKS_DIFFER_BY_MS - CLOSE_AFTER_MS) / HOUR_MS) * HOUR_MS
    return Math.max(this.closingUntilMs, othersCloseMs)
  }

  /** Said before the hours before `untilMs` are taken from memory: what is observed for them from now on comes late. */
  beginClosing(untilMs: number): void {
    this.#closingUntilMs = Math.max(this.#closingUntilMs, untilMs)
  }

  /** Stored readings. One that came late, or out of order, changes history, and when the rig was seen last. */
  observe(batch: ReceivedReading[]): void {
    for (const { rig, reading } of this.#take(batch)) {
      for (const work of reading.work) this.#payers.see(rig, work, reading.at)
    }
  }

  /** Readings that another node stored. One that is known already changes nothing. */
  async follow(told: ReceivedReading[]): Promise<void> {
    // Who told them may not have known yet that a rig is part of another.
    const batch = told.map((one) => ({ ...one, rigId: this.writers.rigNamed(one.rigId) ?? one.rigId }))
    await this.reloadRigs([...new Set(batch.map(({ rigId }) => rigId))].filter((rigId) => !this.#rigs.has(rigId)))
    const fresh = batch.filter(({ rigId, reading }) => this.#rigs.get(rigId)?.reading?.at !== reading.at)
    for (const { rigId, receivedAtMs } of fresh) this.writers.hear(rigId, receivedAtMs)
    this.#take(fresh)
    this.committed.follow(fresh)
  }

  /** Takes from the store what no node told: the last reading of rigs that are further than memory knows. */
  async catchUp(nowMs = Date.now()): Promise<void> {
    const missed: ReceivedReading[] = []
    for (const [rigId, reading] of await this.#parts.store.latestReadings(nowMs - CAUGHT_UP_WITHIN_MS)) {
      const lastMs = this.#rigs.get(rigId)?.reading?.at ?? Number.NEGATIVE_INFINITY
      if (reading.at > lastMs) missed.push({ rigId, receivedAtMs: nowMs, reading })
    }
    await this.follow(missed)
  }

  /** Those that are news of now. */
  #take(batch: ReceivedReading[]): { rig: LiveRig; reading: Reading }[] {
    const news: { rig: LiveRig; reading: Reading }[] = []
    for (const received of batch) {
      const rig = this.#rigs.get(received.rigId)
      if (!rig) continue
      const atMs = takenAtMs(received)
      const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS
      if (received.receivedAtMs - atMs > LATE_AFTER_MS || !rig.observe(received.reading)) {
        this.late.mark(received.rigId, hourMs)
        if (atMs > (rig.reading?.at ?? Number.NEGATIVE_INFINITY)) rig.seed(received.reading)
        continue
      }
      // The job has closed this hour already, or has taken it from memory to close it.
      if (hourMs < this.closingUntilMs) this.late.mark(received.rigId, hourMs)
      news.push({ rig, reading: received.reading })
    }
    return news
  }

  /** Follows what services changed. Settings are read again; a change of one rig costs one rig. */
  refresh(changes: Change[], nowMs = Date.now()): Promise<void> {
    return this.#settingsTurn.take(() => this.#follow(changes, nowMs))
  }

  /** Reads the settings of these rigs again, or of all where they are many. */
  reloadRigs(rigIds: number[]): Promise<void> {
    return this.#settingsTurn.take(() => this.#reload(rigIds))
  }

  async #follow(changes: Change[], nowMs = Date.now()): Promise<void> {
    const kinds = new Set(changes.map((change) => change.kind))
    if (kinds.has('rigs') || kinds.has('sites') || kinds.has('settings')) {
      const settings = await loadFleetSettings(this.#parts.database, nowMs)
      this.#rates = await loadRates(this.#parts.database, settings.currency, nowMs)
      this.#takeSettings(settings, nowMs)
      await this.#loadClosed(nowMs)
      return
    }
    if (kinds.has('contracts')) await this.#loadClosed(nowMs)
    if (kinds.has('rates')) {
      this.#rates = await loadRates(this.#parts.database, this.#rates.currency, nowMs)
      this.#market = marketNote(this.#rates, presentAssignments(this.#rigs.values()), nowMs)
      this.#viewVersion += 1
      this.#totalsStale = true
    }
    await this.#reload(changes.flatMap((change) => (change.kind === 'rig' ? [change.rigId] : [])))
  }

  async #reload(rigIds: number[]): Promise<void> {
    if (rigIds.length === 0) return
    if (rigIds.length > MOST_RIGS_RELOADED) return this.#follow([{ kind: 'rigs' }])
    const found = await loadRigSettings(this.#parts.database, rigIds)
    for (const rigId of rigIds) {
      const settings = found.get(rigId)
      // The command line makes sites in another process.
      if (settings?.placements.some((placement) => !this.#sites.has(placement.siteId))) {
        return this.#follow([{ kind: 'sites' }])
      }
      if (settings) this.#takeRig(settings)
      // It may have become part of another.
      else if (this.#rigs.has(rigId)) return this.#follow([{ kind: 'rigs' }])
    }
  }

  /** The job has closed all hours before this one. */
  async hoursClosedUntil(hourMs: number, nowMs = Date.now()): Promise<void> {
    const untilMs = Math.max(this.#closedUntilMs, hourMs)
    const closed = await this.#readClosed(untilMs, nowMs)
    // In one step: an hour is counted as open or as closed, never as neither.
    this.#takeClosed(closed, nowMs)
    this.#closedUntilMs = Math.max(this.#closedUntilMs, untilMs)
    for (const rig of this.#rigs.values()) rig.dropHoursBefore(this.#closedUntilMs - HOUR_MS)
    this.#viewVersion += 1
  }

  /**
   * Whether memory holds the whole of an hour at `nowMs`: it was watched by this process, or read again at its start, and
   * is one of the two that rigs keep. A reading may be ahead of the clock, and so begin the next hour before its time.
   */
  knowsHour(hourMs: number, nowMs: number): boolean {
    if (this.isOneOfSeveral) return false
    const newestHourMs = Math.floor((nowMs + FUTURE_AT_MOST_MS) / HOUR_MS) * HOUR_MS
    return hourMs >= this.#firstHourMs && hourMs >= newestHourMs - HOUR_MS
  }

  /** Brings rows and totals up to `nowMs`. */
  advance(nowMs = Date.now()): void {
    if (nowMs - this.#closedLoadedAtMs > CLOSED_HOURS_FRESH_MS) {
      this.#closedLoadedAtMs = nowMs
      this.#background.run(this.#loadClosed(nowMs))
      this.#market = marketNote(this.#rates, presentAssignments(this.#rigs.values()), nowMs)
    }
    const view = this.#view(nowMs)
    this.#shown.advance(this.#rigs.values(), {
      nowMs,
      viewVersion: this.#viewVersion,
      see: (rig) => seeRig(rig, view, nowMs),
      sites: [...this.#sites.values()].map((site) => siteRow(site, nowMs)),
      contracts: this.#contracts.rows(this.#rates, nowMs),
      sum: (rigs) => this.#sum(rigs, nowMs),
      totalsStale: this.#totalsStale,
    })
    this.#totalsStale = false
  }

  /** Hours of contracts and orders that are not closed yet, as the ledger will have them. */
  openRented(nowMs = Date.now()): OpenEntry[] {
    return this.#contracts.openEntries(this.#rates, this.#closedUntilMs, nowMs)
  }

  /** The fleet as it is. */
  snapshot(nowMs = Date.now()): FleetSnapshot {
    this.advance(nowMs)
    return this.#shown.snapshot(nowMs, this.#rates.currency, this.#market)
  }

  /** What changed after a version; undefined when nothing did. */
  deltaSince(version: number, nowMs = Date.now()): FleetDelta | undefined {
    return this.#shown.deltaSince(version, nowMs, this.#rates.currency, this.#market)
  }

  /** Everything the page of one rig shows; undefined when there is no such rig. */
  async rig(rigId: number, nowMs = Date.now()): Promise<RigSnapshot | undefined> {
    const rig = this.#rigs.get(rigId)
    if (!rig) return undefined
    const view = this.#view(nowMs)
    const site = siteAt(rig.settings, this.#sites, nowMs)
    const row = site ? siteRow(site, nowMs) : { id: 0, name: '', timeZone: 'UTC' }
    return snapshotRig(this.#parts, rig, view, { site: row, market: this.#market, agents: this.agents }, nowMs)
  }

  /** Counts up with whatever changes what is shown of a rig; undefined when there is no such rig. */
  rigVersion(rigId: number): number | undefined {
    const rig = this.#rigs.get(rigId)
    return rig && rig.version + this.#viewVersion * 1_000_000_000
  }

  /** A rig's row as lists show it, without bringing up to date what others are shown; undefined where there is none. */
  rowOf(rigId: number, nowMs: number): RigRow | undefined {
    const rig = this.#rigs.get(rigId)
    return rig && seeRig(rig, this.#view(nowMs), nowMs).row
  }

  /** Active rigs by presence, for /metrics. */
  states(nowMs: number): Map<PresenceState, number> {
    return countByState(this.#rigs.values(), nowMs)
  }

  #view(nowMs: number): FleetView {
    return {
      rates: this.#rates,
      sites: this.#sites,
      closedUntilMs: this.#closedUntilMs,
      closedToday: this.#closed.todayByRig,
      midnightMs: midnightOfSites(nowMs),
    }
  }

  #sum(rigs: SeenRig[], nowMs: number): FleetTotals {
    const { midnightMs } = this.#view(nowMs)
    const fixed = fixedCosts(this.#sites.values(), nowMs, (site) => Math.max(this.#closedUntilMs, midnightMs(site)))
    const contracts = this.#contracts.sums(this.#rates, this.#sites, nowMs)
    return sumFleet(rigs, this.#closed, { fromMs: this.#closedUntilMs, toMs: nowMs }, fixed, contracts)
  }

  #takeSettings(settings: FleetSettings, nowMs: number): void {
    this.#sites = new Map(settings.sites.map((site) => [site.id, site]))
    for (const { rigId, intoRigId } of settings.merged) this.writers.redirect(rigId, intoRigId)
    for (const rig of settings.rigs.values()) this.#takeRig(rig)
    for (const rigId of this.#rigs.keys()) if (!settings.rigs.has(rigId)) this.#removeRig(rigId)
    this.#viewVersion += 1
    this.#market = marketNote(this.#rates, presentAssignments(this.#rigs.values()), nowMs)
  }

  #takeRig(settings: RigSettings): void {
    const known = this.#rigs.get(settings.id)
    if (known) known.settle(settings)
    else this.#rigs.set(settings.id, new LiveRig(settings, this.#parts.findMachine ?? knownMachine))
    this.writers.learn(settings, 0)
  }

  #removeRig(rigId: number): void {
    if (!this.#rigs.delete(rigId)) return
    this.#shown.remove(rigId)
    this.writers.forget(rigId)
  }

  async #loadClosed(nowMs: number): Promise<void> {
    this.#closedLoadedAtMs = nowMs
    const untilMs = this.#closedUntilMs
    const closed = await this.#readClosed(untilMs, nowMs)
    // Another hour was closed meanwhile, and its sums taken: these would be without it.
    if (untilMs === this.#closedUntilMs) this.#takeClosed(closed, nowMs)
  }

  async #readClosed(untilMs: number, nowMs: number): Promise<ClosedHours> {
    await this.#contracts.load(this.#sites, this.#rates.currency, nowMs)
    return loadClosedHours(this.#parts.database, this.#sites.values(), untilMs, nowMs)
  }

  #takeClosed(closed: ClosedHours, nowMs: number): void {
    this.#closedLoadedAtMs = nowMs
    this.#closed = closed
    this.#totalsStale = true
  }
}
