import type { Database } from '#lib/db/database'
import type { Reading } from '#lib/domain/reading'
import type { Rates } from '#lib/domain/valuation'
import type { MachineFacts } from '#lib/domain/wall-power'
import type { MarketNote } from '#lib/wire/dashboard-events'
import type { Change } from './change-bus.ts'
import {
  type FleetSettings,
  loadFleetSettings,
  loadRigSettings,
  type RigSettings,
  type SiteSettings,
} from './fleet-settings.ts'
import { LiveRig } from './live-rig.ts'
import { loadRates } from './load-rates.ts'
import { marketNote } from './market-note.ts'
import { RigWriters } from './rig-writers.ts'
import { presentAssignments } from './rigs-at-present.ts'
import { Turn } from './turn.ts'

/** To read all is cheaper than to name so many. */
const MOST_RIGS_RELOADED = 500

type SettingsParts = {
  database: Database
  /** Facts of a machine that tells no watts. */
  findMachine: (reading: Reading, settings: RigSettings) => MachineFacts | undefined
  /** Told of a rig that is no longer there. */
  removed: (rigId: number) => void
  ratesChanged: () => void
  /** Told, and waited for, when closed hours or contracts may say something else. */
  moneyChanged: (nowMs: number) => Promise<void>
}

/** Rigs, sites and rates as they are in the database, followed change by change; a change of one rig costs one rig. */
export class LiveSettings {
  readonly rigs = new Map<number, LiveRig>()
  readonly writers = new RigWriters()
  sites: ReadonlyMap<number, SiteSettings> = new Map()
  rates: Rates
  market: MarketNote = { source: 'none', stale: false }
  /** Counts up with whatever changes what is shown of all rigs at once. */
  version = 1
  readonly #parts: SettingsParts
  /** Settings read before a rig was added must not be taken after it, and remove it again. */
  readonly #turn = new Turn()

  constructor(parts: SettingsParts, read: { settings: FleetSettings; rates: Rates }, nowMs: number) {
    this.#parts = parts
    this.rates = read.rates
    this.#take(read.settings, nowMs)
  }

  /** Follows what services changed. Settings are read again; a change of one rig costs one rig. */
  refresh(changes: Change[], nowMs: number): Promise<void> {
    return this.#turn.take(() => this.#follow(changes, nowMs))
  }

  /** Reads the settings of these rigs again, or of all where they are many. */
  reloadRigs(rigIds: number[]): Promise<void> {
    return this.#turn.take(() => this.#reload(rigIds))
  }

  noteMarket(nowMs: number): void {
    this.market = marketNote(this.rates, presentAssignments(this.rigs.values()), nowMs)
  }

  async #follow(changes: Change[], nowMs = Date.now()): Promise<void> {
    const { database, moneyChanged } = this.#parts
    const kinds = new Set(changes.map((change) => change.kind))
    if (kinds.has('rigs') || kinds.has('sites') || kinds.has('settings')) {
      const settings = await loadFleetSettings(database, nowMs)
      this.rates = await loadRates(database, settings.currency, nowMs)
      this.#take(settings, nowMs)
      await moneyChanged(nowMs)
      return
    }
    if (kinds.has('contracts')) await moneyChanged(nowMs)
    if (kinds.has('rates')) {
      this.rates = await loadRates(database, this.rates.currency, nowMs)
      this.noteMarket(nowMs)
      this.version += 1
      this.#parts.ratesChanged()
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
      if (settings?.placements.some((placement) => !this.sites.has(placement.siteId))) {
        return this.#follow([{ kind: 'sites' }])
      }
      if (settings) this.#takeRig(settings)
      // It may have become part of another.
      else if (this.rigs.has(rigId)) return this.#follow([{ kind: 'rigs' }])
    }
  }

  #take(settings: FleetSettings, nowMs: number): void {
    this.sites = new Map(settings.sites.map((site) => [site.id, site]))
    for (const { rigId, intoRigId } of settings.merged) this.writers.redirect(rigId, intoRigId)
    for (const rig of settings.rigs.values()) this.#takeRig(rig)
    for (const rigId of this.rigs.keys()) if (!settings.rigs.has(rigId)) this.#removeRig(rigId)
    this.version += 1
    this.noteMarket(nowMs)
  }

  #takeRig(settings: RigSettings): void {
    const known = this.rigs.get(settings.id)
    if (known) known.settle(settings)
    else this.rigs.set(settings.id, new LiveRig(settings, this.#parts.findMachine))
    this.writers.learn(settings, 0)
  }

  #removeRig(rigId: number): void {
    if (!this.rigs.delete(rigId)) return
    this.#parts.removed(rigId)
    this.writers.forget(rigId)
  }
}
