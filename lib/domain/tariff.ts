import type { EnergyPrices } from '#lib/domain/energy-prices'
import { clockPrice } from '#lib/domain/tariff-clock'
import type { Tariff } from '#lib/domain/tariff-parts'
import { DAY_MS, MINUTE_MS, QUARTER_MS } from '#lib/domain/units'

export { fixedCost, monthlyCost } from '#lib/domain/fixed-cost'
export type { Tariff } from '#lib/domain/tariff-parts'

/** A price with what it is made of; the parts are absent where there is neither levy nor tax. */
export type PriceNow = {
  /** (base + levies) × (1 + tax). */
  pricePerKwh: number
  label?: string
  basePerKwh?: number
  leviesPerKwh?: number
  taxPercent?: number
  /** Who named the price; absent where it is the tariff's own. */
  source?: string
}

/** A price and how long it holds within a span. */
export type PriceSpan = PriceNow & { seconds: number }

type Remembered = {
  quarters: Map<number, PriceNow | undefined>
  timeZone: string
  energyPrices: EnergyPrices | undefined
  aligned: boolean
  dayStartMs: number
  day: PriceSpan[]
}

// Keyed by identity: a tariff is never changed in place, and rigs of a site share one.
const remembered = new WeakMap<Tariff, Remembered>()
const QUARTERS_REMEMBERED = 20_000
const AS_THE_DAY_BEFORE = 'not named yet: as the day before'

/**
 * The price by the site's wall clock or, of a dynamic tariff, as it was named for that moment. Undefined where a dynamic
 * tariff has none and does not fall back to its own.
 */
export function priceAt(
  tariff: Tariff,
  timeZone: string,
  atMs: number,
  energyPrices?: EnergyPrices,
): PriceNow | undefined {
  const memory = memoryOf(tariff, timeZone, energyPrices)
  if (!memory.aligned) return lookUp(tariff, timeZone, atMs, energyPrices)
  const quarter = Math.floor(atMs / QUARTER_MS)
  const known = memory.quarters.get(quarter)
  if (known || memory.quarters.has(quarter)) return known
  if (memory.quarters.size >= QUARTERS_REMEMBERED) memory.quarters.clear()
  const price = lookUp(tariff, timeZone, atMs, energyPrices)
  memory.quarters.set(quarter, price)
  return price
}

/** When, and to what, the price changes next, within a span; undefined when it does not, or to one not known. */
export function nextPriceChange(
  tariff: Tariff,
  timeZone: string,
  atMs: number,
  withinMs: number,
  energyPrices?: EnergyPrices,
): { atMs: number; pricePerKwh: number } | undefined {
  const stepMs = memoryOf(tariff, timeZone, energyPrices).aligned ? QUARTER_MS : MINUTE_MS
  const now = priceAt(tariff, timeZone, atMs, energyPrices)?.pricePerKwh
  for (let nextMs = (Math.floor(atMs / stepMs) + 1) * stepMs; nextMs <= atMs + withinMs; nextMs += stepMs) {
    const pricePerKwh = priceAt(tariff, timeZone, nextMs, energyPrices)?.pricePerKwh
    if (pricePerKwh === now) continue
    return pricePerKwh === undefined ? undefined : { atMs: nextMs, pricePerKwh }
  }
  return undefined
}

/**
 * Prices of a quarter-hour with the seconds each holds: one, unless a window begins or ends inside; none where the price
 * is not known.
 */
export function pricesOfQuarter(
  tariff: Tariff,
  timeZone: string,
  quarterStartMs: number,
  energyPrices?: EnergyPrices,
): PriceSpan[] {
  if (memoryOf(tariff, timeZone, energyPrices).aligned) {
    const price = priceAt(tariff, timeZone, quarterStartMs, energyPrices)
    return price ? [{ ...price, seconds: QUARTER_MS / 1000 }] : []
  }
  const spans: PriceSpan[] = []
  for (let atMs = quarterStartMs; atMs < quarterStartMs + QUARTER_MS; atMs += MINUTE_MS) {
    const price = priceAt(tariff, timeZone, atMs, energyPrices)
    if (price) addSpan(spans, price, MINUTE_MS / 1000)
  }
  return spans
}

/**
 * Prices of the 24 hours that begin with the quarter-hour around `atMs`, with the seconds each holds. Where a dynamic
 * price is not named yet, that of the same time a day before stands in; what then is missing is in no span.
 */
export function pricesOfNextDay(
  tariff: Tariff,
  timeZone: string,
  atMs: number,
  energyPrices?: EnergyPrices,
): readonly PriceSpan[] {
  const memory = memoryOf(tariff, timeZone, energyPrices)
  const startMs = Math.floor(atMs / QUARTER_MS) * QUARTER_MS
  if (memory.dayStartMs === startMs) return memory.day
  const spans: PriceSpan[] = []
  for (let quarterMs = startMs; quarterMs < startMs + DAY_MS; quarterMs += QUARTER_MS) {
    let known = pricesOfQuarter(tariff, timeZone, quarterMs, energyPrices)
    if (known.length === 0) {
      const before = pricesOfQuarter(tariff, timeZone, quarterMs - DAY_MS, energyPrices)
      known = before.map((span) => ({ ...span, label: AS_THE_DAY_BEFORE }))
    }
    for (const span of known) addSpan(spans, span, span.seconds)
  }
  memory.dayStartMs = startMs
  memory.day = spans
  return spans
}

/** What percentage is added to the rigs' energy: none where the site's meter speaks for the rest. */
export function overheadOf({ overheadPercent, siteEnergy }: Tariff): number {
  return siteEnergy === 'meter' ? 0 : overheadPercent
}

/**
 * Cost of energy spread evenly over a quarter-hour: kWh × (1 + overhead) × price, in the installation's currency.
 * Undefined where the price is not known.
 */
export function energyCost(
  tariff: Tariff,
  timeZone: string,
  quarterStartMs: number,
  wattHours: number,
  energyPrices?: EnergyPrices,
): number | undefined {
  const spans = pricesOfQuarter(tariff, timeZone, quarterStartMs, energyPrices)
  let perKwh = 0
  let seconds = 0
  for (const span of spans) {
    perKwh += (span.pricePerKwh * span.seconds * 1000) / QUARTER_MS
    seconds += span.seconds
  }
  if (seconds * 1000 < QUARTER_MS) return undefined
  return (wattHours / 1000) * (1 + overheadOf(tariff) / 100) * perKwh
}

function addSpan(spans: PriceSpan[], price: PriceNow, seconds: number): void {
  const same = spans.find(
    ({ pricePerKwh, label, source }) =>
      pricePerKwh === price.pricePerKwh && label === price.label && source === price.source,
  )
  if (same) same.seconds += seconds
  else spans.push({ ...price, seconds })
}

function lookUp(
  tariff: Tariff,
  timeZone: string,
  atMs: number,
  energyPrices: EnergyPrices | undefined,
): PriceNow | undefined {
  if (!tariff.dynamic) return charged(tariff, clockPrice(tariff, timeZone, atMs))
  const named = energyPrices?.at(atMs)
  if (named) return charged(tariff, { pricePerKwh: named.pricePerKwh, source: named.source })
  if (tariff.dynamic.whenMissing === 'unknown') return undefined
  return charged(tariff, clockPrice(tariff, timeZone, atMs))
}

function charged({ levies, energyTaxPercent = 0 }: Tariff, price: PriceNow): PriceNow {
  if (!levies?.length && energyTaxPercent === 0) return price
  const leviesPerKwh = (levies ?? []).reduce((total, { perKwh }) => total + perKwh, 0)
  const basePerKwh = price.pricePerKwh
  const pricePerKwh = (basePerKwh + leviesPerKwh) * (1 + energyTaxPercent / 100)
  return { ...price, pricePerKwh, basePerKwh, leviesPerKwh, taxPercent: energyTaxPercent }
}

function memoryOf(tariff: Tariff, timeZone: string, energyPrices: EnergyPrices | undefined): Remembered {
  const known = remembered.get(tariff)
  if (known && known.timeZone === timeZone && known.energyPrices === energyPrices) return known
  const windows = [tariff, ...(tariff.seasons ?? [])].flatMap((table) => table.windows)
  const aligned = windows.every(({ fromMinute, toMinute }) => fromMinute % 15 === 0 && toMinute % 15 === 0)
  const memory = { quarters: new Map(), timeZone, energyPrices, aligned, dayStartMs: Number.NaN, day: [] }
  remembered.set(tariff, memory)
  return memory
}
