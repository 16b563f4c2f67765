import type { Database } from '#lib/db/database'
import { secondsByRig } from '#lib/db/hours'
import { type SiteSums, sumSiteSlots } from '#lib/db/site-slots'
import { startOfLocalDay } from '#lib/domain/calendar'
import { fromNano } from '#lib/domain/money'
import { DAY_MS, HOUR_MS, MINUTE_MS, QUARTER_MS } from '#lib/domain/units'
import type { MoneyPerDay } from '#lib/wire/dashboard-events'
import { datedCurrencies, valuedSince } from './currency.ts'
import type { SiteSettings } from './fleet-settings.ts'

/** What the fleet's closed hours say of today, yesterday and the last 24 hours. */
export type ClosedHours = {
  today: MoneyPerDay
  yesterdayByNow: MoneyPerDay
  hashingSeconds: number
  pausedSeconds: number
  expectedSeconds: number
  /** Of today by rig, for each moment at which a site's day begins with a full hour. */
  todayByRig: ReadonlyMap<number, RigSeconds>
}

export type RigSeconds = ReadonlyMap<number, { hashingSeconds: number; pausedSeconds: number }>

export const NO_CLOSED_HOURS: ClosedHours = {
  today: {},
  yesterdayByNow: {},
  hashingSeconds: 0,
  pausedSeconds: 0,
  expectedSeconds: 0,
  todayByRig: new Map(),
}

/**
 * Sums the fleet series since each site's local midnight, and over the same span of yesterday, to the quarter-hour. Money
 * valued in an earlier currency is left out: of today that is said, yesterday is then not compared with.
 */
export async function loadClosedHours(
  database: Database,
  sites: Iterable<SiteSettings>,
  closedUntilMs: number,
  nowMs: number,
): Promise<ClosedHours> {
  const today = new MoneySum()
  const yesterday = new MoneySum()
  const seconds = { hashingSeconds: 0, pausedSeconds: 0, expectedSeconds: 0 }
  const sinceMs = valuedSince(await datedCurrencies(database), nowMs)
  const todayByRig = new Map<number, RigSeconds>()
  let comparable = true
  for (const { id, timeZone } of sites) {
    const midnightMs = startOfLocalDay(nowMs, timeZone)
    const dayMs = firstFullHour(midnightMs)
    if (!todayByRig.has(dayMs)) todayByRig.set(dayMs, await rigSeconds(database, dayMs, closedUntilMs, nowMs))
    // By the clock on the wall: a day after a change of the clock has 23 or 25 hours.
    const yesterdayMs = startOfLocalDay(midnightMs - 1, timeZone)
    if (midnightMs < sinceMs) today.leaveOut('what was made before the currency changed is left out')
    if (yesterdayMs < sinceMs) comparable = false
    const elapsedMs = Math.floor((nowMs - midnightMs) / QUARTER_MS) * QUARTER_MS
    const sums = await sumSiteSlots(
      database,
      900,
      [
        { fromMs: Math.max(midnightMs, sinceMs), toMs: closedUntilMs },
        { fromMs: yesterdayMs, toMs: Math.min(yesterdayMs + elapsedMs, midnightMs) },
        { fromMs: nowMs - DAY_MS, toMs: closedUntilMs },
      ],
      [id],
    )
    for (const sum of sums) {
      if (sum.period === 0) today.add(sum)
      else if (sum.period === 1) yesterday.add(sum)
      else {
        seconds.hashingSeconds += sum.hashingSeconds
        seconds.pausedSeconds += sum.pausedSeconds
        seconds.expectedSeconds += sum.expectedSeconds
      }
    }
  }
  return { today: today.money(), yesterdayByNow: comparable ? yesterday.money() : {}, ...seconds, todayByRig }
}

/** The first hour of UTC that begins at a moment or after it: hours of rigs are kept whole. */
export function firstFullHour(atMs: number): number {
  return Math.ceil(atMs / HOUR_MS) * HOUR_MS
}

const RIG_SECONDS_KEPT_MS = 10 * MINUTE_MS
const keptSeconds = new WeakMap<Database, Map<number, { untilMs: number; atMs: number; seconds: RigSeconds }>>()

// The hours of a large farm's day are many, and change only when another is closed, or one is mended.
async function rigSeconds(database: Database, fromMs: number, untilMs: number, nowMs: number): Promise<RigSeconds> {
  const kept = keptSeconds.get(database) ?? new Map()
  keptSeconds.set(database, kept)
  const known = kept.get(fromMs)
  if (known && known.untilMs === untilMs && nowMs - known.atMs < RIG_SECONDS_KEPT_MS) return known.seconds
  const seconds = await secondsByRig(database, fromMs, untilMs)
  for (const [dayMs] of kept) if (dayMs < nowMs - 2 * DAY_MS) kept.delete(dayMs)
  kept.set(fromMs, { untilMs, atMs: nowMs, seconds })
  return seconds
}

class MoneySum {
  #revenueNano: bigint | undefined
  #costNano: bigint | undefined
  #unvalued = 0
  #unpowered = 0
  #uncosted = 0
  #leftOut: string | undefined

  add(
    sum: Pick<SiteSums, 'revenueNano' | 'costNano' | 'unvaluedSeconds' | 'unpoweredSeconds' | 'uncostedSeconds'>,
  ): void {
    if (sum.revenueNano !== undefined) this.#revenueNano = (this.#revenueNano ?? 0n) + sum.revenueNano
    if (sum.costNano !== undefined) this.#costNano = (this.#costNano ?? 0n) + sum.costNano
    this.#unvalued += sum.unvaluedSeconds
    this.#unpowered += sum.unpoweredSeconds
    this.#uncosted += sum.uncostedSeconds
  }

  leaveOut(reason: string): void {
    this.#leftOut = reason
  }

  money(): MoneyPerDay {
    const revenue = this.#revenueNano === undefined ? undefined : fromNano(this.#revenueNano)
    const cost = this.#costNano === undefined ? undefined : fromNano(this.#costNano)
    const profit = revenue === undefined || cost === undefined ? undefined : revenue - cost
    const parts = [
      this.#unvalued > 0 ? 'some work is not valued' : undefined,
      this.#unpowered > 0 ? 'some power is not known' : undefined,
      this.#uncosted > 0 ? 'what a kWh cost is not known for some time' : undefined,
      this.#leftOut,
    ].filter((part) => part !== undefined)
    const words = parts.join(', ')
    return { revenue, cost, profit, unknown: words ? words.charAt(0).toUpperCase() + words.slice(1) : undefined }
  }
}
