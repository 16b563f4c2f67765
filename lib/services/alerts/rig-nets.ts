import type { Database } from '#lib/db/database'
import { quartersOfSubjects } from '#lib/db/ledger-hours'
import { netWindowMs, type Rule } from '#lib/domain/alerts'
import { HOUR_MS } from '#lib/domain/units'
import type { LiveFleet } from '../live-fleet.ts'
import type { Alerting } from './alerting.ts'
import { type ClosedHour, netOf } from './net-of.ts'
import type { RigWatch } from './rig-watch.ts'

/** So many hours of the ledger are read at once, so that nothing else waits for them. */
const HOURS_PER_QUERY = 2_400
/** Hours are read again so often although no other was closed: late readings correct them. */
const READ_AGAIN_MS = HOUR_MS

/** What rigs' last hours brought and cost, from the ledger: read when an hour was closed, some rigs at a time. */
export class RigNets {
  #madeOf = ''
  #readAtMs = Number.NEGATIVE_INFINITY
  #waiting: number[] = []
  #windows: number[] = []
  #untilMs = 0

  constructor(
    private readonly database: Database,
    private readonly fleet: LiveFleet,
    private readonly rigs: RigWatch,
  ) {}

  async refresh({ rules }: Alerting, nowMs: number): Promise<void> {
    const windows = windowsOf(rules)
    const untilMs = this.fleet.hours.closedUntilMs
    const madeOf = [untilMs, this.fleet.rates.currency, ...windows].join('|')
    if (madeOf !== this.#madeOf || nowMs - this.#readAtMs >= READ_AGAIN_MS) {
      this.#madeOf = madeOf
      this.#readAtMs = nowMs
      this.#windows = windows
      this.#untilMs = untilMs
      this.#waiting = windows.length === 0 ? [] : [...this.fleet.liveRigs()].map(({ id }) => id)
    }
    if (this.#waiting.length > 0) await this.#readSome()
  }

  async #readSome(): Promise<void> {
    const windows = this.#windows
    const longestMs = Math.max(...windows)
    const span = { fromMs: this.#untilMs - longestMs, toMs: this.#untilMs }
    const some = this.#waiting.splice(0, Math.max(1, Math.floor(HOURS_PER_QUERY / (longestMs / HOUR_MS))))
    const found = new Map<string, ClosedHour[]>(some.map((rigId) => [`rig:${rigId}`, []]))
    for (const hour of await quartersOfSubjects(this.database, [...found.keys()], span)) {
      found.get(hour.subject)?.push(hour)
    }
    const { currency } = this.fleet.rates
    for (const rigId of some) {
      const hours = found.get(`rig:${rigId}`) ?? []
      this.rigs.earned(
        rigId,
        windows.map((windowMs) => netOf(hours, { windowMs, untilMs: span.toMs, currency })),
      )
    }
  }
}

function windowsOf(rules: readonly Rule[]): number[] {
  const asking = rules.filter(({ kind, enabled }) => kind === 'losing-money' && enabled)
  return [...new Set(asking.map(({ settings }) => netWindowMs(settings)))].sort((one, other) => one - other)
}
