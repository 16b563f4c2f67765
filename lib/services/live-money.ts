import type { Database } from '#lib/db/database'
import { MINUTE_MS } from '#lib/domain/units'
import { type ClosedHours, loadClosedHours, NO_CLOSED_HOURS } from './closed-hours.ts'
import { LiveContracts } from './contracts/live-contracts.ts'
import type { SiteSettings } from './fleet-settings.ts'

const FRESH_MS = MINUTE_MS

/** What the store says of the fleet's money beside the hours that are open in memory: closed hours, and contracts. */
export class LiveMoney {
  readonly contracts: LiveContracts
  readonly #database: Database
  #closed: ClosedHours = NO_CLOSED_HOURS
  #readAtMs = 0

  constructor(database: Database) {
    this.#database = database
    this.contracts = new LiveContracts(database)
  }

  get closed(): ClosedHours {
    return this.#closed
  }

  isStale(nowMs: number): boolean {
    return nowMs - this.#readAtMs > FRESH_MS
  }

  /** Reads contracts and the hours before `untilMs`, for `take`. */
  async read(
    sites: ReadonlyMap<number, SiteSettings>,
    currency: string,
    untilMs: number,
    nowMs: number,
  ): Promise<ClosedHours> {
    this.#readAtMs = nowMs
    await this.contracts.load(sites, currency, nowMs)
    return loadClosedHours(this.#database, sites.values(), untilMs, nowMs)
  }

  take(closed: ClosedHours, nowMs: number): void {
    this.#readAtMs = nowMs
    this.#closed = closed
  }
}
