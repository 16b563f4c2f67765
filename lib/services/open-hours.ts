import type { SiteSlotRow, SiteWorkSlotRow } from '#lib/db/reading-store'
import type { LedgerQuarters, Subject } from '#lib/domain/ledger/entry'
import type { RigHour } from '#lib/domain/rollup'
import { HOUR_MS } from '#lib/domain/units'
import type { LiveFleet } from './live-fleet.ts'
import { type ValuedHours, valueHours } from './value-hours.ts'

type Fleet = Pick<LiveFleet, 'liveRig' | 'liveRigs' | 'hours'>

/** Hours of these rigs that no job has closed and stored yet, as they stand at `nowMs`. */
export function openHoursOf(fleet: Fleet, rigIds: Iterable<number>, nowMs: number): (RigHour & { rigId: number })[] {
  const hours: (RigHour & { rigId: number })[] = []
  for (const rigId of rigIds) {
    const rig = fleet.liveRig(rigId)
    for (const hourMs of openHourStarts(fleet, nowMs)) {
      const hour = rig?.hourAt(hourMs, nowMs)
      if (hour) hours.push({ ...hour, rigId })
    }
  }
  return hours
}

/**
 * The fleet series of hours that are not stored yet, by quarter-hour, at present rates. Quarters that have not begun are
 * left out. Kept for some seconds, since every open page asks for it.
 */
export function openSiteSlots(fleet: LiveFleet, nowMs: number): SiteSlotRow[] {
  return openSeries(fleet, nowMs).slots
}

/** The work of the same hours, by quarter-hour, site, algorithm and coin. */
export function openSiteWork(fleet: LiveFleet, nowMs: number): SiteWorkSlotRow[] {
  return openSeries(fleet, nowMs).work
}

/** The same hours as the ledger will have them, of rigs, of what sites cost beside them, and of rented hash power. */
export function openLedger(
  fleet: LiveFleet,
  nowMs: number,
): { subject: Subject; hourMs: number; quarters: LedgerQuarters }[] {
  return openSeries(fleet, nowMs).ledger
}

function openSeries(fleet: LiveFleet, nowMs: number): OpenSeries {
  const kept = keptSeries.get(fleet)
  if (kept && Math.abs(nowMs - kept.atMs) < KEPT_MS) return kept
  const rigs = new Map([...fleet.liveRigs()].map((rig) => [rig.id, rig.settings]))
  const settings = { sites: [...fleet.sites.values()], rigs }
  const hours = openHoursOf(fleet, rigs.keys(), nowMs)
  const begun = (slot: { levelSeconds: number; slotMs: number }) => slot.levelSeconds === 900 && slot.slotMs <= nowMs
  const valued = openHourStarts(fleet, nowMs).map((hourMs) => ({
    hourMs,
    ...valueHours(settings, { at: () => fleet.rates }, hourMs, hours),
  }))
  const series = {
    atMs: nowMs,
    slots: valued.flatMap(({ slots }) => slots.filter(begun)),
    work: valued.flatMap(({ work }) => work.filter(begun)),
    ledger: [...ownLedger(valued), ...fleet.openRented(nowMs)],
  }
  keptSeries.set(fleet, series)
  return series
}

function ownLedger(valued: ({ hourMs: number } & ValuedHours)[]): OpenSeries['ledger'] {
  return valued.flatMap(({ hourMs, rigs, sites }) => [
    ...rigs.map(({ rigId, quarters }) => ({ subject: `rig:${rigId}` as const, hourMs, quarters })),
    ...sites.map(({ siteId, quarters }) => ({ subject: `site:${siteId}` as const, hourMs, quarters })),
  ])
}

type OpenSeries = {
  atMs: number
  slots: SiteSlotRow[]
  work: SiteWorkSlotRow[]
  ledger: { subject: Subject; hourMs: number; quarters: LedgerQuarters }[]
}

const KEPT_MS = 10_000
// The live fleet keeps two hours open; older ones that are not closed have to wait for their job.
const OPEN_HOURS = 2
const keptSeries = new WeakMap<LiveFleet, OpenSeries>()

function openHourStarts(fleet: Pick<Fleet, 'hours'>, nowMs: number): number[] {
  const present = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const starts: number[] = []
  for (let back = OPEN_HOURS - 1; back >= 0; back--) {
    const hourMs = present - back * HOUR_MS
    if (hourMs >= fleet.hours.closedUntilMs) starts.push(hourMs)
  }
  return starts
}
