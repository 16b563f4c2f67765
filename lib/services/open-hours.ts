import type { SiteSlotRow } from '#lib/db/reading-store'
import type { RigHour } from '#lib/domain/rollup'
import { HOUR_MS } from '#lib/domain/units'
import type { LiveFleet } from './live-fleet.ts'
import { valueHours } from './value-hours.ts'

type Fleet = Pick<LiveFleet, 'liveRig' | 'liveRigs' | 'closedUntilMs'>

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
  const kept = keptSlots.get(fleet)
  if (kept && Math.abs(nowMs - kept.atMs) < KEPT_MS) return kept.slots
  const rigs = new Map([...fleet.liveRigs()].map((rig) => [rig.id, rig.settings]))
  const settings = { sites: [...fleet.sites.values()], rigs }
  const hours = openHoursOf(fleet, rigs.keys(), nowMs)
  const slots = openHourStarts(fleet, nowMs)
    .flatMap((hourMs) => valueHours(settings, { at: () => fleet.rates }, hourMs, hours).slots)
    .filter((slot) => slot.levelSeconds === 900 && slot.slotMs <= nowMs)
  keptSlots.set(fleet, { atMs: nowMs, slots })
  return slots
}

const KEPT_MS = 10_000
// The live fleet keeps two hours open; older ones that are not closed have to wait for their job.
const OPEN_HOURS = 2
const keptSlots = new WeakMap<LiveFleet, { atMs: number; slots: SiteSlotRow[] }>()

function openHourStarts(fleet: Pick<Fleet, 'closedUntilMs'>, nowMs: number): number[] {
  const present = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const starts: number[] = []
  for (let back = OPEN_HOURS - 1; back >= 0; back--) {
    const hourMs = present - back * HOUR_MS
    if (hourMs >= fleet.closedUntilMs) starts.push(hourMs)
  }
  return starts
}
