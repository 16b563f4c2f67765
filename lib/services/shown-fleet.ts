import type {
  ContractRow,
  FleetDelta,
  FleetSnapshot,
  FleetTotals,
  MarketNote,
  SiteRow,
} from '#lib/wire/dashboard-events'
import type { LiveRig } from './live-rig.ts'
import type { SeenRig } from './rig-row.ts'

type Shown = { seen: SeenRig; rigVersion: number; viewVersion: number; changedInVersion: number }

/** Rows recomputed in one go, at about 25 µs each: after new rates the rest of a large farm follows in the next ones. */
const ROWS_AT_ONCE = 3_000
const REMOVALS_REMEMBERED = 1_000

/** What rows and totals are made with; `viewVersion` counts up with whatever changes all rows at once. */
export type ShownWith = {
  nowMs: number
  viewVersion: number
  see: (rig: LiveRig) => SeenRig
  sites: SiteRow[]
  contracts: ContractRow[]
  sum: (rigs: SeenRig[]) => FleetTotals
  /** Something beside rigs and sites changed what the totals say. */
  totalsStale: boolean
}

/**
 * What browsers were last shown of the fleet, in versions: each delta names the version it follows, so that a browser
 * that missed one knows. Only rows that changed are made again.
 */
export class ShownFleet {
  readonly #rows = new Map<number, Shown>()
  readonly #removed: { rigId: number; version: number }[] = []
  #version = 1
  #sitesVersion = 1
  #sites: SiteRow[] = []
  #contractsVersion = 1
  #contracts: ContractRow[] = []
  #totals: FleetTotals

  constructor(totals: FleetTotals) {
    this.#totals = totals
  }

  remove(rigId: number): void {
    if (!this.#rows.delete(rigId)) return
    this.#removed.push({ rigId, version: this.#version + 1 })
    if (this.#removed.length > REMOVALS_REMEMBERED) this.#removed.shift()
  }

  /** Brings rows and totals up to now. */
  advance(rigs: Iterable<LiveRig>, shownWith: ShownWith): void {
    const version = this.#version + 1
    const rowsChanged = this.#advanceRows(rigs, shownWith, version)
    const sitesChanged = this.#advanceSites(shownWith.sites, version)
    const contractsChanged = this.#advanceContracts(shownWith.contracts, version)
    const rigsLeft = this.#removed.some((removed) => removed.version === version)
    if (!rowsChanged && !sitesChanged && !contractsChanged && !rigsLeft && !shownWith.totalsStale) return
    this.#version = version
    this.#totals = shownWith.sum([...this.#rows.values()].map(({ seen }) => seen))
  }

  snapshot(serverAtMs: number, currency: string, market: MarketNote): FleetSnapshot {
    const rigs = [...this.#rows.values()].map(({ seen }) => seen.row)
    return {
      version: this.#version,
      serverAtMs,
      currency,
      sites: this.#sites,
      rigs,
      contracts: this.#contracts,
      totals: this.#totals,
      market,
    }
  }

  /** What changed after a version; undefined when nothing did. */
  deltaSince(version: number, serverAtMs: number, currency: string, market: MarketNote): FleetDelta | undefined {
    if (version === this.#version) return undefined
    const changed = [...this.#rows.values()].filter((shown) => shown.changedInVersion > version)
    return {
      follows: version,
      version: this.#version,
      serverAtMs,
      rigs: changed.map(({ seen }) => seen.row),
      removedRigIds: this.#removed.filter((removed) => removed.version > version).map(({ rigId }) => rigId),
      totals: this.#totals,
      market,
      ...(this.#sitesVersion > version ? { sites: this.#sites, currency } : {}),
      ...(this.#contractsVersion > version ? { contracts: this.#contracts } : {}),
    }
  }

  #advanceRows(rigs: Iterable<LiveRig>, { nowMs, viewVersion, see }: ShownWith, version: number): boolean {
    let budget = ROWS_AT_ONCE
    let changed = false
    for (const rig of rigs) {
      const shown = this.#rows.get(rig.id)
      const isNew = shown?.rigVersion !== rig.version
      const stateChanged = shown !== undefined && shown.seen.row.state !== rig.stateAt(nowMs).state
      if (shown && !isNew && !stateChanged && shown.viewVersion === viewVersion) continue
      if (shown && budget <= 0) continue
      budget -= 1
      if (stateChanged && !isNew) rig.version += 1
      this.#rows.set(rig.id, { seen: see(rig), rigVersion: rig.version, viewVersion, changedInVersion: version })
      changed = true
    }
    return changed
  }

  #advanceContracts(contracts: ContractRow[], version: number): boolean {
    if (JSON.stringify(contracts) === JSON.stringify(this.#contracts)) return false
    this.#contracts = contracts
    this.#contractsVersion = version
    return true
  }

  #advanceSites(sites: SiteRow[], version: number): boolean {
    if (JSON.stringify(sites) === JSON.stringify(this.#sites)) return false
    this.#sites = sites
    this.#sitesVersion = version
    return true
  }
}
