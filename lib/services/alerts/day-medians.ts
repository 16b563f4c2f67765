import type { Database } from '#lib/db/database'
import { meanRatesSince } from '#lib/db/mean-rates'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import type { LiveFleet } from '../live-fleet.ts'
import type { Alerting } from './alerting.ts'
import type { RigWatch } from './rig-watch.ts'

const RIGS_PER_QUERY = 100
/** A median of fewer hours says little of a usual day. */
export const LEAST_HOURS = 6

/** What rigs usually do: the median of their hours of the last day, read once an hour for those that need it, some at a time. */
export class DayMedians {
  #readAtMs = Number.NEGATIVE_INFINITY
  #waiting: number[] = []

  constructor(
    private readonly database: Database,
    private readonly fleet: LiveFleet,
    private readonly rigs: RigWatch,
  ) {}

  async refresh({ rules }: Alerting, nowMs: number): Promise<void> {
    if (nowMs - this.#readAtMs >= HOUR_MS) {
      this.#readAtMs = nowMs
      const isAsked = rules.some(({ enabled, settings }) => enabled && settings.against === 'median')
      this.#waiting = [...this.fleet.liveRigs()]
        .filter(({ reading }) => isAsked || reading?.work.some((work) => work.nominalHashesPerSecond === undefined))
        .map(({ id }) => id)
    }
    if (this.#waiting.length === 0) return
    const some = this.#waiting.splice(0, RIGS_PER_QUERY)
    const found = new Map<number, Map<string, number[]>>()
    for (const { rigId, algorithm, hashesPerSecond } of await meanRatesSince(this.database, some, nowMs - DAY_MS)) {
      const ofRig = found.get(rigId) ?? new Map<string, number[]>()
      found.set(rigId, ofRig.set(algorithm, [...(ofRig.get(algorithm) ?? []), hashesPerSecond]))
    }
    for (const [rigId, rates] of found) {
      const known = [...rates].filter(([, hours]) => hours.length >= LEAST_HOURS)
      this.rigs.hashed(rigId, new Map(known.map(([algorithm, hours]) => [algorithm, medianOf(hours)])))
    }
  }
}

export function medianOf(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
