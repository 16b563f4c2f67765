import { incidentCost } from '#lib/domain/alerts/incident-cost'
import { speaksAt } from '#lib/domain/dated'
import type { ExplainedMoney } from '#lib/domain/explained-money'
import { HOUR_MS } from '#lib/domain/units'
import type { DowntimeToday, RigRow } from '#lib/wire/dashboard-events'
import { firstFullHour, type RigSeconds } from './closed-hours.ts'
import type { SiteSettings } from './fleet-settings.ts'
import type { LiveRig } from './live-rig.ts'

/** How long a rig has stood still today, as it was when it was looked at. */
export type RigDowntime = {
  seconds: number
  atMs: number
  /** It still does, so that seconds have been added since. */
  goesOn: boolean
  /** What a day of it is worth and costs when it runs. */
  revenuePerDay?: number
  costPerDay?: number
}

/** Less is a restart or a reading between two others: not worth telling. */
const LEAST_SECONDS = 60

type Seen = {
  row: RigRow
  site: SiteSettings | undefined
  view: {
    closedUntilMs: number
    closedToday: ReadonlyMap<number, RigSeconds>
    midnightMs(site: SiteSettings | undefined): number
  }
  openHours: readonly { hourMs: number; hashingSeconds: number; pausedSeconds: number }[]
  usualDay: ExplainedMoney | undefined
}

/**
 * Seconds since the first full hour of its site's day (or since it was added, or taken into service) in which an active
 * rig neither hashed nor was paused by choice. Undefined where nothing stood still, or hours that are not closed yet are
 * no longer in memory.
 */
export function downtimeOf(rig: LiveRig, seen: Seen, nowMs: number): RigDowntime | undefined {
  const { row, site, view, openHours, usualDay } = seen
  const { settings } = rig
  const midnightMs = view.midnightMs(site)
  const activeSinceMs = speaksAt(settings.lifecycles, nowMs)?.fromMs ?? 0
  const fromMs = firstFullHour(Math.max(midnightMs, settings.createdAtMs, activeSinceMs))
  const present = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  if (fromMs >= nowMs || view.closedUntilMs < present - HOUR_MS) return undefined
  const dayMs = firstFullHour(midnightMs)
  const closed = view.closedToday.get(dayMs)
  if (!closed) return undefined
  const ofRig = closed.get(rig.id)
  // Of a rig that is expected for a part of the day only, all that it did is within that part.
  let seconds = (nowMs - fromMs) / 1000 - (ofRig ? ofRig.hashingSeconds + ofRig.pausedSeconds : 0)
  for (const hour of openHours) if (hour.hourMs >= fromMs) seconds -= hour.hashingSeconds + hour.pausedSeconds
  const goesOn = row.state === 'offline' || row.state === 'error' || row.state === 'zero'
  if (seconds < LEAST_SECONDS && !goesOn) return undefined
  return {
    seconds: Math.max(0, seconds),
    atMs: nowMs,
    goesOn,
    revenuePerDay: usualDay?.revenue,
    costPerDay: usualDay?.cost,
  }
}

/** Adds up what rigs would have earned, and what their energy would have cost had they drawn nothing meanwhile. */
export class DowntimeSum {
  readonly #nowMs: number
  readonly #sum: DowntimeToday = { rigs: 0, seconds: 0, unknownRigs: 0 }

  constructor(nowMs: number) {
    this.#nowMs = nowMs
  }

  add({ seconds, atMs, goesOn, revenuePerDay, costPerDay }: RigDowntime): void {
    const sum = this.#sum
    const toMs = (seconds + (goesOn ? Math.max(0, this.#nowMs - atMs) / 1000 : 0)) * 1000
    sum.rigs += 1
    sum.seconds += toMs / 1000
    const spans = [{ fromMs: 0, toMs }]
    const { lost, saved } = incidentCost({ lostRevenuePerDay: revenuePerDay, savedCostPerDay: costPerDay, spans })
    if (lost === undefined || saved === undefined) {
      sum.unknownRigs += 1
      return
    }
    sum.lostRevenue = (sum.lostRevenue ?? 0) + lost
    sum.savedAtMost = (sum.savedAtMost ?? 0) + saved
  }

  /** Undefined where nothing stood still. */
  total(): DowntimeToday | undefined {
    return this.#sum.rigs === 0 ? undefined : this.#sum
  }
}
