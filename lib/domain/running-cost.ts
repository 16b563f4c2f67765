import type { EnergyPrices } from '#lib/domain/energy-prices'
import type { CostPart } from '#lib/domain/explained-money'
import { fixedCost, monthlyCost, overheadOf, type PriceNow, type Tariff } from '#lib/domain/tariff'
import { PRICE_SOURCES } from '#lib/domain/tariff-parts'
import type { WallPower } from '#lib/domain/wall-power'

/** Where a rig stands and what energy costs there, from a moment on. */
export type Place = {
  fromMs: number
  siteName?: string
  timeZone: string
  tariff?: Tariff
  /** What somebody named for a dynamic tariff. */
  energyPrices?: EnergyPrices
}

/** How the watts were come by, for the record of a cost. */
export type PowerOrigin = Omit<WallPower, 'watts'>

const POWER_UNKNOWN = 'What the rig draws is not known'
const TARIFF_UNKNOWN = 'What a kWh costs is not known'

/** Energy bought at one price: kWh × (1 + overhead) × price per kWh. A price below 0 earns. */
export function energyPart(
  energy: { wattHours: number; seconds: number },
  place: Place & { tariff: Tariff },
  price: PriceNow,
  origin?: Partial<PowerOrigin>,
): CostPart {
  const overheadPercent = overheadOf(place.tariff)
  const part = costBase(place, energy.seconds, origin)
  part.wallWatts = energy.seconds > 0 ? (energy.wattHours * 3600) / energy.seconds : undefined
  part.energyWattHours = energy.wattHours
  part.overheadPercent = overheadPercent
  tellPrice(part, price)
  part.cost = (energy.wattHours / 1000) * (1 + overheadPercent / 100) * price.pricePerKwh
  return part
}

/** A rig's share (0 to 1) of the site's fixed cost of a span; undefined where there is none. */
export function fixedPart(place: Place, share: number, fromMs: number, toMs: number): CostPart | undefined {
  const { tariff, timeZone, siteName } = place
  if (!tariff || share === 0 || monthlyCost(tariff) === 0) return undefined
  const cost = share * fixedCost(tariff, timeZone, fromMs, toMs)
  const taxPercent = tariff.fixedTaxPercent || undefined
  return { kind: 'fixed', siteName, seconds: (toMs - fromMs) / 1000, taxPercent, cost }
}

/** A span whose price is not known. */
export function unpricedPart(place: Place | undefined, seconds: number, origin?: Partial<PowerOrigin>): CostPart {
  const dynamic = place?.tariff?.dynamic
  const unknown = dynamic
    ? `${PRICE_SOURCES[dynamic.source]} has named no price of a kWh for this time`
    : TARIFF_UNKNOWN
  return { ...costBase(place, seconds, origin), unknown }
}

/** A span whose power is not known: what a kWh would have cost stands in it nevertheless. */
export function unpoweredPart(place: Place | undefined, seconds: number, price?: PriceNow): CostPart {
  const part: CostPart = { ...costBase(place, seconds), unknown: POWER_UNKNOWN }
  if (price === undefined) return part
  part.overheadPercent = place?.tariff && overheadOf(place.tariff)
  tellPrice(part, price)
  return part
}

function tellPrice(part: CostPart, price: PriceNow): void {
  part.pricePerKwh = price.pricePerKwh
  part.tariffLabel = price.label
  if (price.source !== undefined) part.priceSource = price.source
  if (price.basePerKwh === undefined) return
  part.basePricePerKwh = price.basePerKwh
  part.leviesPerKwh = price.leviesPerKwh
  part.taxPercent = price.taxPercent
}

const NO_ORIGIN: Partial<PowerOrigin> = {}

function costBase(place: Place | undefined, seconds: number, origin?: Partial<PowerOrigin>): CostPart {
  const { reportedWatts, source, atTheWall, correction, machine } = origin ?? NO_ORIGIN
  const siteName = place?.siteName
  return { kind: 'energy', siteName, seconds, reportedWatts, powerSource: source, atTheWall, correction, machine }
}
