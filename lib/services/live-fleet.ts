import { listAgents } from '#lib/db/agents'
import type { Database } from '#lib/db/database'
import { type ReadingStore, type ReceivedReading, takenAtMs } from '#lib/db/reading-store'
import { CLOSE_AFTER_MS, LATE_AFTER_MS } from '#lib/domain/limits'
import type { PresenceState } from '#lib/domain/presence'
import type { Reading } from '#lib/domain/reading'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import type { Rates } from '#lib/domain/valuation'
import type { MachineFacts } from '#lib/domain/wall-power'
import type { FleetDelta, FleetSnapshot, FleetTotals, RigRow, RigSnapshot } from '#lib/wire/dashboard-events'
import { AgentPresence } from './agent-presence.ts'
import { CommittedReadings } from './alerts/committed-readings.ts'
import { AssumedPayers } from './assumed-payers.ts'
import { BackgroundWork } from './background-work.ts'
import type { Change } from './change-bus.ts'
import type { OpenEntry } from './contracts/live-contracts.ts'
import { type FleetSettings, loadFleetSettings, type RigSettings, type SiteSettings } from './fleet-settings.ts'
import { sumFleet } from './fleet-totals.ts'
import { knownMachine } from './known-machine.ts'
import { LiveHours } from './live-hours.ts'
import { LiveMoney } from './live-money.ts'
import type { LiveRig } from './live-rig.ts'
import { LiveSettings } from './live-settings.ts'
import { loadRates } from './load-rates.ts'
import { siteAt } from './rig-places.ts'
import { type FleetView, type SeenRig, seeRig } from './rig-row.ts'
import { snapshotRig } from './rig-snapshot.ts'
import type { RigWriters } from './rig-writers.ts'
import { countByState } from './rigs-at-present.ts'
import { scanRigs } from './scan-rigs.ts'
import { ShownFleet } from './shown-fleet.ts'
import { midnightOfSites } from './site-midnight.ts'
import { fixedCosts, siteRow } from './site-row.ts'

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
/** Readings that another node stored, and died before it told, are looked for so far back. */
const CAUGHT_UP_WITHIN_MS = 5 * MINUTE_MS

/**
 * The fleet in memory: the latest of every rig, the hours that are still open, and what a browser is shown of it. A
 * reading costs nothing but its own rig; rows are recomputed when somebody looks, and only those that changed.
 */
export class LiveFleet {
  readonly agents = new AgentPresence()
  readonly committed = new CommittedReadings()
  /** Told of rigs that agents changed, where other nodes follow this one. */
  tellRigs: ((rigIds: number[]) => void) | undefined
  readonly #parts: FleetParts
  readonly #settings: LiveSettings
  readonly #money: LiveMoney
  readonly #shown: ShownFleet
  readonly #payers: AssumedPayers
  readonly #background: BackgroundWork
  /** How often hours were closed: all rows tell today from them. */
  #closings = 0
  /** Something beside the rigs themselves changed what the totals say. */
  #totalsStale = false

  private constructor(
    parts: FleetParts,
    read: { settings: FleetSettings; rates: Rates },
    readonly hours: LiveHours,
    nowMs: number,
  ) {
    const { database, findMachine = knownMachine } = parts
    this.#parts = parts
    this.#money = new LiveMoney(database)
    this.#background = new BackgroundWork(parts.reportError)
    this.#payers = new AssumedPayers(database, this.#background, async (rigId) => {
      await this.reloadRigs([rigId])
      this.tellRigs?.([rigId])
    })
    this.#settings = new LiveSettings(
      {
        database,
        findMachine,
        removed: (rigId) => this.#shown.remove(rigId),
        ratesChanged: () => {
          this.#totalsStale = true
        },
        moneyChanged: (atMs) => this.#loadMoney(atMs),
      },
      read,
      nowMs,
    )
    this.#shown = new ShownFleet(this.#sum([], nowMs))
  }

  /** Builds the fleet from what is stored: settings, rates, the last reading of each rig and the open hours. */
  static async open(parts: FleetParts, nowMs = Date.now()): Promise<LiveFleet> {
    const { database, store, isOneOfSeveral = false } = parts
    const settings = await loadFleetSettings(database, nowMs)
    const rates = await loadRates(database, settings.currency, nowMs)
    const hours = await LiveHours.open(database, isOneOfSeveral, nowMs)
    const fleet = new LiveFleet(parts, { settings, rates }, hours, nowMs)
    for (const agent of await listAgents(database)) fleet.agents.learn(agent)
    for (const [rigId, reading] of await store.latestReadings(nowMs - LAST_READING_WITHIN_MS)) {
      fleet.liveRig(rigId)?.seed(reading)
      fleet.writers.hear(rigId, reading.at)
    }
    const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
    // Until the job closes the hour before, today is told from memory.
    const beforeIsOpen = nowMs < hourMs + CLOSE_AFTER_MS && hourMs - HOUR_MS >= hours.closedUntilMs
    for (const openMs of beforeIsOpen ? [hourMs - HOUR_MS, hourMs] : [hourMs]) {
      for await (const [rigId, readings] of scanRigs(store, openMs, settings.rigs.keys()))
        fleet.liveRig(rigId)?.rebuildHour(openMs, readings)
    }
    await fleet.#loadMoney(nowMs)
    fleet.advance(nowMs)
    return fleet
  }

  /** Until nothing is read or written in the background any more: before the database is closed. */
  settled(): Promise<void> {
    return this.#background.settled()
  }

  rigSettings(rigId: number): RigSettings | undefined {
    return this.#settings.rigs.get(rigId)?.settings
  }

  liveRigs(): Iterable<LiveRig> {
    return this.#settings.rigs.values()
  }

  liveRig(rigId: number): LiveRig | undefined {
    return this.#settings.rigs.get(rigId)
  }

  get writers(): RigWriters {
    return this.#settings.writers
  }

  get sites(): ReadonlyMap<number, SiteSettings> {
    return this.#settings.sites
  }

  get rates(): Rates {
    return this.#settings.rates
  }

  /** Follows what services changed. Settings are read again; a change of one rig costs one rig. */
  refresh(changes: Change[], nowMs = Date.now()): Promise<void> {
    return this.#settings.refresh(changes, nowMs)
  }

  /** Reads the settings of these rigs again, or of all where they are many. */
  reloadRigs(rigIds: number[]): Promise<void> {
    return this.#settings.reloadRigs(rigIds)
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
    await this.reloadRigs([...new Set(batch.map(({ rigId }) => rigId))].filter((rigId) => !this.liveRig(rigId)))
    const fresh = batch.filter(({ rigId, reading }) => this.liveRig(rigId)?.reading?.at !== reading.at)
    for (const { rigId, receivedAtMs } of fresh) this.writers.hear(rigId, receivedAtMs)
    this.#take(fresh)
    this.committed.follow(fresh)
  }

  /** Takes from the store what no node told: the last reading of rigs that are further than memory knows. */
  async catchUp(nowMs = Date.now()): Promise<void> {
    const missed: ReceivedReading[] = []
    for (const [rigId, reading] of await this.#parts.store.latestReadings(nowMs - CAUGHT_UP_WITHIN_MS)) {
      const lastMs = this.liveRig(rigId)?.reading?.at ?? Number.NEGATIVE_INFINITY
      if (reading.at > lastMs) missed.push({ rigId, receivedAtMs: nowMs, reading })
    }
    await this.follow(missed)
  }

  /** Those that are news of now. */
  #take(batch: ReceivedReading[]): { rig: LiveRig; reading: Reading }[] {
    const news: { rig: LiveRig; reading: Reading }[] = []
    for (const received of batch) {
      const rig = this.liveRig(received.rigId)
      if (!rig) continue
      const atMs = takenAtMs(received)
      const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS
      if (received.receivedAtMs - atMs > LATE_AFTER_MS || !rig.observe(received.reading)) {
        this.hours.late.mark(received.rigId, hourMs)
        if (atMs > (rig.reading?.at ?? Number.NEGATIVE_INFINITY)) rig.seed(received.reading)
        continue
      }
      // The job has closed this hour already, or has taken it from memory to close it.
      if (hourMs < this.hours.closingUntilMs) this.hours.late.mark(received.rigId, hourMs)
      news.push({ rig, reading: received.reading })
    }
    return news
  }

  /** The job has closed all hours before this one. */
  async hoursClosedUntil(hourMs: number, nowMs = Date.now()): Promise<void> {
    const untilMs = Math.max(this.hours.closedUntilMs, hourMs)
    const closed = await this.#readMoney(untilMs, nowMs)
    // In one step: an hour is counted as open or as closed, never as neither.
    this.#money.take(closed, nowMs)
    this.#totalsStale = true
    this.hours.endClosing(untilMs)
    for (const rig of this.liveRigs()) rig.dropHoursBefore(this.hours.closedUntilMs - HOUR_MS)
    this.#closings += 1
  }

  /** Brings rows and totals up to `nowMs`. */
  advance(nowMs = Date.now()): void {
    if (this.#money.isStale(nowMs)) {
      this.#background.run(this.#loadMoney(nowMs))
      this.#settings.noteMarket(nowMs)
    }
    const view = this.#view(nowMs)
    this.#shown.advance(this.liveRigs(), {
      nowMs,
      viewVersion: this.#viewVersion,
      see: (rig) => seeRig(rig, view, nowMs),
      sites: [...this.sites.values()].map((site) => siteRow(site, nowMs)),
      contracts: this.#money.contracts.rows(this.rates, nowMs),
      sum: (rigs) => this.#sum(rigs, nowMs),
      totalsStale: this.#totalsStale,
    })
    this.#totalsStale = false
  }

  /** Hours of contracts and orders that are not closed yet, as the ledger will have them. */
  openRented(nowMs = Date.now()): OpenEntry[] {
    return this.#money.contracts.openEntries(this.rates, this.hours.closedUntilMs, nowMs)
  }

  /** The fleet as it is. */
  snapshot(nowMs = Date.now()): FleetSnapshot {
    this.advance(nowMs)
    return this.#shown.snapshot(nowMs, this.rates.currency, this.#settings.market)
  }

  /** What changed after a version; undefined when nothing did. */
  deltaSince(version: number, nowMs = Date.now()): FleetDelta | undefined {
    return this.#shown.deltaSince(version, nowMs, this.rates.currency, this.#settings.market)
  }

  /** Everything the page of one rig shows; undefined when there is no such rig. */
  async rig(rigId: number, nowMs = Date.now()): Promise<RigSnapshot | undefined> {
    const rig = this.liveRig(rigId)
    if (!rig) return undefined
    const view = this.#view(nowMs)
    const site = siteAt(rig.settings, this.sites, nowMs)
    const row = site ? siteRow(site, nowMs) : { id: 0, name: '', timeZone: 'UTC' }
    return snapshotRig(this.#parts, rig, view, { site: row, market: this.#settings.market, agents: this.agents }, nowMs)
  }

  /** Counts up with whatever changes what is shown of a rig; undefined when there is no such rig. */
  rigVersion(rigId: number): number | undefined {
    const rig = this.liveRig(rigId)
    return rig && rig.version + this.#viewVersion * 1_000_000_000
  }

  /** A rig's row as lists show it, without bringing up to date what others are shown; undefined where there is none. */
  rowOf(rigId: number, nowMs: number): RigRow | undefined {
    const rig = this.liveRig(rigId)
    return rig && seeRig(rig, this.#view(nowMs), nowMs).row
  }

  /** Active rigs by presence, for /metrics. */
  states(nowMs: number): Map<PresenceState, number> {
    return countByState(this.liveRigs(), nowMs)
  }

  #view(nowMs: number): FleetView {
    return {
      rates: this.rates,
      sites: this.sites,
      closedUntilMs: this.hours.closedUntilMs,
      closedToday: this.#money.closed.todayByRig,
      midnightMs: midnightOfSites(nowMs),
    }
  }

  #sum(rigs: SeenRig[], nowMs: number): FleetTotals {
    const { midnightMs } = this.#view(nowMs)
    const fixed = fixedCosts(this.sites.values(), nowMs, (site) => Math.max(this.hours.closedUntilMs, midnightMs(site)))
    const contracts = this.#money.contracts.sums(this.rates, this.sites, nowMs)
    return sumFleet(rigs, this.#money.closed, { fromMs: this.hours.closedUntilMs, toMs: nowMs }, fixed, contracts)
  }

  /** Counts up with whatever changes all rows at once. */
  get #viewVersion(): number {
    return this.#settings.version + this.#closings
  }

  async #loadMoney(nowMs: number): Promise<void> {
    const untilMs = this.hours.closedUntilMs
    const closed = await this.#readMoney(untilMs, nowMs)
    // Another hour was closed meanwhile, and its sums taken: these would be without it.
    if (untilMs !== this.hours.closedUntilMs) return
    this.#money.take(closed, nowMs)
    this.#totalsStale = true
  }

  #readMoney(untilMs: number, nowMs: number) {
    return this.#money.read(this.sites, this.rates.currency, untilMs, nowMs)
  }
}
