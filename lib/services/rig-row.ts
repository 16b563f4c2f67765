import { speaksAt } from '#lib/domain/dated'
import { hottestSensor } from '#lib/domain/limits'
import { missingDevices, type PresenceState } from '#lib/domain/presence'
import { joulesPerHash } from '#lib/domain/ratios'
import { overheadOf } from '#lib/domain/tariff'
import { HOUR_MS } from '#lib/domain/units'
import { assignmentAt, type ExplainedMoney, explainDay, type Rates, valueHour } from '#lib/domain/valuation'
import { wallPower } from '#lib/domain/wall-power'
import type { MoneyPerDay, RigRow, RowWork } from '#lib/wire/dashboard-events'
import type { RigSeconds } from './closed-hours.ts'
import { downtimeOf, type RigDowntime } from './downtime-today.ts'
import type { SiteSettings } from './fleet-settings.ts'
import { hourSince } from './hour-since.ts'
import type { LiveRig } from './live-rig.ts'
import { presentPricePerKwh } from './planner/hour-prices.ts'
import { placesOf, siteAt } from './rig-places.ts'

/** What a rig's figures are seen with: rates, sites, and up to when hours are closed. */
export type FleetView = {
  rates: Rates
  sites: ReadonlyMap<number, SiteSettings>
  closedUntilMs: number
  /** When today began at a site, by its own clock. */
  midnightMs(site: SiteSettings | undefined): number
  /** What closed hours of today say of a rig, from the first full hour of its site's day. */
  closedToday: ReadonlyMap<number, RigSeconds>
}

/** A rig as lists and totals want it. */
export type SeenRig = {
  row: RigRow
  online: boolean
  active: boolean
  overheadPercent: number
  /** The hours that were open when it was seen: one of them may have been closed, and be counted as such, since. */
  openHours: OpenHour[]
  downtime?: RigDowntime
  /** Since when it is expected to be seen. */
  expectedSinceMs: number
  /** What the rig does or, by its last word, would do; by algorithm. */
  expected: { algorithm: string; hashesPerSecond: number }[]
}

/** An hour so far: money for "today", absent before its site's midnight, and seconds for availability. */
export type OpenHour = { hourMs: number; money?: ExplainedMoney; hashingSeconds: number; pausedSeconds: number }

/** A rig at `nowMs` as it is shown in lists. An offline one is shown and never counted. */
export function seeRig(rig: LiveRig, view: FleetView, nowMs: number): SeenRig {
  const { settings, reading } = rig
  const presence = rig.stateAt(nowMs)
  const online = presence.state !== 'offline' && presence.state !== 'never'
  const site = siteAt(settings, view.sites, nowMs)
  const lifecycle = speaksAt(settings.lifecycles, nowMs)?.lifecycle ?? 'active'
  const power = online && reading ? wallPower(reading, rig.powerSettings(reading)) : undefined
  const day = online ? explainRigDay(rig, view, nowMs) : undefined
  const perDay = day ? moneyOf(day) : { unknown: reading ? 'The rig is offline' : 'The rig was never seen' }
  const work = online && day ? workOf(rig, day, power?.watts) : []
  const tariff = site && speaksAt(site.tariffs, nowMs)?.tariff
  const pricePerKwh = site && presentPricePerKwh(site, nowMs)
  const profitThisHour =
    perDay.revenue === undefined || power === undefined || tariff === undefined || pricePerKwh === undefined
      ? undefined
      : perDay.revenue / 24 - (power.watts / 1000) * (1 + overheadOf(tariff) / 100) * pricePerKwh
  const runs = presence.state === 'hashing' || presence.state === 'warming'
  const usualDay = runs ? day : explainUsualDay(rig, view, nowMs)
  const row: RigRow = {
    id: settings.id,
    key: settings.keys[0] ?? '',
    name: settings.name,
    model: settings.model ?? reading?.miner.model,
    siteId: site?.id ?? 0,
    lifecycle,
    tags: settings.tags,
    location: settings.location,
    rack: settings.rackName,
    state: presence.state,
    stateSinceMs: presence.sinceMs,
    seenAtMs: reading?.at,
    work,
    hottest: online && reading ? hottestSensor(reading) : undefined,
    powerWatts: power?.watts,
    powerSource: power?.source,
    powerAtTheWall: power?.atTheWall ?? false,
    missingDevices: online ? missingDevices(rig.track, nowMs).length : 0,
    perDay,
    lostPerDay: standsStill(presence.state) ? usualDay?.revenue : undefined,
    profitThisHour,
    losesMoney: profitThisHour !== undefined && profitThisHour < 0,
    assumed: day?.revenueParts.some((part) => part.assumed) === true || power?.machine !== undefined,
  }
  const openHours = openHoursOf(rig, view, nowMs)
  return {
    row,
    online,
    active: lifecycle === 'active',
    overheadPercent: tariff ? overheadOf(tariff) : 0,
    openHours,
    downtime: lifecycle === 'active' ? downtimeOf(rig, { row, site, view, openHours, usualDay }, nowMs) : undefined,
    expectedSinceMs: settings.createdAtMs,
    expected: expectedOf(rig),
  }
}

/** What a day like now is worth, with everything it was made of. */
export function explainRigDay(rig: LiveRig, view: Pick<FleetView, 'rates' | 'sites'>, nowMs: number): ExplainedMoney {
  return explainDayOf(rig, rig.reading?.work ?? [], view, nowMs)
}

/** Trouble that earns nothing; a pause by choice is none. What a frozen rig still says is not believed. */
function standsStill(state: PresenceState): boolean {
  return state === 'offline' || state === 'error' || state === 'zero' || state === 'frozen'
}

/**
 * A day, at present rates, of the hash rates and power a rig had before it stood still: the last above 0 of each algorithm
 * it worked on. Undefined where none is remembered.
 */
function explainUsualDay(rig: LiveRig, view: FleetView, nowMs: number): ExplainedMoney | undefined {
  const told = (rig.reading?.work ?? []).map(({ algorithm }) => algorithm)
  // A miner that died with its reading tells no algorithm: the only one it ever worked on stands in.
  const algorithms = told.length === 0 && rig.usualHashRates.size === 1 ? [...rig.usualHashRates.keys()] : told
  const work = algorithms.flatMap((algorithm) => {
    const hashesPerSecond = rig.usualHashRates.get(algorithm)
    return hashesPerSecond === undefined ? [] : [{ algorithm, hashesPerSecond }]
  })
  return work.length === 0 ? undefined : explainDayOf(rig, work, view, nowMs, rig.usualPower)
}

function explainDayOf(
  rig: LiveRig,
  work: { algorithm: string; hashesPerSecond?: number }[],
  view: Pick<FleetView, 'rates' | 'sites'>,
  nowMs: number,
  power = rig.reading && wallPower(rig.reading, rig.powerSettings(rig.reading)),
): ExplainedMoney {
  const { settings } = rig
  const site = siteAt(settings, view.sites, nowMs)
  return explainDay({
    work,
    wallPower: power,
    assignments: settings.assignments,
    rates: view.rates,
    tariff: site && speaksAt(site.tariffs, nowMs)?.tariff,
    energyPrices: site?.energyPrices,
    timeZone: site?.timeZone ?? 'UTC',
    siteName: site?.name,
    nowMs,
  })
}

/** The hours that no job has closed yet, valued at the rates of now. */
export function openHoursOf(rig: LiveRig, view: FleetView, nowMs: number): OpenHour[] {
  const hours: OpenHour[] = []
  const midnightMs = view.midnightMs(siteAt(rig.settings, view.sites, nowMs))
  for (let hourMs = Math.max(view.closedUntilMs, startOfHour(nowMs) - HOUR_MS); hourMs <= nowMs; hourMs += HOUR_MS) {
    const hour = rig.hourAt(hourMs, nowMs)
    if (!hour) continue
    const { hashingSeconds, pausedSeconds } = hour
    const { settings, reading } = rig
    const ofToday = hourSince(hour, midnightMs)
    if (!ofToday) {
      hours.push({ hourMs, hashingSeconds, pausedSeconds })
      continue
    }
    const power = reading && wallPower(reading, rig.powerSettings(reading))
    const places = placesOf(settings, view.sites)
    const money = valueHour(ofToday, { assignments: settings.assignments, rates: view.rates, places, power }).explained
    hours.push({ hourMs, money, hashingSeconds, pausedSeconds })
  }
  return hours
}

/** Amounts alone. */
export function moneyOf({ revenue, cost, profit, unknown }: ExplainedMoney): MoneyPerDay {
  return { revenue, cost, profit, unknown }
}

function workOf(rig: LiveRig, day: ExplainedMoney, watts: number | undefined): RowWork[] {
  const { reading, settings } = rig
  return (reading?.work ?? []).map(({ algorithm, hashesPerSecond, nominalHashesPerSecond }, index) => {
    const parts = day.revenueParts.filter((part) => part.algorithm === algorithm)
    const known = parts.filter((part) => part.revenue !== undefined)
    return {
      algorithm,
      hashesPerSecond,
      nominalHashesPerSecond,
      joulesPerHash: index === 0 ? joulesPerHash(watts, hashesPerSecond) : undefined,
      coin: assignmentAt(settings.assignments, algorithm, reading?.at ?? 0)?.coin,
      revenuePerDay: known.length === 0 ? undefined : known.reduce((sum, part) => sum + (part.revenue ?? 0), 0),
    }
  })
}

function expectedOf(rig: LiveRig): SeenRig['expected'] {
  return (rig.reading?.work ?? []).flatMap(({ algorithm, nominalHashesPerSecond }) => {
    const hashesPerSecond = nominalHashesPerSecond ?? rig.usualHashRates.get(algorithm)
    return hashesPerSecond === undefined ? [] : [{ algorithm, hashesPerSecond }]
  })
}

function startOfHour(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS
}
