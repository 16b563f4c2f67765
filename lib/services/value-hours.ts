import type { SiteSlotRow, SiteWorkSlotRow } from '#lib/db/reading-store'
import { speaksAt } from '#lib/domain/dated'
import {
  emptyQuarter,
  type LedgerQuarter,
  type LedgerQuarters,
  NO_SITE,
  plus,
  revenueOfQuarter,
} from '#lib/domain/ledger/entry'
import { rigQuarter } from '#lib/domain/ledger/rig-quarter'
import { toNano } from '#lib/domain/money'
import { type RigHour, sumOf } from '#lib/domain/rollup'
import { fixedCost, monthlyCost } from '#lib/domain/tariff'
import { HOUR_MS, QUARTER_MS } from '#lib/domain/units'
import { assignmentAt, type Place, type QuarterValue, valueHour } from '#lib/domain/valuation'
import type { FleetSettings, RigSettings, SiteSettings } from './fleet-settings.ts'
import { type MeteredEnergy, type MeteredSites, meteredEnergy, withMeteredEnergy } from './meters/site-meter-charges.ts'
import type { RateBook } from './rate-book.ts'
import { placesOf, siteAt } from './rig-places.ts'
import { addWork, type SlotSum, SlotSums } from './slot-sums.ts'

const QUARTERS = [0, 1, 2, 3] as const
type Quarter = (typeof QUARTERS)[number]

/** A rig's hour in exact amounts, and what they were made of. */
export type ValuedRigHour = { rigId: number; quarters: LedgerQuarters; values: readonly QuarterValue[] }

export type ValuedHours = {
  slots: SiteSlotRow[]
  work: SiteWorkSlotRow[]
  rigs: ValuedRigHour[]
  /** What each site costs beside its rigs. */
  sites: { siteId: number; quarters: LedgerQuarters; metered: MeteredEnergy[] }[]
  currency: string
}

/**
 * The fleet series of one hour, by quarter-hour (900) and hour (3600) for every site: sums over its rigs' hours, with
 * money at that hour's rates and dated settings. An amount is rounded once, per rig, quarter-hour and line, to a
 * billionth, and summed exactly; rigs and sites come with the same amounts, for the ledger; the hour is the sum of its quarters. A site without rigs gets slots too, so that writing them
 * replaces what stood there. Active rigs count as expected whether or not they were seen; what a site costs by the
 * month is spread over its quarters. With `meters`, sites whose tariff says so are charged for what their meter counted
 * beside the rigs; without (an hour that is not over), that is not told yet.
 */
export function valueHours(
  settings: Pick<FleetSettings, 'sites' | 'rigs'>,
  rateBook: RateBook,
  hourMs: number,
  hours: readonly (RigHour & { rigId: number })[],
  meters?: MeteredSites,
): ValuedHours {
  const sites = new Map(settings.sites.map((site) => [site.id, site]))
  const places = placesOn(settings.sites, sites)
  const sums = new SlotSums(settings.sites, hourMs)
  const rates = rateBook.at(hourMs)
  for (const [siteId, quarters] of expectedRigs(settings.rigs.values(), sites, hourMs)) {
    for (const index of QUARTERS) {
      const slot = sums.slot(siteId, index)
      if (slot) slot.expectedSeconds += quarters[index] * (QUARTER_MS / 1000)
    }
  }
  const rigsMilliWh = new EnergyBySite()
  const valued: ValuedRigHour[] = []
  for (const hour of hours) {
    const rig = settings.rigs.get(hour.rigId)
    if (!rig || hour.hourMs !== hourMs) continue
    const values = valueHour(hour, { assignments: rig.assignments, rates, places: places(rig) }).quarters
    const quarter = (index: Quarter): LedgerQuarter => {
      const site = siteAt(rig, sites, hourMs + index * QUARTER_MS)
      const slot = site && sums.slot(site.id, index)
      const booked = rigQuarter(site?.id ?? NO_SITE, hour, index, values[index])
      if (slot && hour.seconds[index] > 0) {
        addSeconds(slot, rig, hour, index)
        addMoney(slot, booked, values[index])
        rigsMilliWh.add(booked, index)
        addWorkOfRig(slot, rig, hour, index, values[index])
      }
      return booked
    }
    valued.push({ rigId: rig.id, quarters: [quarter(0), quarter(1), quarter(2), quarter(3)], values })
  }
  const charged = settings.sites.map((site) => {
    const charges = chargesOf(site, hourMs, rigsMilliWh, meters)
    for (const index of QUARTERS) addCharges(sums.slot(site.id, index), charges.quarters[index])
    return { siteId: site.id, ...charges }
  })
  return { ...sums.rows(), rigs: valued, sites: charged, currency: rates.currency }
}

// Sites and rigs are read anew when they change: what was cut from them holds for all hours of a past.
const cutPlaces = new WeakMap<readonly SiteSettings[], WeakMap<RigSettings, Place[]>>()

function placesOn(siteList: readonly SiteSettings[], sites: ReadonlyMap<number, SiteSettings>) {
  const known = cutPlaces.get(siteList) ?? new WeakMap<RigSettings, Place[]>()
  cutPlaces.set(siteList, known)
  return (rig: RigSettings): Place[] => {
    const places = known.get(rig) ?? placesOf(rig, sites)
    known.set(rig, places)
    return places
  }
}

type RigsByQuarter = [number, number, number, number]

/** How many rigs of each site are expected in each quarter-hour: a count, since a farm's past is thousands of hours. */
function expectedRigs(
  rigs: Iterable<RigSettings>,
  sites: ReadonlyMap<number, SiteSettings>,
  hourMs: number,
): Map<number, RigsByQuarter> {
  const bySite = new Map<number, RigsByQuarter>([...sites.keys()].map((siteId) => [siteId, [0, 0, 0, 0]]))
  const siteWhereExpected = (rig: RigSettings, atMs: number) =>
    isExpected(rig, atMs) ? siteAt(rig, sites, atMs) : undefined
  for (const rig of rigs) {
    const steady = isSteady(rig, hourMs)
    let site = siteWhereExpected(rig, hourMs)
    for (const index of QUARTERS) {
      if (!steady) site = siteWhereExpected(rig, hourMs + index * QUARTER_MS)
      const quarters = site && bySite.get(site.id)
      if (quarters) quarters[index] += 1
    }
  }
  return bySite
}

/** Nothing of a rig begins within the hour, so that its first quarter-hour speaks for all four. */
function isSteady(rig: RigSettings, hourMs: number): boolean {
  const begins = ({ fromMs }: { fromMs: number }) => fromMs > hourMs && fromMs < hourMs + HOUR_MS
  const isCreated = rig.createdAtMs > hourMs && rig.createdAtMs < hourMs + HOUR_MS
  return !isCreated && !rig.placements.some(begins) && !rig.lifecycles.some(begins)
}

function isExpected(rig: RigSettings, atMs: number): boolean {
  if (atMs + QUARTER_MS <= rig.createdAtMs && atMs < (rig.lifecycles[0]?.fromMs ?? rig.createdAtMs)) return false
  return (speaksAt(rig.lifecycles, atMs)?.lifecycle ?? 'active') === 'active'
}

/** What the rigs of each site drew in each quarter-hour, in the amounts that are booked. */
class EnergyBySite {
  readonly #sums = new Map<string, bigint>()

  add({ siteId, energyMilliWh }: LedgerQuarter, index: Quarter): void {
    this.#sums.set(`${siteId}/${index}`, this.of(siteId, index) + energyMilliWh)
  }

  of(siteId: number, index: Quarter): bigint {
    return this.#sums.get(`${siteId}/${index}`) ?? 0n
  }
}

function chargesOf(site: SiteSettings, hourMs: number, rigs: EnergyBySite, meters: MeteredSites | undefined) {
  const metered: MeteredEnergy[] = []
  const quarter = (index: Quarter): LedgerQuarter => {
    const charges = fixedCharges(site, hourMs + index * QUARTER_MS)
    const energy = meters && meteredEnergy(site, hourMs + index * QUARTER_MS, rigs.of(site.id, index), meters)
    if (!energy) return charges
    metered.push(energy)
    return withMeteredEnergy(charges, site, energy)
  }
  const quarters: LedgerQuarters = [quarter(0), quarter(1), quarter(2), quarter(3)]
  return { quarters, metered }
}

function fixedCharges(site: SiteSettings, quarterMs: number): LedgerQuarter {
  const tariff = speaksAt(site.tariffs, quarterMs)?.tariff
  const charges = emptyQuarter(site.id)
  if (!tariff || monthlyCost(tariff) === 0) return charges
  const cost = fixedCost(tariff, site.timeZone, quarterMs, quarterMs + QUARTER_MS)
  return { ...charges, costNano: toNano(cost) }
}

function addCharges(slot: SlotSum | undefined, charges: LedgerQuarter): void {
  if (!slot) return
  slot.costNano = plus(slot.costNano, charges.costNano)
  slot.energyWh += Number(charges.energyMilliWh) / 1000
  slot.unpoweredSeconds += charges.unpoweredMs / 1000
  slot.uncostedSeconds += (charges.uncostedMs ?? 0) / 1000
}

function addSeconds(slot: SlotSum, rig: RigSettings, hour: RigHour, index: Quarter): void {
  // What the hour knows as a whole is shared out by the time seen in each of its quarters.
  const share = hour.seconds[index] / sumOf(hour.seconds)
  slot.rigIds.add(rig.id)
  slot.seconds += hour.seconds[index]
  // Of what is not expected nothing counts as available, or the others' outages would be hidden.
  if (isExpected(rig, hour.hourMs + index * QUARTER_MS)) {
    slot.hashingSeconds += hour.hashingSeconds * share
    slot.pausedSeconds += hour.pausedSeconds * share
  }
  slot.poweredSeconds += hour.poweredSeconds[index]
  slot.energyWh += hour.energyWattHours[index]
}

function addMoney(slot: SlotSum, booked: LedgerQuarter, value: QuarterValue): void {
  slot.revenueNano = plus(slot.revenueNano, revenueOfQuarter(booked))
  slot.costNano = plus(slot.costNano, booked.costNano)
  slot.workSeconds += value.workSeconds
  slot.unvaluedSeconds += value.unvaluedSeconds
  slot.unpoweredSeconds += value.unpoweredSeconds
  slot.uncostedSeconds += value.uncostedSeconds
}

// The hashes stand beside the coin that is mined; one found by the same hashes adds its amount alone.
function addWorkOfRig(slot: SlotSum, rig: RigSettings, hour: RigHour, index: Quarter, value: QuarterValue): void {
  const share = hour.seconds[index] / sumOf(hour.seconds)
  for (const { algorithm, hashes, seconds } of hour.work) {
    const coin = assignmentAt(rig.assignments, algorithm, hour.hourMs + index * QUARTER_MS)?.coin ?? ''
    addWork(slot, { algorithm, coin, hashes: hashes[index], seconds: seconds * share })
  }
  for (const { algorithm, coin, amount } of value.coins) {
    addWork(slot, { algorithm, coin, hashes: 0, seconds: 0, coinAmount: amount })
  }
}
